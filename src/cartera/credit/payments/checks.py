"""Checks of payments: what was applied, against what is kept of it."""

from cartera.credit.payments.proof import positions
from cartera.credit.payments.sql import CARRIED
from cartera.kernel.checks import Check
from cartera.kernel.text import gettext_noop as _

# One total a column for each round that has an entry, each summed from its own tables.
_DAY_TOTALS = """
WITH day AS (
    SELECT d.id, d.case_id, d."on", d.round, e.amount AS entered
    FROM payments_paymentday d LEFT JOIN ledger_entry e ON e.id = d.entry_id
    WHERE d.state IN ('tied_out', 'posted')
), received AS (
    SELECT day_id, sum(amount) AS amount,
        coalesce(sum(amount) FILTER (WHERE kind = 'deduction'), 0) AS deducted
    FROM payments_payment WHERE state IN ('applied', 'bounced') GROUP BY 1
), deposited AS (
    SELECT case_id, sum(amount) AS amount FROM (
        SELECT s.case_id, i.amount FROM banking_deposititem i
        JOIN banking_depositslip s ON s.id = i.slip_id AND s.state <> 'void' WHERE i.is_live
        UNION ALL
        SELECT day.case_id, i.amount FROM day
        JOIN payments_payment p ON p.day_id = day.id AND p.cheque_id IS NOT NULL
            AND p.state IN ('applied', 'bounced')
        JOIN banking_deposititem i ON i.payment_id = p.id AND i.is_live) carried GROUP BY 1
), applied AS (
    SELECT day_id, sum(amount) AS amount, sum(capital) AS capital,
        sum(charges + default_interest + interest + vat) AS earned,
        sum(third_party) AS third_party
    FROM payments_application GROUP BY 1
), receipted AS (
    SELECT r.case_id, sum(CASE r.kind WHEN 'NC' THEN -r.total ELSE r.total END) AS amount
    FROM tax_taxreceipt r WHERE NOT EXISTS (
        SELECT FROM tax_taxreceiptvoid v WHERE v.receipt_id = r.id) GROUP BY 1
), total AS (
    SELECT day.id, to_char(day."on", 'DD/MM/YYYY') || ' (' || day.round || ')' AS name,
        coalesce(received.amount, 0) AS received, coalesce(received.deducted, 0) AS deducted,
        coalesce(deposited.amount, 0) AS deposited, coalesce(applied.amount, 0) AS applied,
        coalesce(applied.capital, 0) AS capital, coalesce(applied.earned, 0) AS earned,
        coalesce(applied.third_party, 0) AS third_party,
        coalesce(receipted.amount, 0) AS receipted
    FROM day LEFT JOIN received ON received.day_id = day.id
    LEFT JOIN deposited ON deposited.case_id = day.case_id
    LEFT JOIN applied ON applied.day_id = day.id
    LEFT JOIN receipted ON receipted.case_id = day.case_id)
"""

_MONEY_OF_ENTRY = f"""
SELECT to_char(d."on", 'DD/MM/YYYY') || ' (' || d.round || ')', booked.amount, moved.amount
FROM payments_paymentday d CROSS JOIN LATERAL (
    SELECT coalesce(sum(l.debit), 0) AS amount FROM ledger_line l
    WHERE l.entry_id = d.entry_id
        AND l.account_id IN (SELECT ledger_account_id FROM banking_bankaccount)) booked
CROSS JOIN LATERAL (
    SELECT coalesce(sum(i.amount), 0) AS amount
    FROM ({CARRIED.format(case="d.case_id", day="d.id")}) i) moved
WHERE d.state = 'posted' AND booked.amount <> moved.amount ORDER BY d.id LIMIT 50
"""

# What was advanced, or what was left of it when the assignment came in with the opening balances.
_OPENING = "coalesce((a.brought->>'capital')::numeric, a.amount_advanced)"

