from django.apps import AppConfig


class ChequesConfig(AppConfig):
    name = "cartera.recovery.cheques"
    label = "cheques"
    default_auto_field = "django.db.models.BigAutoField"
