from django.apps import AppConfig


class TokensConfig(AppConfig):
    name = "cartera.entrance.tokens"
    label = "tokens"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let keys end with the leaving of whose they are."""
        from cartera.entrance.tokens import acts  # noqa: F401 (importing registers it)
