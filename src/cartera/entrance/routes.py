"""Who may ask for what: one row for each address, from which every request is let in or not.

The same table is what people read as 'quién puede qué'. Pages and the API put their rows here when
they are declared; an address without a row cannot be made, and a test walks them all.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from django.db import transaction
from django.http import Http404

from cartera.control.audit.acts import Record, append
from cartera.control.dossiers.models import Attachment
from cartera.control.people.roles import ROLES
from cartera.control.workflow.models import Case, Task
from cartera.credit.assignments.models import Assignment
from cartera.credit.lines.models import Line
from cartera.credit.parties.models import Client
from cartera.entrance.refusals import NotYourCase, RolesOnly, StaffOnly
from cartera.entrance.visitor import Visitor
from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _
from cartera.papers.models import Paper


class Who(StrEnum):
    """Whom a route lets in."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    STAFF = "staff"
    PARTY = "party"  # staff, and who speaks for the case's client


WHO_NAMES = {
    Who.ANYONE: _("cualquiera"),
    Who.SIGNED_IN: _("quien haya entrado"),
    Who.STAFF: _("personal con un rol"),
    Who.PARTY: _("personal con un rol, y el cliente en lo suyo"),
}

READ = ("GET", "HEAD")
BOTH = ("GET", "HEAD", "POST")
POST = ("POST",)


@dataclass(frozen=True, slots=True)
class Route:
    """One address: its methods, who is let in, and what it is for.

    `acts`: what it writes goes through the engine, which asks for the role of the step.
    `of`: the kind of row, named in the address, that says whose case it is.
    `roles`: the staff roles that it is kept to; empty lets any in.
    `surface`: a page, which leads whoever has not signed in to the entrance, or a call of the API,
    which answers him 401. `area`: the room that serves it, by which people find it in the table.
    """

    name: str
    methods: tuple[str, ...]
    who: Who
    text: str
    acts: bool = False
    of: str = ""
    roles: tuple[str, ...] = ()
    surface: Literal["page", "api"] = "page"
    area: str = ""


_ROUTES: dict[str, Route] = {}


def declare(route: Route) -> Route:
    """Put a row in the table. An address has one row."""
    if _ROUTES.setdefault(route.name, route) != route:
        raise ValueError(f"the address {route.name!r} has two rows")
    return route


def routes() -> tuple[Route, ...]:
    """The whole table, in the order in which the rows were declared."""
    return tuple(_ROUTES.values())


def opens_to(route: Route, held: Collection[str]) -> bool:
    """Whether the row lets in somebody with these roles, be it only to what is his own."""
    staff = any(role in ROLES and not ROLES[role].is_external for role in held)
    if route.roles and not set(route.roles) & set(held):
        return False
    if route.who is Who.PARTY:
        return staff or "CTE" in held
    return staff or route.who is not Who.STAFF


def turned_away(route: Route, visitor: Visitor, named: Mapping[str, Any]) -> Refusal | None:
    """Why the visitor is not let in; None lets him. `named` is what the address names."""
    if route.who is Who.STAFF and not visitor.is_staff:
        return StaffOnly()
    if route.roles and not set(route.roles) & set(visitor.roles):
        return RolesOnly(roles=", ".join(ROLES[code].name for code in route.roles))
    if route.who is Who.PARTY and not visitor.is_staff:
        return None if visitor.may_see(_client_of(route.of, named)) else NotYourCase()
    return None


def record_denial(visitor: Visitor, refusal: Refusal) -> None:
    """A denied request is evidence, as a refused act is."""
    standing = visitor.standing
    with transaction.atomic():
        append(
            Record(
                recorded_at=standing.at,
                effective_on=standing.on,
                kind="refused",
                actor_id=visitor.user.pk,
                result=refusal.code[:80],
                reason=str(refusal)[:1000],
            )
        )


# Where each kind of address keeps whose it is: the model, its key, what names the row in the
# address, and the column with the client's code.
_OWNERS: dict[str, tuple[Any, str, str, str]] = {
    "task": (Task, "pk", "task_id", "case__client_code"),
    "case": (Case, "pk", "case_id", "client_code"),
    "assignment": (Assignment, "number", "number", "client__code"),
    "paper": (Paper, "pk", "paper_id", "case__client_code"),
    "client": (Client, "code", "code", "code"),
    "line": (Line, "pk", "line_id", "client__code"),
    "attachment": (Attachment, "pk", "attachment_id", "case__client_code"),
}


def _client_of(of: str, named: Mapping[str, Any]) -> str:
    """The code of the client that the address is about, or no code where it is nobody's."""
    model, key, name, column = _OWNERS[of]
    row = model.objects.filter(**{key: named[name]}).values_list(column).first()
    if row is None:
        raise Http404
    return str(row[0])
