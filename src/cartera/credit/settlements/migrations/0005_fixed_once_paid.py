"""A settlement can be taken back until its money leaves; then its figures are fixed."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards
from cartera.credit.settlements.models import SETTLEMENT_TRANSITIONS


class Migration(migrations.Migration):
    dependencies: ClassVar = [("settlements", "0004_return_guards")]
    operations: ClassVar = [
        guards.transitions(
            "settlements_settlement", "state", SETTLEMENT_TRANSITIONS, initial=["started"]
        ),
        guards.fixed_columns(
            "settlements_settlement",
            [
                "account_id",
                "amount_face",
                "collected",
                "advanced",
                "interest",
                "default_interest",
                "other_credits",
                "other_charges",
                "bounce_charges",
                "bounce_interest",
                "vat",
                "deductions",
                "amount_to_return",
                "paid_on",
            ],
            once_in=["paid", "posted"],
        ),
    ]
