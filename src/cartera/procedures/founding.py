"""A company founded: settings, calendar, books, people, all in one transaction and in the chain.

Whoever founds it chooses his own password; everybody else is invited and chooses his. The first
client and debtor are proposals (INT-01, INT-02) that other people admit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from cartera.company.models import ClosingDay, Company
from cartera.control.audit.acts import Record, append
from cartera.control.people.models import RoleGrant, User
from cartera.control.people.roles import ROLES, conflicting
from cartera.control.workflow.coming_in import renew_link
from cartera.control.workflow.definitions import Act, Step
from cartera.control.workflow.engine import open_case
from cartera.control.workflow.inputs import opens_by_hand
from cartera.control.workflow.models import Case, Invitation
from cartera.control.workflow.moves import new_cases
from cartera.control.workflow.registry import procedures
from cartera.kernel.clock import now
from cartera.kernel.text import gettext_noop as _
from cartera.procedures.people import INT_15, link_of
from cartera.procedures.refusals import CompanyThere, RolesMeet
from cartera.procedures.setup import Person, set_up_company, set_up_people

NEEDED = ("PCI-F01", "PCI-F09", "PCI-F10")
_WHY = _("fundación de la empresa")


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a new company needs. `settings` are columns of `Company`; periods are opened from
    `from_on`'s month to `to_on`'s; the first of `people` is the founder."""

    settings: Mapping[str, Any]
    from_on: date
    to_on: date
    banks: Sequence[tuple[str, str]]
    people: Sequence[Person]
    closing_days: Sequence[tuple[date, str]] = ()
    first: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Founded:
    """The company, and the link by which each invited person chooses a password, by full name."""

    company: Company
    links: Mapping[str, str]


def found_company(plan: Plan, password: str, *, on: date) -> Founded:
    """Make all of it, or nothing. `password` is the founder's, checked before; `on` is today.

    Refuses where a company is there already, and roles that may not meet in one person (S3).
    """
    if Company.objects.exists():
        raise CompanyThere
    for person in plan.people:
        check_roles(person)
    with transaction.atomic():
        house = set_up_company(
            from_on=plan.from_on, to_on=plan.to_on, banks=plan.banks, **plan.settings
        )
        _tell(on, "calendar_set_up")
        ClosingDay.objects.bulk_create(ClosingDay(on=d, name=n) for d, n in plan.closing_days)
        users = set_up_people(plan.people, from_on=plan.from_on)
        founder = users[plan.people[0].username]
        founder.set_password(password)
        founder.save(update_fields=["password"])
        _tell(on, "people_set_up", founder)
        links = {p.full_name: _invite(users[p.username], founder, on) for p in plan.people[1:]}
        _propose_first(plan, founder)
        _tell(on, "company_founded", founder)
    return Founded(house, links)


def check_roles(person: Person) -> None:
    """Refuse a role that nobody knows, and two that may not meet in one person (S3)."""
    held: frozenset[str] = frozenset()
    for role in person.roles:
        other = conflicting(held, role)
        if other is not None:
            raise RolesMeet(who=person.full_name, role=ROLES[role].name, other=ROLES[other].name)
        held |= {role}


def missing_for_four_eyes(people: Sequence[Person]) -> list[tuple[str, str]]:
    """The roles that nobody holds, or that want a second person, each with the procedure that
    needs them: without them PCI-F01, F09 and F10 and what opens clients and lines cannot run."""
    holders = {r: {p.username for p in people if r in p.roles} for r in ROLES}
    missing: dict[str, str] = {}
    for procedure in procedures():
        by_hand = procedure.house and opens_by_hand(procedure.first.act)
        if procedure.code not in NEEDED and not by_hand:
            continue
        for step in procedure.steps:
            roles = [*step.roles[:1], *_signers(step)]
            for role in roles:
                if ROLES[role].is_external and step.recorded_by:
                    role = step.recorded_by[0]  # noqa: PLW2901 - who records for him is needed
                if not ROLES[role].is_external and not holders[role]:
                    missing.setdefault(role, procedure.code)
    alone = _wanting_second(holders)
    return [*missing.items(), *((r, code) for r, code in alone.items() if r not in missing)]


def _signers(step: Step) -> list[str]:
    return [group[0] for group in step.authorises.groups] if step.authorises else []


def _wanting_second(holders: Mapping[str, set[str]]) -> dict[str, str]:
    """Roles of which one person alone cannot pass a step that bars who did an earlier one."""
    wanting: dict[str, str] = {}
    for procedure in procedures():
        for step in procedure.steps if procedure.code in NEEDED else ():
            doers = holders.get(step.role, set())
            for number in step.not_by:
                earlier = procedure.step(number)
                before = holders.get(earlier.role, set()) if earlier else set()
                if len(doers) == 1 and doers == before:
                    wanting[step.role] = procedure.code
    return wanting


def _invite(person: User, founder: User, on: date) -> str:
    """An invitation that the founding approved; the link by which the password is chosen."""
    person.is_active = False
    person.save(update_fields=["is_active"])
    role = RoleGrant.objects.filter(user=person).order_by("id").values_list("role", flat=True)[0]
    act = Act(founder.pk, "", 0, INT_15.code, 1, now(), on)
    case = new_cases(INT_15, act, [(f"{person.full_name} · {role}", "")])[0]
    invitation = Invitation.objects.create(
        case=case,
        username=person.username,
        full_name=person.full_name,
        email=person.email,
        role=role,
        from_on=on,
        reason=_WHY,
        user=person,
    )
    Invitation.objects.filter(pk=invitation.pk).update(state="approved")
    Case.objects.filter(pk=case.pk).update(state="closed", closed_at=now())
    return link_of(renew_link(invitation, actor_id=founder.pk, on=on))


def _propose_first(plan: Plan, founder: User) -> None:
    """The first client and debtor wait for who admits them."""
    for code, typed in plan.first.items():
        open_case(code, founder, typed)


def _tell(on: date, result: str, founder: User | None = None) -> None:
    append(
        Record(
            recorded_at=now(),
            effective_on=on,
            kind="system",
            actor_id=founder.pk if founder else None,
            result=result,
        )
    )
