"""Checks of cheques: one life, covers within the amount, exchanges that name each other."""

from cartera.kernel.checks import Check
from cartera.kernel.text import gettext_noop as _

CHECKS = (
    Check(
        "cheques_are_where_their_history_says",
        _("Cada cheque está en el estado de su último hecho, sin huecos"),
        """SELECT 'cheque ' || c.id, c.state || ' ' || c.events, last.state || ' ' || last.n
        FROM cheques_cheque c LEFT JOIN LATERAL (SELECT max(e.n) AS n, count(*) AS events,
                (array_agg(e.state ORDER BY e.n DESC))[1] AS state
            FROM cheques_chequeevent e WHERE e.cheque_id = c.id) last ON true
        WHERE (c.state, c.events, c.events) IS DISTINCT FROM (last.state, last.n, last.events)
        ORDER BY c.id LIMIT 50""",
    ),
    Check(
        "cheques_cover_no_more_than_they_are",
        _("Los documentos de cada cheque no suman más que el cheque"),
        """SELECT 'cheque ' || c.id, sum(v.amount), c.amount
        FROM cheques_cheque c JOIN cheques_chequecover v ON v.cheque_id = c.id
        GROUP BY c.id HAVING sum(v.amount) > c.amount ORDER BY c.id LIMIT 50""",
    ),
    Check(
        "exchanged_cheques_have_their_successor",
        _("Cada cheque canjeado o sustituido tiene el que vino en su lugar"),
        """SELECT 'cheque ' || c.id, c.state, coalesce(n.number, '')
        FROM cheques_cheque c LEFT JOIN cheques_cheque n ON n.replaces_id = c.id
        WHERE (c.state IN ('exchanged', 'replaced')) IS DISTINCT FROM (n.id IS NOT NULL)
            OR (c.state = 'exchanged' AND n.amount <> c.amount) ORDER BY c.id LIMIT 50""",
    ),
    Check(
        "cheques_and_their_paper_agree",
        _("El original de cada cheque es un cheque, del mismo valor y cliente"),
        """SELECT 'cheque ' || c.id, o.kind || ' ' || o.amount, c.purpose || ' ' || c.amount
        FROM cheques_cheque c JOIN custody_original o ON o.id = c.original_id
        WHERE o.kind <> CASE c.purpose WHEN 'guarantee' THEN 'guarantee' ELSE 'cheque' END
            OR o.amount <> c.amount OR o.client_id IS DISTINCT FROM c.client_id
        ORDER BY c.id LIMIT 50""",
    ),
)
