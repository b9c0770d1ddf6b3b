"""Quién puede qué: read from the tables by which the program lets in and lets act."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from cartera.control.people.models import User
from cartera.control.people.roles import ROLES
from cartera.control.workflow.definitions import Procedure, Step
from cartera.control.workflow.registry import procedures
from cartera.control.workflow.standing import standing_today
from cartera.desk.access import page
from cartera.desk.people.rights_book import book_of_rights
from cartera.entrance.routes import WHO_NAMES, Route, Who, opens_to, routes
from cartera.entrance.second_factor import authorising_roles
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import role_name
from cartera.kernel.search import by_name
from cartera.kernel.text import gettext_noop as _

DOES, RECORDS, SIGNS = _("hace"), _("anota"), _("firma")

AREAS = {
    "work": _("Trabajo"),
    "cases": _("Casos"),
    "lists": _("Listas"),
    "mail": _("Correo"),
    "parties": _("Clientes, deudores y cesiones"),
    "closing": _("Contabilidad"),
    "dashboard": _("Tablero"),
    "simulator": _("Simulador"),
    "founding": _("Empresa"),
    "people": _("Personas y accesos"),
    "api": _("API"),
}
OTHER = _("Lo demás")


@dataclass(frozen=True, slots=True)
class Line:
    """A step, and what each role of the table may do with it: a word, or nothing."""

    step: Step
    marks: tuple[str, ...]

    @property
    def is_dear(self) -> bool:
        """Whether money leaves by the step."""
        return self.step.dear is not None


@dataclass(frozen=True, slots=True)
class Matrix:
    """A procedure's steps by role."""

    procedure: Procedure
    roles: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose rights are shown: everybody's, a role's, or a person's today."""

    role: str = ""
    person: User | None = None
    held: frozenset[str] = frozenset()

    @property
    def is_narrow(self) -> bool:
        """Whether only some roles are shown."""
        return bool(self.role or self.person)


@page("quien-puede-que/", Who.STAFF, _("Quién puede qué"))
def access(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The rules of access as the program keeps them: all, a role's, or a person's today."""
    asked = _asked(request)
    matrices = matrices_for(asked)
    places = places_for(asked)
    if request.GET.get("formato") == "xlsx":
        return book_of_rights(visitor, matrices, places)
    shown = {
        "visitor": visitor,
        "asked": asked,
        "areas": places,
        "matrices": matrices,
        "roles": [(code, role_name(code)) for code in ROLES],
        "people": _people(),
        "asking": authorising_roles(),
    }
    return render(request, "desk/people/access.html", shown)


def _people() -> list[tuple[str, str]]:
    """Username and name of who holds or held a role and may come in, by name. One query."""
    found = User.objects.filter(is_active=True, role_grants__isnull=False).distinct()
    named = found.values_list("username", "full_name")
    return sorted(named, key=lambda person: by_name(person[1]))


def matrices_for(asked: Asked) -> list[Matrix]:
    """Each procedure's steps by role; of a role or a person, only what they may do."""
    found = []
    for procedure in procedures():
        roles = _roles_in(procedure)
        if asked.is_narrow:
            roles = tuple(role for role in roles if role in asked.held)
        lines = tuple(
            Line(step, tuple(mark_of(step, role) for role in roles)) for step in procedure.steps
        )
        kept = tuple(line for line in lines if any(line.marks)) if asked.is_narrow else lines
        if kept:
            found.append(Matrix(procedure, roles, kept))
    return found


def mark_of(step: Step, role: str) -> str:
    """What a role may do with a step: do it, record it for somebody outside, sign it."""
    if role == step.role or role in step.shared_with:
        return DOES
    if role in step.recorded_by:
        return RECORDS
    signers = [one for group in step.authorises.groups for one in group] if step.authorises else []
    return SIGNS if role in signers else ""


def places_for(asked: Asked) -> list[tuple[str, list[tuple[Route, str]]]]:
    """The routes by area, each with whom it lets in; of a role or a person, those it opens."""
    found: dict[str, list[tuple[Route, str]]] = {}
    for route in routes():
        if asked.is_narrow and not opens_to(route, asked.held):
            continue
        found.setdefault(AREAS.get(route.area, OTHER), []).append((route, let_in_by(route)))
    return sorted(found.items(), key=lambda place: list(AREAS.values()).index(place[0])
                  if place[0] in AREAS.values() else len(AREAS))  # fmt: skip


def let_in_by(route: Route) -> str:
    """Whom a route lets in, in the reader's language."""
    if route.roles:
        return ", ".join(role_name(role) for role in route.roles)
    return gettext(WHO_NAMES[route.who])


def _asked(request: HttpRequest) -> Asked:
    role, username = request.GET.get("rol", ""), request.GET.get("persona", "")
    if role in ROLES:
        return Asked(role=role, held=frozenset({role}))
    if not username:
        return Asked()
    person = User.objects.filter(username=username).first()
    if person is None:
        raise Http404
    held: Collection[str] = {seat.role for seat in standing_today(person.pk).held}
    return Asked(person=person, held=frozenset(held))


def _roles_in(procedure: Procedure) -> tuple[str, ...]:
    """The roles that a procedure's table names, in the manual's order."""
    named: set[str] = set()
    for step in procedure.steps:
        named.update(step.roles)
        groups: Sequence[tuple[str, ...]] = step.authorises.groups if step.authorises else ()
        named.update(role for group in groups for role in group)
    return tuple(role for role in ROLES if role in named)
