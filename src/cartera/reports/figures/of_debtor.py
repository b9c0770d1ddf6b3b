"""What is known of one debtor: what it owes, by client and age, and how it pays."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from cartera.credit.assignments.selectors import debtor_concentration
from cartera.kernel.money import ZERO
from cartera.reports.figures.ageing import ageing_by_debtor
from cartera.reports.figures.asking import AsOf, due, rows_of

BEHAVIOUR_DAYS = 365

_BY_CLIENT = """
WITH {due}
SELECT c.code, c.name, count(*), sum(e.left_over),
    sum(CASE WHEN due_on >= %(day)s THEN left_over ELSE 0 END),
    sum(CASE WHEN %(day)s - due_on BETWEEN 1 AND 30 THEN left_over ELSE 0 END),
    sum(CASE WHEN %(day)s - due_on BETWEEN 31 AND 60 THEN left_over ELSE 0 END),
    sum(CASE WHEN %(day)s - due_on BETWEEN 61 AND 90 THEN left_over ELSE 0 END),
    sum(CASE WHEN %(day)s - due_on > 90 THEN left_over ELSE 0 END)
FROM due e JOIN assignments_assignment k ON k.id = e.assignment_id
JOIN parties_client c ON c.id = k.client_id GROUP BY c.id ORDER BY sum(e.left_over) DESC, c.code
"""

# The first are found before anything is looked up for them.
_DOCUMENTS = """
WITH {due}, first AS (SELECT * FROM due ORDER BY due_on, id LIMIT %(most)s)
SELECT d.number, k.number, c.code, c.name, e.due_on, d.amount, e.left_over, e.advanced
FROM first e JOIN assignments_assigneddocument d ON d.id = e.id
JOIN assignments_assignment k ON k.id = e.assignment_id JOIN parties_client c ON c.id = k.client_id
ORDER BY e.due_on, d.id
"""

# A document counts as paid on the value date of the last payment that stands of it.
_BEHAVIOUR = """
WITH paid AS (
    SELECT d.id, d.due_on, max(p.value_on) AS paid_on
    FROM assignments_assigneddocument d JOIN payments_payment p ON p.document_id = d.id
    WHERE d.debtor_id = %(debtor)s AND d.state = 'collected' AND p.state = 'applied'
        AND d.collected_on <= %(day)s AND d.collected_on > %(since)s
    GROUP BY d.id
), bounced AS (
    SELECT count(*) AS cheques, coalesce(sum(p.amount), 0) AS amount
    FROM payments_bounce b JOIN payments_payment p ON p.id = b.payment_id
    JOIN assignments_assigneddocument d ON d.id = p.document_id
    WHERE d.debtor_id = %(debtor)s AND b.state = 'confirmed'
        AND b.bounced_on <= %(day)s AND b.bounced_on > %(since)s
)
SELECT count(*), count(*) FILTER (WHERE paid_on > due_on), round(avg(paid_on - due_on), 1),
    max(paid_on - due_on), (SELECT cheques FROM bounced), (SELECT amount FROM bounced)
FROM paid
"""

_LENT = "WITH {due} SELECT coalesce(sum(advanced), 0) FROM due"


@dataclass(frozen=True, slots=True)
class ClientAge:
    """What is left to collect from the debtor of one client's documents, in five parts by age."""

    code: str
    name: str
    documents: int
    total: Decimal
    parts: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class DueDocument:
    """A document to collect from the debtor."""

    number: str
    assignment: int
    client_code: str
    client_name: str
    due_on: date
    amount: Decimal
    left_over: Decimal
    advanced: Decimal


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How the debtor paid over a stretch. `days_late` is an average, below zero when it paid
    early, and None where it paid nothing; `worst_days` the longest delay."""

    documents: int
    late: int
    days_late: Decimal | None
    worst_days: int | None
    bounced: int
    bounced_amount: Decimal


def ageing_by_client(debtor_id: int, asked: AsOf) -> list[ClientAge]:
    """What the debtor owes, by client and age, who owes most first."""
    statement = _BY_CLIENT.format(due=due(asked, of_debtor=True))
    rows = rows_of(statement, day=asked.day, debtor=debtor_id)
    return [
        ClientAge(code, name, documents, total, tuple(parts))
        for code, name, documents, total, *parts in rows
    ]


def due_documents(debtor_id: int, asked: AsOf, most: int) -> list[DueDocument]:
    """The documents to collect from the debtor, what falls due first first, up to `most`."""
    statement = _DOCUMENTS.format(due=due(asked, of_debtor=True))
    rows = rows_of(statement, day=asked.day, debtor=debtor_id, most=most)
    return [DueDocument(*row) for row in rows]


def behaviour_of(debtor_id: int, since: date, day: date) -> Behaviour:
    """How the debtor paid what was collected after `since` and by `day`."""
    return Behaviour(*rows_of(_BEHAVIOUR, debtor=debtor_id, since=since, day=day)[0])


def last_year_of(debtor_id: int, asked: AsOf) -> Behaviour:
    """How the debtor paid in the year up to the day."""
    return behaviour_of(debtor_id, asked.day - timedelta(days=BEHAVIOUR_DAYS), asked.day)


def held_of(debtor_id: int, asked: AsOf, lent: Decimal) -> Decimal:
    """What counts against its limit: today, the documents that wait for their disbursement too."""
    return debtor_concentration([debtor_id]).get(debtor_id, ZERO) if asked.is_now else lent


def lent_on(debtor_id: int, asked: AsOf) -> tuple[Decimal, Decimal]:
    """What is lent on the debtor's documents, and on everybody's."""
    own = rows_of(_LENT.format(due=due(asked, of_debtor=True)), day=asked.day, debtor=debtor_id)
    return own[0][0], sum((row.advanced for row in ageing_by_debtor(asked)), ZERO)
