"""Recovery at a glance: what is out of the vault, cheques that are no money yet, notes, documents
lent and borrowed, third parties' values, differences, what each collector brought home."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from cartera.kernel.money import ZERO
from cartera.recovery.cheques.rules import FINAL, IN_HAND
from cartera.recovery.third_party.selectors import HELD
from cartera.reports.figures.asking import rows_of
from cartera.reports.figures.between_factors import FactorLoan, loans_under_way

# Of payment, and not at the bank yet; a guarantee's cheque is kept, not on its way there.
UNDEPOSITED = ("received", "endorsing", "endorsed", "notified", "stamped", "slipped")
COLLECTORS_LOOK_BACK = timedelta(days=30)
SHOWN_AT_MOST = 50

_OUT = """
SELECT o.state, coalesce(u.full_name, o.party), count(*), coalesce(sum(o.amount), 0.00),
    min(o.since_at), count(*) FILTER (WHERE o.back_by_at < %(now)s)
FROM custody_original o LEFT JOIN people_user u ON u.id = o.person_id
WHERE o.state IN ('in_hand', 'out') GROUP BY 1, 2 ORDER BY 5 LIMIT %(most)s"""

# The day of its last event is since when a cheque is in its state.
_CHEQUES = """
SELECT c.state, count(*), sum(c.amount),
    coalesce(sum(c.amount) FILTER (WHERE e.happened_on >= %(today)s::date - 2), 0.00),
    coalesce(sum(c.amount) FILTER (WHERE e.happened_on < %(today)s::date - 2
        AND e.happened_on >= %(today)s::date - 7), 0.00),
    coalesce(sum(c.amount) FILTER (WHERE e.happened_on < %(today)s::date - 7), 0.00),
    min(e.happened_on)
FROM cheques_cheque c JOIN cheques_chequeevent e ON e.cheque_id = c.id AND e.n = c.events
WHERE NOT c.state = ANY(%(final)s) GROUP BY c.state ORDER BY 3 DESC"""

_NOTES = """
SELECT p.code, p.name, count(*), sum(n.amount),
    sum(n.amount - coalesce(m.refunded, 0) - coalesce(t.taken, 0)), min(n.received_on)
FROM direct_payments_directpayment n JOIN parties_client p ON p.id = n.client_id
LEFT JOIN claims_claim m ON m.id = n.claim_id
LEFT JOIN (SELECT claim_id, sum(amount) AS taken FROM claims_deduction WHERE state = 'taken'
    GROUP BY 1) t ON t.claim_id = n.claim_id
WHERE n.state NOT IN ('cancelled', 'void') GROUP BY p.id ORDER BY 6, p.code LIMIT %(most)s"""

_LENT = """
SELECT d.case_id, p.name, d.state, d.amount, d.lent_at, d.back_by_at
FROM delegations_delegation d JOIN parties_client p ON p.id = d.client_id
WHERE d.state NOT IN ('closed', 'claimed', 'denied')
ORDER BY d.back_by_at NULLS LAST, d.id LIMIT %(most)s"""

_VALUES = """
SELECT v.state, count(DISTINCT v.id), sum(h.held), min(v.collected_on)
FROM third_party_foreigndocument v
JOIN payments_payment p ON p.paper_id = v.paper_id
    AND NOT EXISTS (SELECT FROM payments_payout o
        WHERE o.payment_id = p.id AND o.returned_id IS NULL)
JOIN LATERAL (SELECT sum(x.third_party) AS held FROM payments_application x
    WHERE x.payment_id = p.id) h ON h.held > 0
WHERE v.state = ANY(%(held)s) GROUP BY 1 ORDER BY 4, 1"""

_DIFFERENCES = """
SELECT d.kind, d.state, count(*), sum(d.amount), min(d.presented_on)
FROM differences_difference d JOIN workflow_case k ON k.id = d.case_id AND k.state = 'open'
GROUP BY 1, 2 ORDER BY 5"""

_COLLECTORS = """
SELECT u.full_name, count(DISTINCT r.id),
    (SELECT count(*) FROM routes_visit v JOIN routes_route w ON w.id = v.route_id
        WHERE w.collector_id = u.id AND w.on >= %(since)s
            AND NOT EXISTS (SELECT FROM routes_visittakenback t WHERE t.visit_id = v.id)),
    count(i.id), count(i.id) FILTER (WHERE i.state IN ('cheque', 'note')),
    coalesce(sum(i.collected), 0.00),
    count(i.id) FILTER (WHERE i.state IN ('uncollected', 'other')),
    (SELECT count(*) FROM differences_difference d
        WHERE d.collector_id = u.id AND d.presented_on >= %(since)s AND d.state <> 'void')
