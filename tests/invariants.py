"""What must hold after every act, each as a query that finds nothing, or a check that says nothing.

`broken()` gives the names of what does not hold, with the first offenders; stories, properties,
races and kills all ask it.
"""

from collections.abc import Callable, Iterator
from dataclasses import astuple
from typing import Any

from django.db import connection

from cartera.control.audit.chain import Link, breaks
from cartera.control.audit.prepared import prepared_cursor
from cartera.control.workflow.registry import procedures
from cartera.credit.assignments.models import Assignment
from cartera.credit.assignments.pricing import opening_of
from cartera.credit.assignments.selectors import position_of, terms_of
from cartera.credit.payments.models import Charge, PaymentDay
from cartera.credit.payments.rules import Charged, Event, Paid, replay
from cartera.credit.payments.tie_out import differences_of
from tests.invariants_of_papers import PAPERS

# What counts as posted: a day with its entry, or a bounce, which posts at once.
_POSTED_APPLICATION = """
    SELECT x.*, c.code FROM payments_application x
    JOIN payments_payment p ON p.id = x.payment_id
    LEFT JOIN assignments_assignment a ON a.id = x.assignment_id
    JOIN parties_client c ON c.id = coalesce(a.client_id, p.client_id)
    LEFT JOIN payments_paymentday d ON d.id = x.day_id
    WHERE x.bounce_id IS NOT NULL OR d.entry_id IS NOT NULL"""

_POSTED_DISBURSEMENT = """
    SELECT a.*, c.code, d.id AS disbursement_id FROM disbursements_disbursement d
    JOIN assignments_assignment a ON a.id = d.assignment_id
    JOIN parties_client c ON c.id = a.client_id WHERE d.entry_id IS NOT NULL"""

_POSTED_SETTLEMENT = """
    SELECT s.*, c.code FROM settlements_settlement s
    JOIN assignments_assignment a ON a.id = s.assignment_id
    JOIN parties_client c ON c.id = a.client_id WHERE s.entry_id IS NOT NULL"""

_CASES_POSTED = """
    SELECT a.case_id FROM assignments_assignment a JOIN disbursements_disbursement d
        ON d.assignment_id = a.id WHERE d.entry_id IS NOT NULL
    UNION SELECT case_id FROM settlements_settlement WHERE entry_id IS NOT NULL"""

