"""Checks of money out: what left is what was priced, and what the books say."""

from cartera.kernel.checks import Check
from cartera.kernel.text import gettext_noop as _

_LIVE = "('live', 'paid_off', 'settled')"

CHECKS = (
    Check(
        "disbursements_match_their_assignment",
        _("Lo abonado al cliente es el neto de su cesión"),
        """SELECT 'cesión ' || a.number, p.amount_net, a.amount_net
        FROM disbursements_disbursement p JOIN assignments_assignment a ON a.id = p.assignment_id
        WHERE p.state IN ('authorised', 'paid', 'posted') AND p.amount_net <> a.amount_net
        ORDER BY p.id LIMIT 50""",
    ),
    Check(
        "live_assignments_were_paid_once",
        _("Cada cesión vigente o pasada fue desembolsada una vez, y ninguna otra"),
        f"""SELECT 'cesión ' || a.number, count(p.id) || ' ' || a.state,
            (a.state IN {_LIVE} AND a.brought IS NULL)::int
        FROM assignments_assignment a LEFT JOIN disbursements_disbursement p
            ON p.assignment_id = a.id AND p.state IN ('paid', 'posted')
        GROUP BY a.id HAVING count(p.id) <> (a.state IN {_LIVE} AND a.brought IS NULL)::int
        ORDER BY a.id LIMIT 50""",
    ),
    Check(
        "disbursement_entries_match",
        _("La partida de cada desembolso carga lo financiado y abona el neto al banco"),
        """SELECT 'cesión ' || a.number, e.amount || ' / ' || bank.amount,
            a.amount_advanced || ' / ' || p.amount_net
        FROM disbursements_disbursement p JOIN assignments_assignment a ON a.id = p.assignment_id
        JOIN banking_bankaccount b ON b.id = p.bank_account_id
        LEFT JOIN ledger_entry e ON e.id = p.entry_id
        CROSS JOIN LATERAL (SELECT coalesce(sum(l.credit), 0) AS amount FROM ledger_line l
            WHERE l.entry_id = e.id AND l.account_id = b.ledger_account_id) bank
        WHERE p.state = 'posted' AND (e.id IS NULL OR e.amount <> a.amount_advanced
            OR bank.amount <> p.amount_net) ORDER BY p.id LIMIT 50""",
    ),
    Check(
        "disbursement_receipts_match",
        _("El comprobante de cada desembolso es por su comisión, interés anticipado e IVA"),
        """SELECT 'cesión ' || a.number, coalesce(r.total, 0),
            a.commission + a.vat + a.upfront_interest + a.upfront_vat
        FROM disbursements_disbursement p JOIN assignments_assignment a ON a.id = p.assignment_id
        LEFT JOIN tax_taxreceipt r ON r.id = p.receipt_id
        WHERE p.state = 'posted' AND coalesce(r.total, 0)
            <> a.commission + a.vat + a.upfront_interest + a.upfront_vat
        ORDER BY p.id LIMIT 50""",
    ),
)
