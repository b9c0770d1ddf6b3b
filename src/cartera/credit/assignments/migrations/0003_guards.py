"""Assignments and documents only move as declared; the line covers what is reserved."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards
from cartera.credit.assignments.guards import WITHIN_LINE, WITHIN_LINE_REVERSED
from cartera.credit.assignments.models import ASSIGNMENT_TRANSITIONS, DOCUMENT_TRANSITIONS

ASSIGNMENT = "assignments_assignment"
DOCUMENT = "assignments_assigneddocument"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("assignments", "0002_initial")]
    operations: ClassVar = [
        guards.transitions(ASSIGNMENT, "state", ASSIGNMENT_TRANSITIONS),
        guards.refuse_delete(ASSIGNMENT),
        guards.refuse_truncate(ASSIGNMENT),
        migrations.RunSQL(WITHIN_LINE, WITHIN_LINE_REVERSED),
        guards.transitions(DOCUMENT, "state", DOCUMENT_TRANSITIONS),
        guards.refuse_delete(DOCUMENT),
        guards.refuse_truncate(DOCUMENT),
        guards.append_only("assignments_debtverification"),
    ]
