"""An issued cheque is written once; it may only be annulled."""

from typing import ClassVar

from django.db import migrations

from cartera.accounting.banking.models import ISSUED_CHEQUE_TRANSITIONS
from cartera.control.audit import guards

TABLE = "banking_issuedcheque"
WRITTEN = [
    "bank_account_id",
    "number",
    "number_key",
    "amount",
    "paid_to",
    "case_id",
    "drawn_on",
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("banking", "0003_issuedcheque")]
    operations: ClassVar = [
        guards.transitions(TABLE, "state", ISSUED_CHEQUE_TRANSITIONS, initial=["drawn"]),
        guards.fixed_columns(TABLE, WRITTEN),
        guards.set_once(TABLE, ["annulled_on"]),
        guards.refuse_delete(TABLE),
        guards.refuse_truncate(TABLE),
    ]
