"""One holder, one history, two people: what the vault's own database refuses."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards
from cartera.recovery.custody.guards import one_story, stays_with_its_giver
from cartera.recovery.custody.models import (
    COUNT_TRANSITIONS,
    HAND_OVER_TRANSITIONS,
    ORIGINAL_TRANSITIONS,
    OWNER_RETURN_TRANSITIONS,
)

# A house that runs already gets the place that a new one is set up with.
FIRST_PLACE = """
INSERT INTO custody_place (code, name, is_active)
SELECT 'B-01', 'Bóveda principal', true FROM company_company
ON CONFLICT (code) DO NOTHING"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("custody", "0001_initial"), ("company", "0001_initial")]
    operations: ClassVar = [
        guards.append_only("custody_movement"),
        guards.transitions("custody_original", "state", ORIGINAL_TRANSITIONS),
        # What reception reads from a paper may be corrected while it has it; then no more.
        guards.fixed_columns("custody_original", ["kind", "client_id", "registered_at"]),
        guards.fixed_columns(
            "custody_original",
            ["assignment_id", "document_id", "debtor_id", "number", "amount", "due_on"],
            once_in=["vault", "out", "gone", "lost", "void"],
        ),
        guards.refuse_delete("custody_original"),
        guards.refuse_truncate("custody_original"),
        guards.transitions("custody_handover", "state", HAND_OVER_TRANSITIONS, initial=["offered"]),
        guards.fixed_columns(
            "custody_handover",
            ["giver_id", "receiver_id", "role", "answered_by_id", "answered_at", "missing"],
            once_in=["accepted", "refused"],
        ),
        guards.refuse_delete("custody_handover"),
        guards.refuse_truncate("custody_handover"),
        guards.fixed_columns("custody_handedoriginal", ["hand_over_id", "original_id"]),
        guards.set_once("custody_handedoriginal", ["closed_at"]),
        guards.refuse_delete("custody_handedoriginal"),
        guards.refuse_truncate("custody_handedoriginal"),
        guards.transitions("custody_vaultcount", "state", COUNT_TRANSITIONS, initial=["counted"]),
        guards.fixed_columns(
            "custody_vaultcount",
            ["place_id", "counted_at", "expected", "seen", "missing", "strange", "remarks"],
            once_in=["confirmed", "void"],
        ),
        guards.refuse_delete("custody_vaultcount"),
        guards.refuse_truncate("custody_vaultcount"),
        guards.transitions(
            "custody_ownerreturn", "state", OWNER_RETURN_TRANSITIONS, initial=["waiting"]
        ),
        guards.fixed_columns("custody_ownerreturn", ["assignment_id", "hand_over_id"]),
        guards.fixed_columns(
            "custody_ownerreturn", ["received_by", "delivered_on"], once_in=["delivered"]
        ),
        guards.refuse_delete("custody_ownerreturn"),
        guards.refuse_truncate("custody_ownerreturn"),
        guards.append_only("custody_shelving"),
        guards.refuse_delete("custody_place"),
        guards.refuse_truncate("custody_place"),
        *one_story(
            "an_original_is_where_its_last_movement_says",
            "custody_original",
            "custody_movement",
            key="original_id",
            count="moves",
            columns=("state", "place_id", "person_id", "outside", "party"),
        ),
        *stays_with_its_giver(),
        migrations.RunSQL(FIRST_PLACE, migrations.RunSQL.noop),
    ]
