from django.apps import AppConfig


class DifferencesConfig(AppConfig):
    name = "cartera.recovery.differences"
    label = "differences"
    default_auto_field = "django.db.models.BigAutoField"
