"""Only declared changes; a guarantee is what the documents are worth, whoever writes it."""

from typing import ClassVar

from django.db import migrations

from cartera.accounting.ledger.guards import at_commit, refuse
from cartera.control.audit import guards
from cartera.recovery.delegations.models import (
    DELEGATED_DOCUMENT_TRANSITIONS,
    DELEGATION_TRANSITIONS,
    GUARANTEE_RETURN_TRANSITIONS,
)

_NOMINAL = """
BEGIN
    IF EXISTS (
        SELECT 1 FROM delegations_delegation d LEFT JOIN cheques_cheque g ON g.id = d.guarantee_id
        WHERE d.id = NEW.id AND d.state <> 'denied' AND (
            d.amount <> coalesce(g.amount, d.amount) OR coalesce(g.purpose, 'guarantee') <> 'guarantee'
            OR d.amount IS DISTINCT FROM (SELECT sum(x.amount) FROM delegations_delegateddocument x
                WHERE x.delegation_id = d.id AND x.state <> 'void'))
    ) THEN {refuse} END IF;
    RETURN NULL;
END
"""
_RULE = "a_guarantee_is_what_the_documents_are_worth"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("delegations", "0001_initial"), ("cheques", "0002_guards")]
    operations: ClassVar = [
        guards.transitions(
            "delegations_delegation", "state", DELEGATION_TRANSITIONS, initial=["requested"]
        ),
        guards.fixed_columns("delegations_delegation", ["case_id"]),
        guards.fixed_columns(
            "delegations_delegation",
            ["client_id", "requested_on", "amount", "guarantee_id"],
            once_in=[
                "received",
                "entered",
                "authorised",
                "lent",
                "settling",
                "unsettled",
                "closed",
                "claimed",
                "denied",
            ],
        ),
        guards.set_once("delegations_delegation", ["lent_at", "back_by_at", "closed_on"]),
        guards.refuse_delete("delegations_delegation"),
        guards.refuse_truncate("delegations_delegation"),
        guards.transitions(
            "delegations_delegateddocument",
            "state",
            DELEGATED_DOCUMENT_TRANSITIONS,
            initial=["asked"],
        ),
        guards.fixed_columns(
            "delegations_delegateddocument", ["delegation_id", "original_id", "amount"]
        ),
        guards.fixed_columns(
            "delegations_delegateddocument",
            ["brought_id"],
            once_in=["collected", "returned", "claimed", "void"],
        ),
        guards.refuse_delete("delegations_delegateddocument"),
        guards.refuse_truncate("delegations_delegateddocument"),
        guards.fixed_columns(
            "delegations_broughtcheque",
            [
                "delegation_id",
                "drawer",
                "bank",
                "number",
                "amount",
                "drawn_on",
                "is_negotiable",
            ],
        ),
        guards.set_once("delegations_broughtcheque", ["cheque_id", "voided_at"]),
        guards.refuse_delete("delegations_broughtcheque"),
        guards.refuse_truncate("delegations_broughtcheque"),
        guards.transitions(
            "delegations_guaranteereturn",
            "state",
            GUARANTEE_RETURN_TRANSITIONS,
            initial=["waiting"],
        ),
        guards.fixed_columns("delegations_guaranteereturn", ["case_id", "cheque_id"]),
        guards.fixed_columns(
            "delegations_guaranteereturn", ["received_by", "delivered_on"], once_in=["delivered"]
        ),
        guards.refuse_delete("delegations_guaranteereturn"),
        guards.refuse_truncate("delegations_guaranteereturn"),
        at_commit(
            "delegations_delegation",
            _RULE,
            _NOMINAL.replace("{refuse}", refuse(_RULE)),
            event="INSERT OR UPDATE",
        ),
    ]