CHECKS = (
    Check(
        "capital_is_what_was_advanced_less_applied",
        _("El saldo de cada cesión es lo financiado menos lo aplicado a capital"),
        f"""SELECT 'cesión ' || a.number, a.capital, {_OPENING} - coalesce(x.capital, 0)
        FROM assignments_assignment a LEFT JOIN (
            SELECT assignment_id, sum(capital) AS capital FROM payments_application GROUP BY 1) x
            ON x.assignment_id = a.id
        WHERE a.state IN ('live', 'paid_off', 'settled')
            AND a.capital <> {_OPENING} - coalesce(x.capital, 0)
        ORDER BY a.number LIMIT 50""",
        daily=True,
    ),
    Check(
        "charges_due_are_charged_less_applied",
        _("Los cargos pendientes de cada cesión son los hechos menos los pagados"),
        """SELECT 'cesión ' || a.number, a.charges_due,
            coalesce((a.brought->>'charges_due')::numeric, 0) + coalesce(c.amount, 0)
                - coalesce(x.charges, 0)
        FROM assignments_assignment a
        LEFT JOIN (SELECT assignment_id, sum(amount) AS amount FROM payments_charge GROUP BY 1) c
            ON c.assignment_id = a.id
        LEFT JOIN (SELECT assignment_id, sum(charges) AS charges FROM payments_application
                   GROUP BY 1) x ON x.assignment_id = a.id
        WHERE a.state <> 'withdrawn'
            AND a.charges_due <> coalesce((a.brought->>'charges_due')::numeric, 0)
                + coalesce(c.amount, 0) - coalesce(x.charges, 0)
        ORDER BY a.number LIMIT 50""",
        daily=True,
    ),
    Check(
        "documents_hold_what_was_collected",
        _("Lo cobrado de cada documento es lo aplicado de sus abonos"),
        """SELECT d.number, d.amount_collected, d.brought_collected + coalesce(p.amount, 0)
        FROM assignments_assigneddocument d LEFT JOIN (
            SELECT q.document_id, sum(q.amount) AS amount FROM payments_payment q
            LEFT JOIN payments_bounce b ON b.payment_id = q.id AND b.state = 'confirmed'
            WHERE q.document_id IS NOT NULL
                AND (q.state = 'applied' OR (q.state = 'bounced' AND b.claim_id IS NOT NULL
                    AND q.day_id IS NOT NULL))
            GROUP BY 1) p
            ON p.document_id = d.id
        WHERE d.amount_collected <> d.brought_collected + coalesce(p.amount, 0)
            OR (d.state = 'collected') <> (d.amount_collected >= d.amount
                                           AND d.state IN ('live', 'collected'))
        ORDER BY d.id LIMIT 50""",
        daily=True,
    ),
    Check(
        "positions_by_replay",
        _("El estado de cada cesión es el que dan las reglas desde su desembolso"),
        find=positions,
    ),
    Check(
        "applications_add_up",
        _("Las partes de cada aplicación suman su monto"),
        """SELECT 'aplicación ' || id,
            charges + default_interest + interest + vat + capital + third_party, amount
        FROM payments_application
        WHERE amount <> charges + default_interest + interest + vat + capital + third_party
        ORDER BY id LIMIT 50""",
    ),
    Check(
        "payments_are_applied_once",
        _("Cada abono aplicado tiene una sola aplicación vigente, por su monto"),
        """SELECT 'abono ' || p.id, count(x.id) || ' / ' || coalesce(sum(x.amount), 0),
            CASE p.state WHEN 'applied' THEN '1 / ' || p.amount ELSE '0 / 0' END
        FROM payments_payment p LEFT JOIN payments_application x
            ON x.payment_id = p.id AND x.reverses_id IS NULL
            AND NOT EXISTS (SELECT FROM payments_application r WHERE r.reverses_id = x.id)
        LEFT JOIN payments_bounce b ON b.payment_id = p.id AND b.state = 'confirmed'
        WHERE p.state <> 'bounced' OR b.claim_id IS NULL
        GROUP BY p.id
        HAVING count(x.id) <> (p.state = 'applied')::int
            OR coalesce(sum(x.amount), 0) <> CASE p.state WHEN 'applied' THEN p.amount ELSE 0 END
        ORDER BY p.id LIMIT 50""",
    ),
    Check(
        "reversals_take_back_what_they_name",
        _("Cada reversión de aplicación quita lo mismo que dio la que nombra"),
        """SELECT 'aplicación ' || r.id, r.amount, -x.amount FROM payments_application r
        JOIN payments_application x ON x.id = r.reverses_id
        WHERE (r.payment_id, r.assignment_id, r.amount, r.charges, r.default_interest,
               r.interest, r.vat, r.capital, r.excess, r.third_party)
            IS DISTINCT FROM (x.payment_id, x.assignment_id, -x.amount, -x.charges,
                -x.default_interest, -x.interest, -x.vat, -x.capital, -x.excess, -x.third_party)
        ORDER BY r.id LIMIT 50""",
    ),
    Check(
        "third_party_money_is_given_once",
        _("Lo entregado de cada valor ajeno es lo que entró por él"),
        """SELECT 'valor ajeno del abono ' || o.payment_id, o.amount,
            coalesce(sum(x.third_party), 0)
        FROM payments_payout o LEFT JOIN payments_application x ON x.payment_id = o.payment_id
        WHERE o.returned_id IS NULL
        GROUP BY o.id HAVING o.amount <> coalesce(sum(x.third_party), 0)
        ORDER BY o.id LIMIT 50""",
    ),
    Check(
        "returned_payouts_are_reversed",
        _("Cada entrega que volvió tiene reversada su partida, y ninguna otra"),
        """SELECT 'entrega ' || o.id, coalesce(r.state, '-'), coalesce(e.reverses_id, 0)
        FROM payments_payout o LEFT JOIN payments_payoutreturn r ON r.id = o.returned_id
        LEFT JOIN ledger_entry e ON e.id = r.entry_id
        WHERE (o.returned_id IS NULL AND EXISTS (
                SELECT FROM ledger_entry u WHERE u.reverses_id = o.entry_id))
            OR (o.returned_id IS NOT NULL AND (r.state, e.reverses_id, r.of_case_id)
                IS DISTINCT FROM ('confirmed', o.entry_id, o.case_id))
        ORDER BY o.id LIMIT 50""",
    ),
    Check(
        "withheld_money_is_on_its_way",
        _("Lo descontado para otra cesión está aplicado en ella o espera serlo"),
        """SELECT 'descuento ' || d.id, coalesce(p.state || ' ' || p.amount, '-'), d.amount
        FROM claims_deduction d LEFT JOIN payments_payment p
            ON p.deduction_id = d.id AND p.assignment_id = d.to_assignment_id
        WHERE d.state = 'taken' AND d.to_assignment_id IS NOT NULL
            AND (p.id IS NULL OR p.state NOT IN ('queued', 'applied') OR p.amount <> d.amount)
        ORDER BY d.id LIMIT 50""",
    ),
    Check(
        "days_tie_out",
        _("En cada día cuadrado: recibido, remesado, aplicado y comprobantes son lo mismo"),
        f"""{_DAY_TOTALS}
        SELECT name, concat_ws(' / ', deposited + deducted, applied,
                capital + third_party + receipted),
            concat_ws(' / ', received, received, received)
        FROM total WHERE received <> deposited + deducted OR received <> applied
            OR applied <> capital + third_party + earned OR earned <> receipted
        ORDER BY id LIMIT 50""",
    ),
    Check(
        "bounces_have_their_receipts",
        _("Lo que cada cheque rechazado quitó y dio está en sus comprobantes"),
        """SELECT 'rechazo del abono ' || b.payment_id, coalesce(r.amount, 0), coalesce(x.amount, 0)
        FROM payments_bounce b LEFT JOIN (
            SELECT bounce_id, sum(charges + default_interest + interest + vat) AS amount
            FROM payments_application GROUP BY 1) x ON x.bounce_id = b.id
        LEFT JOIN (
            SELECT case_id, sum(CASE kind WHEN 'NC' THEN -total ELSE total END) AS amount
            FROM tax_taxreceipt t WHERE NOT EXISTS (
                SELECT FROM tax_taxreceiptvoid v WHERE v.receipt_id = t.id) GROUP BY 1) r
            ON r.case_id = b.case_id
        WHERE coalesce(r.amount, 0) <> coalesce(x.amount, 0) ORDER BY b.id LIMIT 50""",
    ),
    Check(
        "entries_of_days_hold_their_money",
        _("La partida de cada día carga a bancos lo que fue remesado"),
        _MONEY_OF_ENTRY,
    ),
    Check(
        "posted_days_have_their_entry",
        _("Cada día contabilizado tiene su partida y ningún abono por aplicar"),
        """SELECT to_char(d."on", 'DD/MM/YYYY') || ' (' || d.round || ')', d.state
        FROM payments_paymentday d
        WHERE (d.state = 'posted') <> (d.entry_id IS NOT NULL)
            OR (d.state IN ('applied', 'tied_out', 'posted') AND EXISTS (
                SELECT FROM payments_payment p WHERE p.day_id = d.id AND p.state = 'queued'))
        ORDER BY d.id LIMIT 50""",
    ),
)
