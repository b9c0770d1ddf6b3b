from django.apps import AppConfig


class DirectPaymentsConfig(AppConfig):
    name = "cartera.recovery.direct_payments"
    label = "direct_payments"
    default_auto_field = "django.db.models.BigAutoField"
