from django.apps import AppConfig


class OpeningConfig(AppConfig):
    name = "cartera.procedures.opening"
    label = "opening"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the two procedures known."""
        from cartera.procedures.opening import procedures  # noqa: F401 (importing registers them)
