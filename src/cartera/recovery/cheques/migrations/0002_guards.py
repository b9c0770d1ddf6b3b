"""One life, declared once and repeated here; nothing of what was received is ever rewritten."""

from typing import ClassVar

from django.db import migrations

from cartera.accounting.ledger.guards import at_commit, refuse
from cartera.control.audit import guards
from cartera.recovery.cheques.rules import TRANSITIONS
from cartera.recovery.custody.guards import one_story

# The cheque's row is held, so that two that add covers side by side see each other's.
_COVERS = """
BEGIN
    PERFORM FROM cheques_cheque c WHERE c.id = NEW.cheque_id FOR UPDATE;
    IF (SELECT sum(v.amount) FROM cheques_chequecover v WHERE v.cheque_id = NEW.cheque_id)
        > (SELECT c.amount FROM cheques_cheque c WHERE c.id = NEW.cheque_id)
    THEN {refuse} END IF;
    RETURN NULL;
END
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cheques", "0001_initial"), ("custody", "0002_guards")]
    operations: ClassVar = [
        guards.transitions("cheques_cheque", "state", TRANSITIONS, initial=["received"]),
        guards.fixed_columns(
            "cheques_cheque",
            [
                "original_id",
                "purpose",
                "client_id",
                "debtor_id",
                "drawer",
                "bank",
                "bank_key",
                "number",
                "number_key",
                "amount",
                "drawn_on",
                "is_negotiable",
                "received_on",
                "received_at",
                "replaces_id",
            ],
        ),
        guards.refuse_delete("cheques_cheque"),
        guards.refuse_truncate("cheques_cheque"),
        guards.fixed_columns("cheques_chequecover", ["cheque_id", "original_id", "amount"]),
        guards.set_once("cheques_chequecover", ["payment_id"]),
        guards.refuse_delete("cheques_chequecover"),
        guards.refuse_truncate("cheques_chequecover"),
        guards.append_only("cheques_chequeevent"),
        *one_story(
            "a_cheque_is_where_its_last_event_says",
            "cheques_cheque",
            "cheques_chequeevent",
            key="cheque_id",
            count="events",
            columns=("state",),
        ),
        at_commit(
            "cheques_chequecover",
            "a_cheque_covers_no_more_than_it_is",
            _COVERS.replace("{refuse}", refuse("a_cheque_covers_no_more_than_it_is")),
        ),
    ]