# Each amount that should be in the books: the role, the client, debits less credits.
_EXPECTED = f"""
WITH x AS ({_POSTED_APPLICATION}), a AS ({_POSTED_DISBURSEMENT}), s AS ({_POSTED_SETTLEMENT}),
taken AS (SELECT d.*, c.code FROM claims_deduction d JOIN parties_client c ON c.id = d.client_id
    WHERE d.state = 'taken' AND d.case_id IN ({_CASES_POSTED})),
bounced AS (SELECT b.charge, b.claim_id,
    CASE WHEN p.day_id IS NULL THEN 0 ELSE p.amount END AS amount, c.code FROM payments_bounce b
    JOIN payments_payment p ON p.id = b.payment_id
    LEFT JOIN assignments_assignment a ON a.id = p.assignment_id
    JOIN parties_client c ON c.id = coalesce(a.client_id, p.client_id)
    WHERE b.state = 'confirmed'),
paid_out AS (SELECT o.amount, c.code FROM payments_payout o
    JOIN payments_payment p ON p.id = o.payment_id JOIN parties_client c ON c.id = p.client_id
    WHERE o.entry_id IS NOT NULL AND o.returned_id IS NULL),
owed AS (SELECT DISTINCT account_id,
    CASE role WHEN 'foreign_funds' THEN 'payable_to_client' ELSE role END AS role
    FROM ledger_postingrule),
claimed AS (SELECT m.amount, m.refunded, m.kind, c.code FROM claims_claim m JOIN parties_client c
    ON c.id = m.client_id WHERE m.state IN ('open', 'settled') AND m.document_id IS NULL),
of_deduction AS (SELECT p.amount, c.code FROM payments_payment p
    JOIN payments_paymentday d ON d.id = p.day_id
    JOIN assignments_assignment a ON a.id = p.assignment_id
    JOIN parties_client c ON c.id = a.client_id
    WHERE p.kind = 'deduction' AND p.state = 'applied' AND d.entry_id IS NOT NULL),
deposited AS (SELECT i.amount FROM banking_deposititem i
    JOIN banking_depositslip l ON l.id = i.slip_id
    LEFT JOIN payments_payment p ON p.id = i.payment_id
    JOIN payments_paymentday d ON d.id = p.day_id OR p.id IS NULL AND d.case_id = l.case_id
    WHERE i.is_live AND l.state <> 'void' AND d.entry_id IS NOT NULL),
in_hand AS (SELECT coalesce(sum(amount), 0) AS amount FROM cheques_cheque
    WHERE state IN ('stamped', 'slipped', 'deposited')),
expected (role, client, amount) AS (
    SELECT 'receivable', code, amount_advanced FROM a
    UNION ALL SELECT 'receivable', code, -(capital - excess) FROM x
    UNION ALL SELECT 'payable_to_client', code, -excess FROM x
    UNION ALL SELECT 'payable_to_client', code, -third_party FROM x
    UNION ALL SELECT 'payable_to_client', code, amount FROM paid_out
    UNION ALL SELECT 'bank', '', -amount FROM paid_out
    UNION ALL SELECT 'payable_to_client', code, -amount FROM taken
        WHERE to_assignment_id IS NOT NULL
            AND case_id IN (SELECT case_id FROM assignments_assignment)
    UNION ALL SELECT 'payable_to_client', code, amount FROM of_deduction
    UNION ALL SELECT 'payable_to_client', code,
        amount_to_return + other_charges - other_credits FROM s
    UNION ALL SELECT 'payable_to_client', code, amount FROM taken WHERE to_assignment_id IS NULL
        AND case_id IN (SELECT case_id FROM settlements_settlement)
    UNION ALL SELECT 'claims', code, -amount FROM taken WHERE to_assignment_id IS NULL
    UNION ALL SELECT 'claims', code, charge FROM bounced WHERE claim_id IS NULL
    UNION ALL SELECT 'claims', code, amount - refunded FROM claimed
    UNION ALL SELECT 'claims', code, -charges FROM x
    UNION ALL SELECT 'charges', '', -charge FROM bounced
    UNION ALL SELECT 'charges', '', -amount FROM claimed WHERE kind <> 'bounced_cheque'
    UNION ALL SELECT 'charges', '', other_credits - other_charges FROM s
    UNION ALL SELECT 'interest', '', -interest FROM x
    UNION ALL SELECT 'interest', '', -upfront_interest FROM a
    UNION ALL SELECT 'default_interest', '', -default_interest FROM x
    UNION ALL SELECT 'vat', '', -vat FROM x
    UNION ALL SELECT 'vat', '', -vat - upfront_vat FROM a
    UNION ALL SELECT 'commission', '', -commission FROM a
    UNION ALL SELECT 'bank', '', -amount_net FROM a
    UNION ALL SELECT 'bank', '', amount FROM deposited
    UNION ALL SELECT 'bank', '', -amount FROM bounced
    UNION ALL SELECT 'bank', '', -amount_to_return FROM s
    UNION ALL SELECT 'cheques_in_hand', '', amount FROM in_hand
    UNION ALL SELECT 'cheques_to_apply', '', -amount FROM in_hand
), booked (role, client, amount) AS (
    SELECT r.role, CASE WHEN r.role IN ('receivable', 'payable_to_client', 'claims')
            THEN coalesce(nullif(l.client_code, ''), k.client_code) ELSE '' END,
        l.debit - l.credit
    FROM ledger_line l JOIN ledger_account k ON k.id = l.account_id
    JOIN owed r ON r.account_id IN (k.id, k.parent_id)
    WHERE r.role IN (SELECT role FROM expected)
)
SELECT role, client, sum(booked), sum(expected) FROM (
    SELECT role, client, 0 AS booked, amount AS expected FROM expected
    UNION ALL SELECT role, client, amount, 0 FROM booked) both_sides
GROUP BY role, client HAVING sum(booked) <> sum(expected)"""

