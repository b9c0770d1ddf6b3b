"""A disbursement only moves as declared and keeps its amount."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards
from cartera.credit.disbursements.models import DISBURSEMENT_TRANSITIONS

TABLE = "disbursements_disbursement"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("disbursements", "0002_initial")]
    operations: ClassVar = [
        guards.transitions(TABLE, "state", DISBURSEMENT_TRANSITIONS, initial=["started"]),
        guards.fixed_columns(TABLE, ["assignment_id", "amount_net", "account_id"]),
        guards.refuse_delete(TABLE),
        guards.refuse_truncate(TABLE),
    ]
