"""The tablero counts what waits by procedure, whoever's it is, and what is on its way by state."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("reports", "0003_found_by_net"),
        ("workflow", "0003_what_was_signed"),
        ("assignments", "0010_numbers_in_byte_order"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(
            "CREATE INDEX open_task_of_procedure ON workflow_task (procedure, due_at)"
            " INCLUDE (opened_at) WHERE state = 'open'",
            "DROP INDEX open_task_of_procedure",
        ),
        migrations.RunSQL(
            "CREATE INDEX assignment_on_its_way ON assignments_assignment (state)"
            " INCLUDE (amount_advanced, requested_amount)"
            " WHERE state IN ('requested', 'received', 'verified', 'prepared', 'recorded')",
            "DROP INDEX assignment_on_its_way",
        ),
    ]