FROM routes_route r JOIN people_user u ON u.id = r.collector_id
LEFT JOIN routes_routeitem i ON i.route_id = r.id AND i.state <> 'dropped'
WHERE r.on >= %(since)s GROUP BY u.id ORDER BY 6 DESC, u.full_name LIMIT %(most)s"""


@dataclass(frozen=True, slots=True)
class Held:
    """What somebody has who is not the vault: how many papers, their value, since when, and how
    many should be back."""

    state: str
    holder: str
    papers: int
    amount: Decimal
    since: datetime
    late: int


@dataclass(frozen=True, slots=True)
class ChequesInState:
    """Cheques in one state that are no money yet, by how long they have been in it."""

    state: str
    count: int
    amount: Decimal
    fresh: Decimal
    older: Decimal
    oldest: Decimal
    since: date


@dataclass(frozen=True, slots=True)
class NotesOfClient:
    """Direct payments that a client has not given back whole."""

    code: str
    name: str
    count: int
    amount: Decimal
    left: Decimal
    since: date


@dataclass(frozen=True, slots=True)
class Lent:
    """Documents with a client who collects them himself, against his deadline."""

    case_id: int
    client: str
    state: str
    amount: Decimal
    lent_at: datetime | None
    back_by_at: datetime | None


@dataclass(frozen=True, slots=True)
class Values:
    """Third parties' money in one state that the house has, and since when it has the oldest."""

    state: str
    count: int
    amount: Decimal
    since: date


@dataclass(frozen=True, slots=True)
class OpenDifferences:
    """Differences of one kind and state that nobody has closed."""

    kind: str
    state: str
    count: int
    amount: Decimal
    since: date


@dataclass(frozen=True, slots=True)
class Collector:
    """What a collector did in thirty days."""

    name: str
    routes: int
    visits: int
    documents: int
    collected: int
    amount: Decimal
    returned: int
    differences: int


@dataclass(frozen=True, slots=True)
class Recovery:
    """All of it."""

    held: list[Held]
    cheques: list[ChequesInState]
    notes: list[NotesOfClient]
    lent: list[Lent]
    between_factors: list[FactorLoan]
    values: list[Values]
    differences: list[OpenDifferences]
    collectors: list[Collector]

    @property
    def out(self) -> int:
        """How many originals are not in the vault and not with their owner."""
        return sum(row.papers for row in self.held)

    @property
    def late(self) -> int:
        """How many of those should be back."""
        return sum(row.late for row in self.held)

    @property
    def undeposited(self) -> Decimal:
        """The cheques that are on their way to the bank, in the company's currency."""
        return sum((row.amount for row in self.cheques if row.state in UNDEPOSITED), ZERO)

    @property
    def uncleared(self) -> Decimal:
        """The cheques that are ours to deposit or deposited, and no money yet."""
        return sum((row.amount for row in self.cheques if row.state in IN_HAND), ZERO)

    @property
    def unrefunded(self) -> Decimal:
        """What clients have not given back of what debtors paid to them."""
        return sum((row.left for row in self.notes), ZERO)

    @property
    def owed_to_others(self) -> Decimal:
        """Third parties' money that the house has, in the company's currency."""
        return sum((row.amount for row in self.values), ZERO)

    @property
    def differing(self) -> int:
        """How many differences nobody has explained."""
        return sum(row.count for row in self.differences)


def recovery_of(now: datetime, today: date) -> Recovery:
    """Recovery as it stands. Eight queries, however much there is."""
    most, since = SHOWN_AT_MOST, today - COLLECTORS_LOOK_BACK
    return Recovery(
        held=[Held(*row) for row in rows_of(_OUT, now=now, most=most)],
        cheques=[ChequesInState(*row) for row in rows_of(_CHEQUES, today=today, final=list(FINAL))],
        notes=[NotesOfClient(*row) for row in rows_of(_NOTES, most=most)],
        lent=[Lent(*row) for row in rows_of(_LENT, most=most)],
        between_factors=loans_under_way(),
        values=[Values(*row) for row in rows_of(_VALUES, held=list(HELD))],
        differences=[OpenDifferences(*row) for row in rows_of(_DIFFERENCES)],
        collectors=[Collector(*row) for row in rows_of(_COLLECTORS, since=since, most=most)],
    )
