"""Claims and deductions only move as declared and keep their amounts."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards
from cartera.credit.claims.models import CLAIM_TRANSITIONS, DEDUCTION_TRANSITIONS


class Migration(migrations.Migration):
    dependencies: ClassVar = [("claims", "0002_initial")]
    operations: ClassVar = [
        guards.transitions("claims_claim", "state", CLAIM_TRANSITIONS),
        guards.fixed_columns("claims_claim", ["client_id", "amount", "kind"]),
        guards.refuse_delete("claims_claim"),
        guards.refuse_truncate("claims_claim"),
        guards.transitions(
            "claims_deduction", "state", DEDUCTION_TRANSITIONS, initial=["reserved"]
        ),
        guards.fixed_columns("claims_deduction", ["case_id", "claim_id", "to_assignment_id"]),
        guards.refuse_delete("claims_deduction"),
        guards.refuse_truncate("claims_deduction"),
    ]
