"""Cases and tasks only move as declared; performers and approvals are evidence."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards
from cartera.control.workflow.models import (
    ACCESS_TRANSITIONS,
    CASE_TRANSITIONS,
    TASK_TRANSITIONS,
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("workflow", "0001_initial")]
    operations: ClassVar = [
        guards.transitions("workflow_case", "state", CASE_TRANSITIONS, initial=["open"]),
        guards.refuse_delete("workflow_case"),
        guards.refuse_truncate("workflow_case"),
        guards.transitions("workflow_task", "state", TASK_TRANSITIONS, initial=["open"]),
        guards.refuse_delete("workflow_task"),
        guards.refuse_truncate("workflow_task"),
        guards.transitions(
            "workflow_accessrequest", "state", ACCESS_TRANSITIONS, initial=["proposed"]
        ),
        guards.refuse_delete("workflow_accessrequest"),
        guards.refuse_truncate("workflow_accessrequest"),
        guards.append_only("workflow_performer"),
        guards.append_only("workflow_approval"),
    ]
