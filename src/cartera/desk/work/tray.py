"""What the inbox is drawn from: which tasks are asked for, their tabs, piles and lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Q
from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from cartera.control.workflow.registry import procedures, step_of
from cartera.control.workflow.selectors import (
    SCOPES,
    ProcedureCount,
    Scope,
    WaitingTask,
    Wanted,
)
from cartera.credit.parties.models import Client
from cartera.kernel.numbers import named_number
from cartera.kernel.search import search_key
from cartera.kernel.text import gettext_noop as _

SCOPE_NAMES: dict[Scope, str] = {
    "all": _("Todo"),
    "mine": _("Lo mío"),
    "role": _("De mi rol"),
    "today": _("Vence hoy"),
    "overdue": _("Vencido"),
    "snoozed": _("Pospuesto"),
}
# What an empty tab says, and what is done about it.
EMPTY: dict[Scope, tuple[str, str]] = {
    "all": (
        _("No hay nada pendiente para usted"),
        _("Lo nuevo aparece aquí solo, con su plazo."),
    ),
    "mine": (
        _("No ha tomado ninguna tarea"),
        _("Tome una de su rol para que nadie más la atienda mientras usted trabaja en ella."),
    ),
    "role": (
        _("Nada de su rol está sin tomar"),
        _("Aquí esperan las tareas que cualquiera de su rol puede tomar."),
    ),
    "today": (
        _("Nada vence hoy"),
        _("Aquí verá lo que tiene plazo hasta la medianoche de hoy."),
    ),
    "overdue": (
        _("Nada está vencido"),
        _("Si un plazo se pasa, la tarea queda aquí y no puede posponerse."),
    ),
    "snoozed": (
        _("No ha pospuesto nada"),
        _("Lo que posponga se guarda aquí y vuelve solo a su hora; sus colegas lo siguen viendo."),
    ),
}
CLIENTS_MEANT = 50
CLIENTS_OFFERED = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of the inbox asks for: the filter as typed, and what it means."""

    wanted: Wanted
    client: str
    text: str

    def address(self, **changed: str) -> str:
        """The inbox with this filter and what is changed of it; what is empty is left out."""
        query = QueryDict(mutable=True)
        named = {
            "ver": "" if self.wanted.scope == "all" else self.wanted.scope,
            "procedimiento": self.wanted.procedure,
            "cliente": self.client,
            "q": self.text,
        }
        for name, value in (named | changed).items():
            if value:
                query[name] = value
        return f"?{query.urlencode()}"

    @property
    def is_filtered(self) -> bool:
        """Whether more than a tab was chosen."""
        return bool(self.wanted.procedure or self.client or self.text)


@dataclass(frozen=True, slots=True)
class Tab:
    """A scope with its count."""

    scope: Scope
    name: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """A task with the words of its step."""

    task: WaitingTask
    text: str
    is_overdue: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Pile:
    """The tasks of one procedure on this page, and how many there are in all."""

    code: str
    title: str
    count: int
    lines: tuple[Line, ...]


def asked_of(query: QueryDict) -> Asked:
    """What the address asks for; what it does not know it leaves out."""
    scope = query.get("ver", "all")
    after = query.get("despues", "")
    client = query.get("cliente", "").strip()[:80]
    text = query.get("q", "").strip()[:80]
    wanted = Wanted(
        scope=scope if scope in SCOPES else "all",
        procedure=query.get("procedimiento", "")[:12],
        clients=codes_meant(client) if client else None,
        text=search_key(text),
        after=named_number(after),
        after_due=_instant(query.get("vence", "")),
    )
    return Asked(wanted, client, text)


def codes_meant(typed: str) -> tuple[str, ...]:
    """The codes of the clients that were typed by code, tax id or part of the name. One query."""
    code = typed.partition(" · ")[0]
    found = Client.objects.filter(_meant(typed) | Q(code__iexact=code)).order_by("code")
    codes = tuple(found.values_list("code", flat=True)[:CLIENTS_MEANT])
    exact = tuple(known for known in codes if known.lower() == code.lower())
    return exact or codes


def clients_offered(typed: str) -> list[Client]:
    """A few clients to choose from, by code or part of the name. One query."""
    return list(Client.objects.filter(_meant(typed)).order_by("search_name")[:CLIENTS_OFFERED])


def _meant(typed: str) -> Q:
    key = search_key(typed)
    meant = Q(code__iexact=typed) | Q(tax_id=typed)
    return meant | Q(search_name__contains=key) if key else meant


def _instant(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def after(asked: Asked, last: WaitingTask) -> str:
    """Where the page after `last` is."""
    due = last.due_at.isoformat() if last.due_at else ""
    return asked.address(despues=str(last.id), vence=due)


def tabs_of(asked: Asked, counts: Sequence[ProcedureCount]) -> list[Tab]:
    """The tabs with what waits in each, under the filter by client and procedure."""
    chosen = [c for c in counts if asked.wanted.procedure in ("", c.procedure)]
    return [
        Tab(
            scope,
            SCOPE_NAMES[scope],
            sum(getattr(count, scope) for count in chosen),
            asked.address(ver="" if scope == "all" else scope),
        )
        for scope in SCOPES
    ]


def fresh_in(asked: Asked, counts: Sequence[ProcedureCount]) -> int:
    """How many came since what the page knows, under the filter by procedure."""
    return sum(c.fresh for c in counts if asked.wanted.procedure in ("", c.procedure))


def piles_of(
    page: Sequence[WaitingTask], counts: Sequence[ProcedureCount], actor_id: int, at: datetime
) -> list[Pile]:
    """The page's tasks under their procedures, in the order of the procedures' codes."""
    in_all = {count.procedure: count.all for count in counts}
    titles = {procedure.code: procedure.title for procedure in procedures()}
    by_code = sorted(page, key=lambda task: task.procedure)
    return [
        Pile(
            code,
            titles.get(code, ""),
            in_all.get(code, 0),
            tuple(line_of(task, actor_id, at) for task in tasks),
        )
        for code, tasks in groupby(by_code, key=lambda task: task.procedure)
    ]


def line_of(task: WaitingTask, actor_id: int, at: datetime) -> Line:
    """A task as the inbox shows it."""
    _, step = step_of(task.procedure, task.step)
    signs = task.kind == "authorisation" and step.authorises is not None
    text = step.authorises.text if signs and step.authorises else step.text
    overdue = task.due_at is not None and task.due_at < at
    return Line(task, text, overdue, task.claimed_by_id == actor_id)
