"""What another company was asked is written once, and so is what it said."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards
from cartera.recovery.delegations.models import QUESTION_TRANSITIONS

TABLE = "delegations_factorquestion"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("delegations", "0007_factorquestion")]
    operations: ClassVar = [
        guards.transitions(TABLE, "state", QUESTION_TRANSITIONS, initial=["asked"]),
        guards.fixed_columns(
            TABLE, ["case_id", "factor_id", "step", "secret_hash", "asked_at", "expires_at"]
        ),
        guards.fixed_columns(TABLE, ["said_by", "remarks", "said_at"], once_in=["yes", "no"]),
        guards.refuse_delete(TABLE),
        guards.refuse_truncate(TABLE),
    ]
