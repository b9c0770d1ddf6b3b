"""Only declared changes; what a foreign document is, and what came in for it, stays as written."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards
from cartera.recovery.third_party.models import (
    FOREIGN_DOCUMENT_TRANSITIONS,
    VALUE_PAYMENT_TRANSITIONS,
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("third_party", "0001_initial")]
    operations: ClassVar = [
        guards.transitions(
            "third_party_foreigndocument",
            "state",
            FOREIGN_DOCUMENT_TRANSITIONS,
            initial=["told", "settled", "brought"],
        ),
        guards.fixed_columns(
            "third_party_foreigndocument",
            ["case_id", "client_id", "debtor_id", "ours_id", "number", "number_key"],
        ),
        guards.fixed_columns(
            "third_party_foreigndocument",
            ["amount", "paper_id", "cheque_id", "collected", "collected_on"],
            once_in=["held", "retained", "released", "ordered", "given", "closed"],
        ),
        guards.refuse_delete("third_party_foreigndocument"),
        guards.refuse_truncate("third_party_foreigndocument"),
        guards.transitions(
            "third_party_valuepayment", "state", VALUE_PAYMENT_TRANSITIONS, initial=["started"]
        ),
        guards.fixed_columns("third_party_valuepayment", ["case_id", "value_id", "amount"]),
        guards.fixed_columns(
            "third_party_valuepayment",
            ["account_id", "bank_account_id", "paid_on"],
            once_in=["paid", "posted", "void"],
        ),
        guards.refuse_delete("third_party_valuepayment"),
        guards.refuse_truncate("third_party_valuepayment"),
    ]