_STANDING = """
    SELECT x.* FROM payments_application x WHERE x.reverses_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM payments_application r WHERE r.reverses_id = x.id)"""


def _gaps(table: str, series: str, last: str) -> str:
    """Numbers of each series that are missing, or a series whose last number is not the last."""
    return f"""
    SELECT s.code, count(n.number), min(n.number), max(n.number), s.last_number
    FROM {series} s LEFT JOIN {table} n ON n.series_id = s.id
    GROUP BY s.id HAVING count(n.number) <> {last}
        OR (count(n.number) > 0 AND (min(n.number) <> s.first_number
            OR max(n.number) <> s.last_number))"""


FINDS_NOTHING: dict[str, str] = {
    "the trial balance is square": """
        SELECT sum(debit), sum(credit) FROM ledger_line HAVING sum(debit) <> sum(credit)""",
    "every entry balances": """
        SELECT e.id, e.amount, sum(l.debit), sum(l.credit), count(*) FROM ledger_entry e
        LEFT JOIN ledger_line l ON l.entry_id = e.id GROUP BY e.id
        HAVING coalesce(sum(l.debit), 0) <> e.amount OR coalesce(sum(l.credit), 0) <> e.amount
            OR count(l.n) <> e.line_count""",
    "sub-ledgers equal their control accounts": _EXPECTED,
    "entries are numbered without gaps": _gaps(
        "ledger_entry", "ledger_series", "s.last_number - s.first_number + 1"
    ),
    "tax receipts are numbered without gaps": _gaps(
        "tax_taxreceipt", "tax_receiptseries", "s.last_number - s.first_number + 1"
    ),
    "deposit slips are numbered without gaps": _gaps(
        "banking_depositslip", "banking_slipseries", "s.last_number - s.first_number + 1"
    ),
    "assignments are numbered without gaps": """
        SELECT count(number), max(number), coalesce(max(c.last_number), 0)
        FROM assignments_assignment
        LEFT JOIN assignments_counter c ON c.name = 'assignments_number'
        HAVING count(number) <> coalesce(max(number), 0)
            OR coalesce(max(number), 0) <> coalesce(max(c.last_number), 0)""",
    "documents that were priced have their operation number": """
        SELECT d.id FROM assignments_assigneddocument d JOIN assignments_assignment a
            ON a.id = d.assignment_id
        WHERE a.state IN ('live', 'paid_off', 'settled') AND d.state <> 'withdrawn'
            AND d.operation_number IS NULL""",
    "cases are numbered without gaps": """
        SELECT c.procedure, count(*), max(c.number), k.last_number FROM workflow_case c
        LEFT JOIN workflow_casecounter k ON k.procedure = c.procedure
        GROUP BY c.procedure, k.last_number
        HAVING count(*) <> max(c.number) OR max(c.number) IS DISTINCT FROM k.last_number""",
    "the head is the last link": """
        SELECT h.seq, e.seq FROM audit_head h
        LEFT JOIN audit_event e ON e.seq = h.seq AND e.hash = h.hash
        WHERE h.seq > 0 AND e.seq IS NULL""",
    "an open case waits and an ended one does not": """
        SELECT c.id, c.state, count(t.id) FROM workflow_case c
        LEFT JOIN workflow_task t ON t.case_id = c.id AND t.state = 'open'
        GROUP BY c.id HAVING (c.state = 'open') <> (count(t.id) > 0)""",
    "an application adds up": """
        SELECT id FROM payments_application
        WHERE amount <> charges + default_interest + interest + vat + capital + third_party""",
    "a reversal mirrors what it undoes": """
        SELECT r.id FROM payments_application r JOIN payments_application x ON x.id = r.reverses_id
        WHERE (r.amount, r.charges, r.default_interest, r.interest, r.vat, r.capital, r.excess,
                r.third_party)
            <> (-x.amount, -x.charges, -x.default_interest, -x.interest, -x.vat, -x.capital,
                -x.excess, -x.third_party)""",
    "a payment stands applied once, unless it bounced before the settlement": f"""
        SELECT p.id, p.state, p.amount, sum(x.amount) FROM payments_payment p
        LEFT JOIN ({_STANDING}) x ON x.payment_id = p.id
        LEFT JOIN payments_bounce b ON b.payment_id = p.id AND b.state = 'confirmed'
        LEFT JOIN claims_claim c ON c.id = b.claim_id AND c.state <> 'void'
        GROUP BY p.id, c.id HAVING count(x.id) > 1 OR coalesce(sum(x.amount), 0)
            <> CASE WHEN p.state = 'applied' OR c.id IS NOT NULL
            AND p.day_id IS NOT NULL THEN p.amount - coalesce(c.refunded, 0) ELSE 0 END""",
    "a third party's money is given once, and only what came in": f"""
        SELECT o.id, o.amount, sum(x.third_party) FROM payments_payout o
        LEFT JOIN ({_STANDING}) x ON x.payment_id = o.payment_id
        WHERE o.returned_id IS NULL
        GROUP BY o.id HAVING o.amount IS DISTINCT FROM sum(x.third_party)""",
    "capital is what was advanced less what was paid": f"""
        SELECT a.id, a.capital, a.amount_advanced, sum(x.capital) FROM assignments_assignment a
        LEFT JOIN ({_STANDING}) x ON x.assignment_id = a.id
        WHERE a.state IN ('live', 'paid_off', 'settled') GROUP BY a.id
        HAVING a.capital <> a.amount_advanced - coalesce(sum(x.capital), 0)""",
    "a document has collected what stands for it": f"""
        SELECT d.id, d.state, d.amount_collected, sum(x.amount) FROM assignments_assigneddocument d
        LEFT JOIN payments_payment p ON p.document_id = d.id
        LEFT JOIN ({_STANDING}) x ON x.payment_id = p.id GROUP BY d.id
        HAVING d.amount_collected <> coalesce(sum(x.amount), 0)
            OR (d.state = 'collected') <> (d.amount_collected >= d.amount)""",
    "a document is in one assignment": """
        SELECT debtor_id, number_key, count(*) FROM assignments_assigneddocument
        WHERE state NOT IN ('withdrawn', 'returned') GROUP BY debtor_id, kind, number_key
        HAVING count(*) > 1""",
    "documents follow their assignment": """
        SELECT a.id, a.state, d.state FROM assignments_assignment a
        JOIN assignments_assigneddocument d ON d.assignment_id = a.id
        WHERE (a.state IN ('live', 'paid_off', 'settled')
                AND d.state NOT IN ('live', 'collected', 'withdrawn'))
            OR (a.state = 'rejected' AND d.state <> 'withdrawn')
            OR (a.state = 'paid_off' AND d.state = 'live')""",
    "the line covers what is owed and reserved": """
        SELECT l.id, l.amount_approved FROM lines_line l JOIN assignments_assignment a
            ON a.line_id = l.id AND a.state IN ('prepared', 'recorded', 'live', 'paid_off')
        GROUP BY l.id
        HAVING NOT bool_or(a.exceptions ? 'line') AND l.amount_approved < sum(
            CASE WHEN a.state IN ('prepared', 'recorded') THEN a.amount_advanced
                 ELSE greatest(a.capital, 0) END
            - coalesce((SELECT sum(p.amount) FROM payments_payment p
                WHERE p.assignment_id = a.id AND p.state = 'bounced'), 0))""",
    "the price adds up and nothing is delivered below zero": """
        SELECT id FROM assignments_assignment
        WHERE state IN ('prepared', 'recorded', 'live', 'paid_off', 'settled') AND (amount_net < 0
            OR amount_advanced <> amount_net + commission + vat + upfront_interest + upfront_vat
                + deductions)""",
    "an assignment lives from the money that left": """
        SELECT a.id, a.state, d.state FROM assignments_assignment a
        LEFT JOIN disbursements_disbursement d ON d.assignment_id = a.id AND d.state <> 'void'
        WHERE (a.state IN ('live', 'paid_off', 'settled'))
                <> (coalesce(d.state, '') IN ('paid', 'posted'))
            OR (d.state IN ('paid', 'posted') AND (d.amount_net <> a.amount_net
                OR d.paid_on <> a.disbursed_on))""",
    "what an operation withheld is what its deductions say": """
        SELECT a.id, a.deductions, sum(d.amount) FROM assignments_assignment a
        LEFT JOIN claims_deduction d ON d.case_id = a.case_id AND d.state <> 'void'
        WHERE a.state IN ('recorded', 'live', 'paid_off', 'settled') GROUP BY a.id
        HAVING a.deductions <> coalesce(sum(d.amount), 0)""",
    "a rejected operation withholds nothing": """
        SELECT d.id FROM claims_deduction d JOIN workflow_case c ON c.id = d.case_id
        WHERE c.state = 'rejected' AND d.state <> 'void'""",
    "a claim is settled when all of it was taken": """
        SELECT m.id, m.state, m.amount, sum(d.amount) FILTER (WHERE d.state = 'taken')
        FROM claims_claim m LEFT JOIN claims_deduction d ON d.claim_id = m.id GROUP BY m.id
        HAVING (m.state = 'settled') <> (m.refunded + coalesce(sum(d.amount)
                FILTER (WHERE d.state = 'taken'), 0) = m.amount)
            OR m.refunded + coalesce(sum(d.amount) FILTER (WHERE d.state <> 'void'), 0)
                > m.amount""",
    "what was withheld for another assignment waits for it or paid it": """
        SELECT d.id, d.amount, p.amount FROM claims_deduction d
        LEFT JOIN payments_payment p ON p.deduction_id = d.id
        WHERE d.state = 'taken' AND d.to_assignment_id IS NOT NULL
            AND (p.amount, p.assignment_id) IS DISTINCT FROM (d.amount, d.to_assignment_id)""",
    "a settlement returns the negative of the statement's balance": """
        SELECT s.id, s.amount_to_return, a.capital FROM settlements_settlement s
        JOIN assignments_assignment a ON a.id = s.assignment_id
        WHERE s.state IN ('paid', 'posted') AND s.amount_to_return
            <> -a.capital - s.deductions + s.other_credits - s.other_charges""",
    "an assignment is settled by its settlement": """
        SELECT a.id, a.state, s.state FROM assignments_assignment a
        LEFT JOIN settlements_settlement s ON s.assignment_id = a.id AND s.state <> 'void'
        WHERE (a.state = 'settled') <> (coalesce(s.state, '') IN ('paid', 'posted'))""",
    "nothing waits for a settled assignment": """
        SELECT p.id FROM payments_payment p JOIN assignments_assignment a
            ON a.id = p.assignment_id WHERE a.state = 'settled'
            AND p.state IN ('awaiting', 'queued')""",
    "what is paid off owes nothing": """
        SELECT id FROM assignments_assignment WHERE state IN ('paid_off', 'settled')
        AND (capital > 0 OR interest_due <> 0 OR default_interest_due <> 0 OR charges_due <> 0)""",
    "a receipt is the sum of its lines": """
        SELECT r.id FROM tax_taxreceipt r LEFT JOIN tax_taxreceiptline l ON l.receipt_id = r.id
        GROUP BY r.id HAVING r.total <> sum(l.taxed + l.exempt + l.vat)
            OR r.line_count <> count(l.n)""",
    "credit notes never exceed what they correct": """
        SELECT c.id, c.total, sum(n.total) FROM tax_taxreceipt c
        JOIN tax_taxreceipt n ON n.corrects_id = c.id GROUP BY c.id
        HAVING sum(n.total) > c.total""",
    "a step that was done names who did it": """
        SELECT t.id FROM workflow_task t LEFT JOIN workflow_performer p
            ON p.case_id = t.case_id AND p.step = t.step
        WHERE t.state = 'done' GROUP BY t.id HAVING count(p.id) = 0""",
}


