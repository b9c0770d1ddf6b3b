"""The players' usual day in the street: a route from its report to its distribution."""

from collections.abc import Mapping, Sequence
from typing import Any

from cartera.control.workflow.models import Task
from cartera.procedures.players import Players
from cartera.procedures.setup import FIRST_PLACE
from cartera.recovery.custody.models import HandOver
from cartera.recovery.routes.entering import OPERATIONS
from cartera.recovery.routes.models import Route
from cartera.recovery.routes.selectors import cheques_of, items_of, taken_papers


def send_route_out(players: Players, collector: str = "g_cob", zone: str = "") -> int:
    """A route with all that is due in a zone, in its collector's hands; its case."""
    case_id = players.open("PCI-F02", "J_COB", {"collector": collector, "zone": zone})
    route = Route.objects.get(case_id=case_id)
    players.play(case_id, {"counted": items_of(route.pk).count()})
    players.play(case_id)
    return case_id


def visit(players: Players, case_id: int, **told: Any) -> int:
    """The collector tells of a visit; its number."""
    return int(players.play(case_id, {**told, "finish": False}).result["visit"])


def bring_home(players: Players, case_id: int) -> int:
    """The rest of a route, everybody reading what is there; how many steps."""
    return players.play_through(case_id, upto=5) + sum(
        _play(players, case_id, step) for step in range(6, 13)
    )


def collect(players: Players, visits: Sequence[Mapping[str, Any]], zone: str = "") -> int:
    """A whole route, with these visits; its case."""
    case_id = send_route_out(players, zone=zone)
    for told in visits:
        visit(players, case_id, **told)
    bring_home(players, case_id)
    return case_id


def as_read(case_id: int, step: int) -> dict[str, Any]:
    """What whoever does a step of a route reads on the papers before him."""
    route = Route.objects.get(case_id=case_id)
    if step == 2:
        return {"counted": items_of(route.pk).count()}
    if step == 6:
        return {"place": FIRST_PLACE, "cheques": _cheques(route)}
    if step == 9:
        papers = taken_papers(case_id, OPERATIONS)
        return {"figures": [{"paper": p.label, "amount": str(p.amount)} for p in papers]}
    return {"are_attached": True} if step == 11 else {}


def _cheques(route: Route) -> list[dict[str, str]]:
    """The cheques that custody is offered."""
    offered = HandOver.objects.filter(within_id=route.case_id, state="offered")
    rows = cheques_of(route.pk).filter(cheque__original__handed__hand_over__in=offered)
    return [
        {"number": row.cheque.number, "bank": row.cheque.bank, "amount": str(row.cheque.amount)}
        for row in rows
    ]


def _play(players: Players, case_id: int, step: int) -> int:
    if not Task.objects.filter(case_id=case_id, state="open", step=step).exists():
        return 0
    players.play(case_id, as_read(case_id, step))
    return 1
