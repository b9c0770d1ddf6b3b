"""A loan only moves as declared; what it lends and when it must be back are written once."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards
from cartera.recovery.delegations.models import LOAN_TRANSITIONS


class Migration(migrations.Migration):
    dependencies: ClassVar = [("delegations", "0003_documentloan")]
    operations: ClassVar = [
        guards.transitions(
            "delegations_documentloan", "state", LOAN_TRANSITIONS, initial=["asked"]
        ),
        guards.fixed_columns(
            "delegations_documentloan", ["case_id", "factor_id", "original_id", "amount"]
        ),
        guards.set_once(
            "delegations_documentloan", ["lent_at", "back_by_at", "cheque_id", "closed_on"]
        ),
        guards.refuse_delete("delegations_documentloan"),
        guards.refuse_truncate("delegations_documentloan"),
    ]
