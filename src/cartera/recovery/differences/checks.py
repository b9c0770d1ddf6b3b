"""Checks of differences: none passed on unexplained, none forgotten with its cheque gone."""

from cartera.kernel.checks import Check
from cartera.kernel.text import gettext_noop as _

CHECKS = (
    Check(
        "excesses_are_explained_to_the_cent",
        _("Todo sobrante resuelto dice de qué documentos es, al centavo"),
        """SELECT 'diferencia ' || d.id, c.amount, coalesce(sum(v.amount), 0)
        FROM differences_difference d JOIN cheques_cheque c ON c.id = d.cheque_id
        LEFT JOIN cheques_chequecover v ON v.cheque_id = c.id
        WHERE d.kind = 'over' AND d.state IN ('resolved', 'justified', 'closed')
        GROUP BY d.id, c.amount HAVING coalesce(sum(v.amount), 0) <> c.amount
        ORDER BY d.id LIMIT 50""",
    ),
    Check(
        "cheques_with_an_open_difference_stay",
        _("Ningún cheque con diferencia sin justificar siguió su camino"),
        """SELECT 'diferencia ' || d.id, d.state, c.state
        FROM differences_difference d JOIN cheques_cheque c ON c.id = d.cheque_id
        WHERE d.state IN ('presented', 'pending', 'investigating', 'resolved')
            AND c.state <> 'received' ORDER BY d.id LIMIT 50""",
    ),
)
