"""Checks of settlements: they say what the statement says."""

from cartera.kernel.checks import Check
from cartera.kernel.text import gettext_noop as _

_STANDING = """
    SELECT x.assignment_id, sum(x.amount) AS collected, sum(x.interest) AS interest,
        sum(x.default_interest) AS default_interest, sum(x.charges) AS charges, sum(x.vat) AS vat
    FROM payments_application x GROUP BY 1"""

_OPENING = "coalesce((a.brought->>'capital')::numeric, a.amount_advanced)"

# Until the money leaves, a bounce or a payment may still come between: step 11 then refuses.
CHECKS = (
    Check(
        "settlements_equal_the_statement",
        _("El valor a devolver de cada liquidación es el saldo de su estado de cuenta"),
        """SELECT 'cesión ' || a.number, s.amount_to_return, -a.capital + s.other_credits
            - s.other_charges - s.deductions
        FROM settlements_settlement s JOIN assignments_assignment a ON a.id = s.assignment_id
        WHERE s.state IN ('paid', 'posted') AND s.amount_to_return
            <> -a.capital + s.other_credits - s.other_charges - s.deductions
        ORDER BY s.id LIMIT 50""",
    ),
    Check(
        "settlements_hold_what_was_applied",
        _("Lo cobrado, los intereses y los cargos de cada liquidación son los aplicados"),
        f"""WITH standing AS ({_STANDING})
        SELECT 'cesión ' || a.number, concat_ws(' / ', s.collected, s.interest,
                s.default_interest, s.bounce_charges, s.vat, s.advanced),
            concat_ws(' / ', x.collected, x.interest, x.default_interest, x.charges, x.vat,
                {_OPENING})
        FROM settlements_settlement s JOIN assignments_assignment a ON a.id = s.assignment_id
        LEFT JOIN standing x ON x.assignment_id = a.id
        WHERE s.state IN ('paid', 'posted') AND (
            s.collected, s.interest, s.default_interest, s.bounce_charges, s.vat, s.advanced)
            IS DISTINCT FROM (coalesce(x.collected, 0), coalesce(x.interest, 0),
                coalesce(x.default_interest, 0), coalesce(x.charges, 0), coalesce(x.vat, 0),
                {_OPENING}) ORDER BY s.id LIMIT 50""",
    ),
    Check(
        "settlements_hold_their_deductions",
        _("Lo descontado en cada liquidación es la suma de sus descuentos"),
        """SELECT 'cesión ' || a.number, s.deductions, coalesce(sum(d.amount), 0)
        FROM settlements_settlement s JOIN assignments_assignment a ON a.id = s.assignment_id
        LEFT JOIN claims_deduction d ON d.case_id = s.case_id AND d.state <> 'void'
        WHERE s.state IN ('squared', 'authorised', 'paid', 'posted') GROUP BY s.id, a.number
        HAVING s.deductions <> coalesce(sum(d.amount), 0) ORDER BY s.id LIMIT 50""",
    ),
    Check(
        "settled_assignments_were_settled_once",
        _("Cada cesión liquidada tiene su liquidación pagada, y ninguna otra la tiene"),
        """SELECT 'cesión ' || a.number, count(s.id) || ' ' || a.state,
            (a.state = 'settled')::int
        FROM assignments_assignment a LEFT JOIN settlements_settlement s
            ON s.assignment_id = a.id AND s.state IN ('paid', 'posted')
        GROUP BY a.id HAVING count(s.id) <> (a.state = 'settled')::int
        ORDER BY a.id LIMIT 50""",
    ),
    Check(
        "settlement_entries_match",
        _("La partida de cada liquidación abona al banco lo que se devolvió"),
        """SELECT 'cesión ' || a.number, bank.amount, s.amount_to_return
        FROM settlements_settlement s JOIN assignments_assignment a ON a.id = s.assignment_id
        LEFT JOIN banking_bankaccount b ON b.id = s.bank_account_id
        CROSS JOIN LATERAL (SELECT coalesce(sum(l.credit), 0) AS amount FROM ledger_line l
            WHERE l.entry_id = s.entry_id AND l.account_id = b.ledger_account_id) bank
        WHERE s.state = 'posted' AND bank.amount <> s.amount_to_return
        ORDER BY s.id LIMIT 50""",
    ),
)
