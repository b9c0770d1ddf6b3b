"""A settlement only moves as declared and is never deleted."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards
from cartera.credit.settlements.models import SETTLEMENT_TRANSITIONS

TABLE = "settlements_settlement"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("settlements", "0001_initial")]
    operations: ClassVar = [
        guards.transitions(TABLE, "state", SETTLEMENT_TRANSITIONS, initial=["started"]),
        guards.fixed_columns(TABLE, ["case_id", "assignment_id"]),
        guards.refuse_delete(TABLE),
        guards.refuse_truncate(TABLE),
    ]
