"""Checks of what clients owe outside assignments, and of what was withheld for it."""

from cartera.kernel.checks import Check
from cartera.kernel.text import gettext_noop as _

CHECKS = (
    Check(
        "claims_are_not_overdeducted",
        _("De ningún cargo se descontó más de lo que es, y los saldados lo están"),
        """SELECT 'cargo ' || c.id, c.state || ' ' || c.refunded + coalesce(sum(d.amount), 0),
            c.amount
        FROM claims_claim c LEFT JOIN claims_deduction d
            ON d.claim_id = c.id AND d.state <> 'void'
        GROUP BY c.id HAVING c.refunded + coalesce(sum(d.amount), 0) > c.amount
            OR (c.state = 'settled' AND c.refunded
                + coalesce(sum(d.amount) FILTER (WHERE d.state = 'taken'), 0) < c.amount)
            OR (c.state = 'void' AND count(d.id) > 0) ORDER BY c.id LIMIT 50""",
    ),
    Check(
        "assignments_hold_their_deductions",
        _("Lo descontado de cada desembolso es la suma de sus descuentos"),
        """SELECT 'cesión ' || a.number, a.deductions, coalesce(sum(d.amount), 0)
        FROM assignments_assignment a LEFT JOIN claims_deduction d
            ON d.case_id = a.case_id AND d.state <> 'void'
        WHERE a.state IN ('prepared', 'recorded', 'live', 'paid_off', 'settled') GROUP BY a.id
        HAVING a.deductions <> coalesce(sum(d.amount), 0)
            OR (a.state IN ('live', 'paid_off', 'settled')
                AND count(d.id) FILTER (WHERE d.state <> 'taken') > 0)
        ORDER BY a.id LIMIT 50""",
    ),
)
