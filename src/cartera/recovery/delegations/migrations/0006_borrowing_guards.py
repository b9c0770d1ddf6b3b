"""Searches and borrowings only move as declared; what is borrowed, and when, is written once."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards
from cartera.recovery.delegations.models import BORROWING_TRANSITIONS, SEARCH_TRANSITIONS


class Migration(migrations.Migration):
    dependencies: ClassVar = [("delegations", "0005_borrowing")]
    operations: ClassVar = [
        guards.transitions(
            "delegations_factorsearch", "state", SEARCH_TRANSITIONS, initial=["asked", "told"]
        ),
        guards.fixed_columns("delegations_factorsearch", ["case_id", "original_id", "number"]),
        guards.set_once("delegations_factorsearch", ["closed_on"]),
        guards.refuse_delete("delegations_factorsearch"),
        guards.refuse_truncate("delegations_factorsearch"),
        guards.transitions(
            "delegations_borrowing", "state", BORROWING_TRANSITIONS, initial=["asked"]
        ),
        guards.fixed_columns(
            "delegations_borrowing", ["case_id", "factor_id", "original_id", "number", "amount"]
        ),
        guards.set_once(
            "delegations_borrowing",
            ["letter_on", "borrowed_id", "lent_at", "back_by_at", "paid_on", "closed_on"],
        ),
        guards.refuse_delete("delegations_borrowing"),
        guards.refuse_truncate("delegations_borrowing"),
    ]
