"""A note only moves as declared; what was read from it is fixed once it is entered."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards
from cartera.recovery.direct_payments.models import DIRECT_PAYMENT_TRANSITIONS


class Migration(migrations.Migration):
    dependencies: ClassVar = [("direct_payments", "0001_initial")]
    operations: ClassVar = [
        guards.transitions(
            "direct_payments_directpayment",
            "state",
            DIRECT_PAYMENT_TRANSITIONS,
            initial=["received"],
        ),
        guards.fixed_columns(
            "direct_payments_directpayment",
            [
                "client_id",
                "debtor_id",
                "document_id",
                "original_id",
                "guarantee_id",
                "reference",
                "reference_key",
                "amount",
                "paid_on",
                "claim_id",
            ],
            once_in=["entered", "requested", "recovered", "cancelled"],
        ),
        guards.refuse_delete("direct_payments_directpayment"),
        guards.refuse_truncate("direct_payments_directpayment"),
        guards.append_only("direct_payments_refund"),
    ]
