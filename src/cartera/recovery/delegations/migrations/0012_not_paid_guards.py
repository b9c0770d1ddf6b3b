"""A borrowing whose cheque went back ends: returned by its debtor, or not paid."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards
from cartera.recovery.delegations.models import BORROWING_TRANSITIONS


class Migration(migrations.Migration):
    dependencies: ClassVar = [("delegations", "0011_not_paid")]
    operations: ClassVar = [
        guards.transitions(
            "delegations_borrowing", "state", BORROWING_TRANSITIONS, initial=["asked"]
        ),
    ]
