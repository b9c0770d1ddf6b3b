"""Payments and their days only move as declared; applications are evidence."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards
from cartera.credit.payments.models import (
    BOUNCE_TRANSITIONS,
    DAY_TRANSITIONS,
    PAYMENT_TRANSITIONS,
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("payments", "0001_initial")]
    operations: ClassVar = [
        guards.transitions("payments_paymentday", "state", DAY_TRANSITIONS, initial=["receiving"]),
        guards.fixed_columns("payments_paymentday", ["case_id", "on", "round"]),
        guards.refuse_delete("payments_paymentday"),
        guards.refuse_truncate("payments_paymentday"),
        guards.transitions("payments_payment", "state", PAYMENT_TRANSITIONS, initial=["queued"]),
        guards.fixed_columns(
            "payments_payment",
            ["assignment_id", "document_id", "kind", "bank", "reference", "amount"],
        ),
        guards.refuse_delete("payments_payment"),
        guards.refuse_truncate("payments_payment"),
        guards.append_only("payments_application"),
        guards.append_only("payments_charge"),
        guards.transitions("payments_bounce", "state", BOUNCE_TRANSITIONS, initial=["recorded"]),
        guards.fixed_columns("payments_bounce", ["case_id", "payment_id", "bounced_on"]),
        guards.refuse_delete("payments_bounce"),
        guards.refuse_truncate("payments_bounce"),
    ]
