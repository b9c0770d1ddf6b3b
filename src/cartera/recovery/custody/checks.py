"""Checks of the vault: one holder, one history, nothing offered that its giver does not have."""

from cartera.kernel.checks import Check
from cartera.kernel.text import gettext_noop as _

CHECKS = (
    Check(
        "originals_are_where_their_history_says",
        _("Cada original lo tiene quien dice su último movimiento"),
        """SELECT 'original ' || o.id, o.state, coalesce(m.state, '')
        FROM custody_original o
        LEFT JOIN custody_movement m ON m.original_id = o.id AND m.n = o.moves
        WHERE (m.state, m.place_id, m.person_id, m.outside, m.party)
            IS DISTINCT FROM (o.state, o.place_id, o.person_id, o.outside, o.party)
        ORDER BY o.id LIMIT 50""",
    ),
    Check(
        "movements_have_no_holes",
        _("El historial de cada original no tiene huecos"),
        """SELECT 'original ' || o.id, o.moves, count(m.id)
        FROM custody_original o LEFT JOIN custody_movement m ON m.original_id = o.id
        GROUP BY o.id HAVING count(m.id) <> o.moves OR coalesce(max(m.n), 0) <> o.moves
        ORDER BY o.id LIMIT 50""",
    ),
    Check(
        "offered_originals_are_with_their_giver",
        _("Lo que está por aceptarse lo tiene quien lo entrega"),
        """SELECT 'entrega ' || h.id, 'original ' || o.id, o.state
        FROM custody_handedoriginal i JOIN custody_handover h ON h.id = i.hand_over_id
        JOIN custody_original o ON o.id = i.original_id
        WHERE (i.closed_at IS NULL) IS DISTINCT FROM (h.state = 'offered')
            OR (h.state = 'offered' AND o.person_id IS DISTINCT FROM h.giver_id)
        ORDER BY h.id, o.id LIMIT 50""",
    ),
    Check(
        "hand_overs_have_two_people",
        _("Ninguna entrega la contestó quien la hizo"),
        """SELECT 'entrega ' || h.id, h.giver_id, h.answered_by_id FROM custody_handover h
        WHERE h.giver_id = h.answered_by_id ORDER BY h.id LIMIT 50""",
    ),
)
