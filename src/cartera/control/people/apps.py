from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "cartera.control.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
