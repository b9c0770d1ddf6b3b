from django.apps import AppConfig


class EntranceConfig(AppConfig):
    name = "cartera.entrance"
    label = "entrance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear when a second factor is taken away."""
        from cartera.entrance import second_factor  # noqa: F401 (importing connects it)
