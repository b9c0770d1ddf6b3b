"""Closings and reopenings only move as declared and are never unsaid."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards
from cartera.procedures.models import PERIOD_CLOSING_TRANSITIONS, REOPENING_TRANSITIONS


class Migration(migrations.Migration):
    dependencies: ClassVar = [("procedures", "0001_initial")]
    operations: ClassVar = [
        guards.fixed_columns(
            "procedures_dayclosing", ["case_id", "on", "close_id", "checkpoint_id"]
        ),
        guards.refuse_delete("procedures_dayclosing"),
        guards.refuse_truncate("procedures_dayclosing"),
        guards.transitions(
            "procedures_periodclosing", "state", PERIOD_CLOSING_TRANSITIONS, initial=["requested"]
        ),
        guards.refuse_delete("procedures_periodclosing"),
        guards.refuse_truncate("procedures_periodclosing"),
        guards.transitions(
            "procedures_reopening", "state", REOPENING_TRANSITIONS, initial=["requested"]
        ),
        guards.fixed_columns("procedures_reopening", ["case_id"]),
        guards.refuse_delete("procedures_reopening"),
        guards.refuse_truncate("procedures_reopening"),
    ]
