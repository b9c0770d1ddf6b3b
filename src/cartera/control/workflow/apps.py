from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "cartera.control.workflow"
    label = "workflow"
    default_auto_field = "django.db.models.BigAutoField"
