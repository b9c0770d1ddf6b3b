"""How an assignment or a document came in is written once; what came in may be withdrawn."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards
from cartera.credit.assignments.models import ASSIGNMENT_TRANSITIONS, DOCUMENT_TRANSITIONS


class Migration(migrations.Migration):
    dependencies: ClassVar = [("assignments", "0008_brought")]
    operations: ClassVar = [
        guards.transitions("assignments_assignment", "state", ASSIGNMENT_TRANSITIONS),
        guards.transitions("assignments_assigneddocument", "state", DOCUMENT_TRANSITIONS),
        guards.fixed_columns("assignments_assignment", ["brought"]),
        guards.fixed_columns(
            "assignments_assigneddocument",
            [
                "assignment_id",
                "debtor_id",
                "kind",
                "number_key",
                "amount",
                "brought_collected",
            ],
        ),
    ]
