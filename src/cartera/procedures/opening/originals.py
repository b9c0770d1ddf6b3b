"""The originals of what comes in with the opening balances: in the vault, as its first count will
show (INT-12), and void when the balances are taken back (INT-13). Each in one statement."""

from typing import Any

from django.db import connection

from cartera.control.workflow.definitions import Act
from cartera.kernel.text import gettext_noop as _
from cartera.procedures.opening.models import OpeningBatch

# A document that is still to be collected, and one note for each assignment, in the first place.
_STORE = """
WITH place AS (SELECT id FROM custody_place WHERE is_active ORDER BY id LIMIT 1),
came AS (SELECT row_id FROM opening_brought WHERE batch_id = %(batch)s AND kind = 'assignment'),
papers AS (
    SELECT 'quedan' AS kind, a.client_id, a.id AS assignment_id, d.id AS document_id, d.debtor_id,
        d.number, d.amount, d.due_on
    FROM came JOIN assignments_assignment a ON a.id = came.row_id
    JOIN assignments_assigneddocument d ON d.assignment_id = a.id AND d.state = 'live'
    UNION ALL
    SELECT 'note', a.client_id, a.id, NULL, NULL, '', a.amount_face, NULL
    FROM came JOIN assignments_assignment a ON a.id = came.row_id
), stored AS (
    INSERT INTO custody_original (kind, client_id, assignment_id, document_id, debtor_id, number,
        amount, due_on, registered_at, state, place_id, outside, party, since_at, moves)
    SELECT p.kind, p.client_id, p.assignment_id, p.document_id, p.debtor_id, p.number, p.amount,
        p.due_on, %(at)s, 'vault', place.id, '', '', %(at)s, 1
    FROM papers p, place ORDER BY p.assignment_id, p.document_id
    RETURNING id, place_id
)
INSERT INTO custody_movement (original_id, n, state, place_id, outside, party, moved_on, moved_at,
    moved_by_id, case_id, reason, received_by)
SELECT s.id, 1, 'vault', s.place_id, '', '', %(on)s, %(at)s, %(by)s, %(case)s, %(reason)s, ''
FROM stored s"""

_VOID = """
WITH gone AS (
    UPDATE custody_original
    SET state = 'void', place_id = NULL, moves = moves + 1, since_at = %(at)s
    WHERE state = 'vault' AND assignment_id IN (
        SELECT row_id FROM opening_brought WHERE batch_id = %(batch)s AND kind = 'assignment')
    RETURNING id, moves
)
INSERT INTO custody_movement (original_id, n, state, outside, party, moved_on, moved_at,
    moved_by_id, case_id, reason, received_by)
SELECT g.id, g.moves, 'void', '', '', %(on)s, %(at)s, %(by)s, %(case)s, %(reason)s, ''
FROM gone g"""


def store_originals(batch: OpeningBatch, act: Act) -> None:
    """Register the originals of what came with a batch, in the first place of the vault."""
    _execute(_STORE, batch, act, _("saldos iniciales"))


def void_originals(batch: OpeningBatch, act: Act) -> None:
    """They were never registered here: the balances are taken back."""
    _execute(_VOID, batch, act, _("anulación de los saldos iniciales"))


def _execute(sql: str, batch: OpeningBatch, act: Act, reason: str) -> None:
    values: dict[str, Any] = {
        "batch": batch.pk,
        "at": act.at,
        "on": act.on,
        "by": act.actor_id,
        "case": act.case_id,
        "reason": reason,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
