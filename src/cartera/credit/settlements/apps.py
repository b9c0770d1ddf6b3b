from django.apps import AppConfig


class SettlementsConfig(AppConfig):
    name = "cartera.credit.settlements"
    label = "settlements"
    default_auto_field = "django.db.models.BigAutoField"
