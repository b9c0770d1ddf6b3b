"""Everything that bears on an authorisation, in one view: line, debtors, claims, arrears, terms,
what changed since the last signature, who prepared it, and the papers to read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from cartera.control.workflow.models import Performer
from cartera.control.workflow.selectors import last_signature, performers_of
from cartera.credit.assignments.models import Assignment
from cartera.credit.assignments.selectors import (
    Availability,
    availability_of,
    debtor_concentration,
    terms_of,
)
from cartera.credit.claims.selectors import open_claims
from cartera.credit.lines.selectors import terms_in_force
from cartera.desk.work import pricing
from cartera.desk.work.at import At
from cartera.desk.work.changes import Change, changes_between
from cartera.entrance.casework import PrintedPaper, traces_of
from cartera.entrance.words import TERMS, role_name, word
from cartera.kernel.money import ZERO

SHOWN_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class LineUse:
    """The line before and after this operation."""

    without: Availability
    advanced: Decimal
    expires_on: date
    max_term_days: int
    term_days: int
    is_expired: bool

    @property
    def after(self) -> Decimal:
        """What is left with this operation; below zero it exceeds the line."""
        return self.without.available - self.advanced


@dataclass(frozen=True, slots=True)
class DebtorUse:
    """What is advanced on a debtor over all clients, before and after, against its limit."""

    code: str
    name: str
    documents: int
    before: Decimal
    here: Decimal
    limit: Decimal

    @property
    def after(self) -> Decimal:
        """With this operation."""
        return self.before + self.here

    @property
    def is_over(self) -> bool:
        """Whether its limit is passed."""
        return self.after > self.limit

    @property
    def used_pct(self) -> Decimal | None:
        """How much of the limit is used after it."""
        return self.after * 100 / self.limit if self.limit else None


@dataclass(frozen=True, slots=True)
class Late:
    """Another assignment of the client's whose maturity has passed."""

    number: int | None
    capital: Decimal
    days: int


@dataclass(frozen=True, slots=True)
class TermCompared:
    """A convention of the operation beside that of its line."""

    name: str
    usual: str
    here: str

    @property
    def differs(self) -> bool:
        """Whether the operation departs from the line."""
        return self.usual != self.here


@dataclass(frozen=True, slots=True)
class Signed:
    """The last signature: who signed, when, and what has changed since."""

    who: str
    role: str
    step: int
    at: Any
    changes: Sequence[Change]


@dataclass(frozen=True, slots=True)
class Did:
    """A person, and the steps of the case that he did."""

    who: str
    steps: tuple[int, ...]

    @property
    def told(self) -> str:
        """The steps, in words."""
        return ", ".join(map(str, self.steps))


@dataclass(frozen=True, slots=True)
class Bearing:
    """What bears on the decision."""

    line: LineUse
    debtors: Sequence[DebtorUse]
    claims: Sequence[Any]
    claimed: Decimal
    late: Sequence[Late]
    terms: Sequence[TermCompared]
    signed: Signed | None
    did: Sequence[Did]
    papers: Sequence[PrintedPaper]

    @property
    def departures(self) -> list[TermCompared]:
        """The conventions in which the operation departs from its line."""
        return [term for term in self.terms if term.differs]

    @property
    def late_capital(self) -> Decimal:
        """What of the client's capital is late."""
        return sum((one.capital for one in self.late), ZERO)


def context(at: At, foreseen: Any) -> dict[str, Any]:
    """What a signer of an operation has to have in view."""
    return {**pricing.context(at, foreseen), "bearing": bearing_of(at), "refuses": True}


def bearing_of(at: At) -> Bearing:
    """All that bears on signing an assignment. A fixed number of queries."""
    assignment: Assignment = at.subject
    on = at.visitor.standing.on
    claims = list(open_claims(assignment.client_id)[:SHOWN_AT_MOST])
    return Bearing(
        line=_line(assignment, on),
        debtors=list(_debtors(assignment)),
        claims=claims,
        claimed=sum((claim.balance for claim in claims), ZERO),
        late=_late(assignment, on),
        terms=_terms(assignment, on),
        signed=signed_before(at),
        did=_did(at),
        papers=traces_of(at.task.case_id).papers,
    )


def signed_before(at: At) -> Signed | None:
    """The last signature in the case, and what is no longer as it was signed."""
    last = last_signature(at.task.case_id)
    signed_step = at.procedure.step(last.step) if last else None
    if last is None or signed_step is None or signed_step.approves is None:
        return None
    now = signed_step.approves(at.subject)
    changes = changes_between(last.content or {}, now, at.visitor)
    return Signed(last.signer.full_name, role_name(last.role), last.step, last.signed_at, changes)


def _line(assignment: Assignment, on: date) -> LineUse:
    line = assignment.line
    return LineUse(
        without=availability_of(line, but_for=assignment),
        advanced=assignment.amount_advanced,
        expires_on=line.expires_on,
        max_term_days=line.max_term_days,
        term_days=assignment.term_days,
        is_expired=not line.from_on <= on <= line.expires_on,
    )


def _debtors(assignment: Assignment) -> Iterator[DebtorUse]:
    listed = assignment.listed
    debtors = {d.debtor_id: d.debtor for d in listed}
    held = debtor_concentration(debtors, but_for=assignment)
    for pk, debtor in list(debtors.items())[:SHOWN_AT_MOST]:
        own = [d for d in listed if d.debtor_id == pk]
        here = sum((d.amount_advanced for d in own), ZERO)
        before = held.get(pk, ZERO)
        yield DebtorUse(debtor.code, debtor.name, len(own), before, here, debtor.limit_amount)


def _late(assignment: Assignment, on: date) -> list[Late]:
    """The client's assignments past their maturity, the oldest first."""
    found = Assignment.objects.filter(
        client_id=assignment.client_id, state="live", matures_on__lt=on, capital__gt=0
    )
    rows = found.order_by("matures_on").values_list("number", "capital", "matures_on")
    return [
        Late(number, capital, (on - due).days)
        for number, capital, due in rows[:SHOWN_AT_MOST]
        if due is not None
    ]


def _terms(assignment: Assignment, on: date) -> list[TermCompared]:
    usual = terms_in_force(assignment.line, on).to_json()
    here = terms_of(assignment).to_json()
    return [TermCompared(_name(key), _told(key, usual[key]), _told(key, here[key])) for key in here]


def _name(key: str) -> str:
    return gettext(TERMS.get(key, key)).removesuffix(", %")


def _told(key: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(word, value)) or gettext("ninguno")
    return f"{value} %" if key.endswith("_pct") else word(str(value))


def _did(at: At) -> list[Did]:
    """Who did which steps, in the order in which they came in."""
    by_who: dict[str, list[int]] = {}
    for performer in performers_of(at.task.case_id):
        by_who.setdefault(_named(performer), []).append(performer.step)
    return [Did(who, tuple(steps)) for who, steps in by_who.items()]


def _named(performer: Performer) -> str:
    who = performer.actor.full_name
    if not performer.on_behalf_of:
        return who
    words = {"who": who, "away": performer.on_behalf_of.full_name}
    return gettext("%(who)s en lugar de %(away)s") % words
