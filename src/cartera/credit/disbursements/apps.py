from django.apps import AppConfig


class DisbursementsConfig(AppConfig):
    name = "cartera.credit.disbursements"
    label = "disbursements"
    default_auto_field = "django.db.models.BigAutoField"
