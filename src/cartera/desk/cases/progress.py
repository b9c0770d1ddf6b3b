"""How far a case came, told from what happened in it: for the flowchart and its list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from cartera.control.workflow.definitions import Procedure, Step
from cartera.desk.cases.flowchart import (
    ENDS,
    REJECTED,
    Mark,
    Progress,
    nodes_of,
    signature_key,
    step_key,
)


class Happened(Protocol):
    """An event of the chain, as far as progress goes."""

    kind: str
    step: int | None
    role: str
    result: str


class Waits(Protocol):
    """A task that waits."""

    step: int
    kind: str
    role: str


@dataclass(slots=True)
class _Way:
    """The way gone so far; a copy is kept at each return, for the return may be undone."""

    done: dict[str, Mark] = field(default_factory=dict)
    gone: set[tuple[str, str]] = field(default_factory=set)
    last: str = ""

    def copy(self) -> "_Way":
        return _Way(dict(self.done), set(self.gone), self.last)

    def come_to(self, key: str, mark: Mark) -> None:
        if self.last and self.last != key:
            self.gone.add((self.last, key))
        self.done[key] = mark
        self.last = key


def progress_of(
    procedure: Procedure,
    events: Iterable[tuple[Happened, Mark]],
    waiting: Sequence[Waits],
    state: str,
) -> Progress:
    """What is done, what waits and which links were gone, from the case's events in their order.

    What a return undid is no longer done: it will be done again.
    """
    rows = [node.key for node in nodes_of(procedure)]
    way, before = _Way(), _Way()
    for event, mark in events:
        step = procedure.step(event.step or 0)
        if step is None:
            continue
        if event.kind == "sent_back":
            before, way = way.copy(), _returned(way, rows, step, event)
        elif event.kind == "undone" and event.result == "sent_back":
            way = before
        elif key := _done_by(event, step):
            way.come_to(key, mark)
    now = frozenset(_key_of(procedure, task) for task in waiting)
    if state == "closed" and way.last:
        way.come_to(ENDS, way.done[way.last])
    gone = way.gone | {(way.last, key) for key in now if way.last}
    return Progress(way.done, now, frozenset(gone))


def _done_by(event: Happened, step: Step) -> str:
    """The box that an event did; '' where it did none."""
    if event.kind in ("opened", "performed"):
        return step_key(step.number)
    if event.kind == "authorised":
        return signature_key(step, event.role)
    return REJECTED if event.kind == "rejected" else ""


def _returned(way: _Way, rows: Sequence[str], step: Step, event: Happened) -> _Way:
    """The way after a return: all from the step that it went to on is to be done again."""
    target = step_key(int(event.result)) if event.result.isdigit() else step_key(step.number)
    from_row = rows.index(target) if target in rows else 0
    kept = {key: mark for key, mark in way.done.items() if rows.index(key) < from_row}
    own = step_key(step.number)
    source = (
        own
        if own != target
        else next((key for key in rows if key.startswith(f"a{step.number}.")), own)
    )
    return _Way(kept, way.gone | {(source, target)}, "")


def _key_of(procedure: Procedure, task: Waits) -> str:
    step = procedure.step(task.step)
    if task.kind == "authorisation" and step is not None:
        return signature_key(step, task.role)
    return step_key(task.step)