def broken() -> list[tuple[str, Any]]:
    """What does not hold now; empty when all does."""
    _check_deferred()
    found: list[tuple[str, Any]] = []
    for name, sql in (FINDS_NOTHING | PAPERS).items():
        rows = _rows(sql)
        if rows:
            found.append((name, rows[:3]))
    for check in CHECKS:
        offenders = list(check())
        if offenders:
            found.append((str(check.__doc__), offenders[:3]))
    return found


def _check_deferred() -> None:
    """What PostgreSQL proves at commit, proved now: raises IntegrityError."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def the_chain_holds() -> Iterator[Any]:
    """the chain is unbroken"""
    columns = ", ".join(Link.__dataclass_fields__)
    rows = _rows(f"SELECT {columns} FROM audit_event ORDER BY seq")
    yield from breaks(Link(*row) for row in rows)


def positions_follow_from_what_stands() -> Iterator[Any]:
    """every position is what its payments give, applied anew from the opening"""
    standing = _rows(
        "SELECT x.assignment_id, x.value_on, x.payment_id, x.amount"
        f" FROM ({_STANDING}) x ORDER BY x.value_on, x.payment_id"
    )
    charges = list(Charge.objects.order_by("id"))
    for assignment in Assignment.objects.filter(state__in=("live", "paid_off", "settled")):
        events: list[Event] = [
            Charged(c.charged_on, c.amount) for c in charges if c.assignment_id == assignment.pk
        ]
        events += [Paid(on, amount) for a, on, _, amount in standing if a == assignment.pk]
        opening = opening_of(assignment)
        if assignment.matures_on is None:
            yield assignment.pk, "no maturity"
            continue
        steps = replay(terms_of(assignment), opening, assignment.matures_on, events)
        expected = steps[-1].position if steps else opening
        if astuple(expected) != astuple(position_of(assignment)):
            yield assignment.pk, position_of(assignment), expected


def posted_days_tie_out() -> Iterator[Any]:
    """every day that was tied out still does"""
    for day in PaymentDay.objects.filter(state__in=("tied_out", "posted")):
        yield from differences_of(day.pk, day.case_id)


def four_eyes_were_kept() -> Iterator[Any]:
    """nobody checked what he had made himself, for himself or for another"""
    done: dict[int, list[tuple[str, int, set[int]]]] = {}
    for case, procedure, step, actor, absent in _rows(
        "SELECT p.case_id, c.procedure, p.step, p.actor_id, p.on_behalf_of_id"
        " FROM workflow_performer p JOIN workflow_case c ON c.id = p.case_id WHERE p.kind = 'step'"
    ):
        people = {actor, absent} - {None}
        done.setdefault(case, []).append((procedure, step, people))
    barred = {(p.code, s.number): s.not_by for p in procedures() for s in p.steps if s.not_by}
    for case, rows in done.items():
        for procedure, step, people in rows:
            for _, other, others in rows:
                if other in barred.get((procedure, step), ()) and people & others:
                    yield case, step, other


CHECKS: tuple[Callable[[], Iterator[Any]], ...] = (
    the_chain_holds,
    positions_follow_from_what_stands,
    posted_days_tie_out,
    four_eyes_were_kept,
)


def _rows(sql: str) -> list[tuple[Any, ...]]:
    """What is asked after each of thousands of acts is planned once."""
    with prepared_cursor() as cursor:
        cursor.execute(sql)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
