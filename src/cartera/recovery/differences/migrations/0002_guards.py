"""A difference as it was presented, and the changes that it may go through."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards
from cartera.recovery.differences.models import DIFFERENCE_TRANSITIONS


class Migration(migrations.Migration):
    dependencies: ClassVar = [("differences", "0001_initial")]
    operations: ClassVar = [
        guards.transitions(
            "differences_difference",
            "state",
            DIFFERENCE_TRANSITIONS,
            initial=["presented", "pending"],
        ),
        guards.fixed_columns(
            "differences_difference",
            ["case_id", "cheque_id", "collector_id", "kind", "amount", "presented_on"],
        ),
        guards.fixed_columns(
            "differences_difference",
            ["resolution", "resolved_with", "explanation", "resolved_on"],
            once_in=["justified", "closed"],
        ),
        guards.refuse_delete("differences_difference"),
        guards.refuse_truncate("differences_difference"),
    ]
