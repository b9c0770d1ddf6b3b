from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "cartera.control.dossiers"
    label = "dossiers"
    default_auto_field = "django.db.models.BigAutoField"
