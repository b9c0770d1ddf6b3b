from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "cartera.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make findable what can be found."""
        from cartera.reports import seekers  # noqa: F401 (importing adds them)
