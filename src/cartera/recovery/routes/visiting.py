"""The collector's visits, one by one: what he brought from each debtor (PCI-F02 step 4)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from pydantic import Field

from cartera.company.selectors import company
from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Label, Row, digest, validate
from cartera.credit.parties.models import Debtor
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.custody.acts import accept, withdraw_offered
from cartera.recovery.custody.counting import Seen
from cartera.recovery.custody.selectors import offered_within
from cartera.recovery.routes.collecting import brought, pay_others, receive_all
from cartera.recovery.routes.models import Route, RouteItem, Visit
from cartera.recovery.routes.outcomes import OutcomeLine, write_outcomes
from cartera.recovery.routes.refusals import (
    DebtorNotOnRoute,
    NothingVisited,
    NotYourRoute,
    VisitDiffers,
    VisitKeyWrong,
)
from cartera.recovery.routes.taking_back import take_visit_back
from cartera.recovery.routes.typed import Cheques, Others, Outcomes

Finish = Annotated[bool, Label(_("Terminar las visitas"), widget="check")]
Visited = Annotated[
    str,
    Field(max_length=12),
    Label(
        _("Deudor que visitó"),
        _("Vacío: solo firma de recibido lo que le dan"),
        options="debtors",
    ),
]
MetWith = Annotated[str, Field(max_length=120), Label(_("Quién lo atendió"))]
Remarks = Annotated[str, Field(max_length=300), Label(_("Observaciones"))]
DeviceAt = Annotated[datetime | None, Label(_("Hora de la visita"))]
Key = Annotated[str, Field(max_length=36), Label(_("Clave"), widget="hidden")]
TakeBack = Annotated[
    int | None, Label(_("Visita que se retira"), _("Su número, si se escribió mal"))
]
TakenBackWhy = Annotated[str, Field(max_length=200), Label(_("Por qué se retira"))]


def record_visit(  # noqa: PLR0913 - its parameters are the form
    route: Route,
    act: Act,
    *,
    seen: Seen = [],  # noqa: B006 (pydantic copies it)
    debtor: Visited = "",
    outcomes: Outcomes = [],  # noqa: B006 (pydantic copies it)
    cheques: Cheques = [],  # noqa: B006 (pydantic copies it)
    others: Others = [],  # noqa: B006 (pydantic copies it)
    met_with: MetWith = "",
    remarks: Remarks = "",
    device_at: DeviceAt = None,
    key: Key = "",
    take_back: TakeBack = None,
    take_back_reason: TakenBackWhy = "",
    finish: Finish = True,
) -> Outcome:
    """The collector signs for what he is given, and records a visit (PCI-F02 step 4).

    The same `key` again answers as the first time; with anything else in it, it is refused and the
    first stays. Refuses another's route, a document that is not on it or has its outcome already,
    an amount beyond the cheque, and a document not collected without reason and new date.
    """
    _check_collector(route, act)
    _set_out(route, act, seen)
    if take_back is not None:
        take_visit_back(route, act, take_back, take_back_reason)
    if not (debtor or outcomes or cheques or others):
        if not finish and route.visits.exists() and take_back is None:
            raise NothingVisited(field="debtor")
        return Outcome()
    told = _told(debtor, outcomes, cheques, others)
    visit, is_new = _visit(route, act, key, told, met_with, remarks, device_at)
    if is_new:
        found = brought(cheques)
        lines = write_outcomes(visit, act, outcomes, found)
        pay_others(others, found, visit.debtor, act, _client_of(lines))
        _keep(lines, receive_all(found, visit, visit.debtor, act))
    return Outcome(result={"visit": visit.pk, "again": not is_new})


def visit_told(route: Route, inputs: Mapping[str, Any]) -> Visit | None:
    """This very visit, if it came in before, wherever the route is by now.

    Refuses inputs that are none, and another visit under the same key: the first one stays.
    """
    told = validate(record_visit, inputs).arguments
    visit = Visit.objects.filter(key=_key(told["key"])).first()
    if visit is None:
        return None
    said = _told(told["debtor"], told["outcomes"], told["cheques"], told["others"])
    if visit.digest != digest({"route": route.pk, **said}):
        raise VisitDiffers(field="key")
    return visit


def _told(debtor: str, *tables: Sequence[Row]) -> dict[str, Any]:
    """What a visit says, as its digest is made of it: its outcomes, cheques and other papers."""
    names = ("outcomes", "cheques", "others")
    rows = ([row.model_dump(mode="json") for row in table] for table in tables)
    return {"debtor": debtor, **dict(zip(names, rows, strict=True))}


def _client_of(lines: Sequence[OutcomeLine]) -> int | None:
    """The client of all the visit's documents, if they are one's."""
    of_route = {line.item.original.client_id for line in lines}
    return next(iter(of_route)) if len(of_route) == 1 else None


def _check_collector(route: Route, act: Act) -> None:
    if route.collector_id not in (act.actor_id, act.on_behalf_of_id):
        raise NotYourRoute(who=str(route.collector))


def _set_out(route: Route, act: Act, seen: Sequence[str]) -> None:
    """He signs for what is offered to him; a route that was settled and came back is out again."""
    if route.state == Route.State.HANDED:
        waiting = offered_within(route.case_id)
        if waiting:
            accept(waiting, act, seen=seen)
    elif route.state == Route.State.SETTLED:
        withdraw_offered(route.case_id, act)
    else:
        return
    Route.objects.filter(pk=route.pk, state=route.state).update(state=Route.State.OUT)
    route.state = Route.State.OUT


def _visit(
    route: Route,
    act: Act,
    key: str,
    told: Mapping[str, Any],
    met_with: str,
    remarks: str,
    device_at: datetime | None,
) -> tuple[Visit, bool]:
    """The visit of a key, and whether it is new; of many who post it at once one writes it."""
    who = Debtor.objects.filter(code=told["debtor"]).first()
    if who is None:
        raise DebtorNotOnRoute(code=told["debtor"] or "?", field="debtor")
    said = digest({"route": route.pk, **told})
    visit, is_new = Visit.objects.get_or_create(
        key=_key(key),
        defaults={
            "digest": said,
            "route": route,
            "debtor": who,
            "met_with": met_with,
            "remarks": remarks,
            "device_at": _aware(device_at) or act.at,
            "at": act.at,
            "recorded_by_id": act.actor_id,
        },
    )
    if not is_new and visit.digest != said:
        raise VisitDiffers(field="key")
    return visit, is_new


def _key(text: str) -> UUID:
    try:
        return UUID(text) if text else uuid4()
    except ValueError:
        raise VisitKeyWrong(field="key") from None


def _aware(instant: datetime | None) -> datetime | None:
    """An instant typed without a zone is the company's."""
    if instant is None or instant.tzinfo is not None:
        return instant
    return instant.replace(tzinfo=ZoneInfo(company().timezone))


def _keep(lines: Sequence[OutcomeLine], received: Mapping[str, Cheque]) -> None:
    """Notes name their guarantee, now that it is there. One statement."""
    noted = [line for line in lines if line.guarantee]
    for line in noted:
        line.item.guarantee = received[line.guarantee]
    RouteItem.objects.bulk_update([line.item for line in noted], ["guarantee"])
