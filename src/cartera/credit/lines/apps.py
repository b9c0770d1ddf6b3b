from django.apps import AppConfig


class LinesConfig(AppConfig):
    name = "cartera.credit.lines"
    label = "lines"
    default_auto_field = "django.db.models.BigAutoField"
