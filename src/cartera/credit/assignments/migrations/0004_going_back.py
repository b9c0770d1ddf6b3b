"""An operation that goes back over several steps moves its state back with it."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards
from cartera.credit.assignments.models import ASSIGNMENT_TRANSITIONS


class Migration(migrations.Migration):
    dependencies: ClassVar = [("assignments", "0003_guards")]
    operations: ClassVar = [
        guards.transitions("assignments_assignment", "state", ASSIGNMENT_TRANSITIONS),
    ]
