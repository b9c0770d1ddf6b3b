"""A closed day takes no entry, on it or before it, whatever the application believes."""

from typing import ClassVar

from django.db import migrations

from cartera.accounting.ledger import guards as books

# Runs after ledger_entry_in_period (triggers of an event run in the order of their names), which
# holds the period's row: a close takes that row first, so one of the two sees the other.
ENTRY_ON_OPEN_DAY = f"""
BEGIN
    IF EXISTS (SELECT FROM added WHERE added.effective_on <= (
                   SELECT max(d."on") FROM company_dayclose d WHERE d.reopened_at IS NULL))
    THEN {books.refuse("an_entry_falls_on_an_open_day")} END IF;
    RETURN NULL;
END"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("ledger", "0002_guards"), ("company", "0001_initial")]

    operations: ClassVar = [
        books.after_insert("ledger_entry", "ledger_entry_on_open_day", ENTRY_ON_OPEN_DAY),
    ]
