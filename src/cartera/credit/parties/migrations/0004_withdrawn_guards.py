"""A party that came in with opening balances may leave with them, and come back with the next."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards
from cartera.credit.parties.models import STATE_TRANSITIONS

_TABLES = ("parties_client", "parties_debtor", "parties_creditaccount")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("parties", "0003_withdrawn")]
    operations: ClassVar = [
        guards.transitions(table, "state", STATE_TRANSITIONS) for table in _TABLES
    ]
