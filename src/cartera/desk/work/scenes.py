"""The pages made for the work of one step: which template shows what beside the form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from cartera.desk.cheques import showing as cheques
from cartera.desk.routes import showing
from cartera.desk.work import (
    bearing,
    between_factors,
    calls,
    delegation,
    foreign,
    pricing,
    refund,
    sending,
    squaring,
    tieout,
)
from cartera.desk.work.at import At

PLAIN = "desk/work/task.html"
BEARING = "desk/work/bearing.html"


@dataclass(frozen=True, slots=True)
class Scene:
    """What a page shows: `context` of where it stands and what was foreseen; `see` is what is
    looked at while the act is rehearsed, given the subject and the day. Nothing of it is shown to
    clients, but of what is `for_clients`."""

    context: Callable[[At, Any], Mapping[str, Any]]
    see: Callable[[Any, date], Any] | None = None
    for_clients: bool = False


_SCENES: Mapping[str, Scene] = {
    "desk/work/calls.html": Scene(calls.context),
    "desk/work/pricing.html": Scene(pricing.context, pricing.price_view),
    BEARING: Scene(bearing.context),
    "desk/work/day.html": Scene(tieout.context),
    "desk/work/refund.html": Scene(refund.context),
    "desk/work/cheques.html": Scene(cheques.context),
    "desk/work/route.html": Scene(showing.context),
    "desk/work/delegation.html": Scene(delegation.context, for_clients=True),
    "desk/work/between_factors.html": Scene(between_factors.context),
    "desk/work/foreign.html": Scene(foreign.context),
    "desk/work/sending.html": Scene(sending.context),
    "desk/work/squaring.html": Scene(
        squaring.context, lambda settlement, _on: squaring.square_of(settlement)
    ),
}


def template_of(at: At) -> str:
    """The template of a step; whoever signs for another step sees what bears on it."""
    if at.signs and at.step.template == "desk/work/pricing.html":
        return BEARING
    return at.step.template or PLAIN


def seen_by(at: At) -> Callable[[Any], Any] | None:
    """What is looked at in a rehearsal of the step."""
    scene = _SCENES.get(template_of(at))
    if scene is None or scene.see is None:
        return None
    return partial(_look, scene.see, at.visitor.standing.on)


def shown_at(at: At, foreseen: Any) -> Mapping[str, Any]:
    """What the step's own page shows; nothing for the plain one."""
    scene = _SCENES.get(template_of(at))
    if scene is None or not (at.visitor.is_staff or scene.for_clients):
        return {}
    return scene.context(at, foreseen)


def scene_of(at: At) -> str:
    """The name of the step's own page, for the pieces that are drawn anew while he types."""
    return template_of(at).removeprefix("desk/work/").removesuffix(".html")


def _look(see: Callable[[Any, date], Any], on: date, subject: Any) -> Any:
    return see(subject, on)
