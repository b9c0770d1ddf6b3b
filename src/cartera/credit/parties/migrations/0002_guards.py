"""Parties only move as declared and are never deleted."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards
from cartera.credit.parties.models import STATE_TRANSITIONS

_TABLES = ("parties_client", "parties_debtor", "parties_creditaccount")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("parties", "0001_initial")]
    operations: ClassVar = [
        operation
        for table in _TABLES
        for operation in (
            guards.transitions(table, "state", STATE_TRANSITIONS),
            guards.refuse_delete(table),
            guards.refuse_truncate(table),
        )
    ]
