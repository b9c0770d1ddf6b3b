from django.apps import AppConfig


class ThirdPartyConfig(AppConfig):
    name = "cartera.recovery.third_party"
    label = "third_party"
    default_auto_field = "django.db.models.BigAutoField"
