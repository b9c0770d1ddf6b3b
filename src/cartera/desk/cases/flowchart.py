"""A procedure drawn as lanes, one a role, with a case's progress in it: where each box and line is.

Pure geometry in whole pixels, from the procedure's table alone. Time runs down: each step, each
signature that a step waits for and each end has a row of its own, so nothing can overlap. What
goes on by itself runs straight from row to row; what jumps ahead runs beside the lanes on the
right, what goes back on the left, and lines to one place share their track.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from textwrap import wrap

from cartera.control.workflow.definitions import END, Procedure, Step

LANE, BOX, TALL, PILL, GAP, HEAD = 152, 136, 82, 34, 30, 44
TRACK, EDGE, BEFORE_TRACKS = 10, 8, 14
LETTERS, MOST_LINES, TIP = 23, 3, 5
ENDS, REJECTED = "end", "rejected"

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Link:
    """From one box to another: on by itself ('next'), by an outcome ('branch'), where no signature
    is needed ('bypass'), sent back ('back') or rejected ('reject')."""

    kind: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Node:
    """What a box stands for: a step, a signature, or an end; `step` is None at the ends."""

    key: str
    kind: str
    role: str
    step: Step | None
    text: str

    @property
    def height(self) -> int:
        """Ends are pills, the rest are boxes."""
        return PILL if self.kind in (ENDS, REJECTED) else TALL


@dataclass(frozen=True, slots=True)
class Mark:
    """Who did it, and when as the page writes it."""

    who: str
    when: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a case came: what is done and by whom, what waits now, which links were gone."""

    done: Mapping[str, Mark] = field(default_factory=dict)
    now: frozenset[str] = frozenset()
    gone: frozenset[tuple[str, str]] = frozenset()

    def state_of(self, key: str) -> str:
        """'now', 'done' or 'ahead'."""
        if key in self.now:
            return "now"
        return "done" if key in self.done else "ahead"


@dataclass(frozen=True, slots=True)
class Lane:
    """A role's lane, and its name in lines that fit."""

    role: str
    lines: tuple[str, ...]
    x: int
    is_odd: bool
    width: int = LANE

    @property
    def middle(self) -> int:
        """Where its name stands."""
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class Box:
    """A node in its place, its words cut to fit."""

    node: Node
    x: int
    y: int
    state: str
    lines: tuple[str, ...]
    mark: Mark | None
    width: int = BOX

    @property
    def height(self) -> int:
        """As its node's."""
        return self.node.height

    @property
    def middle(self) -> int:
        """The x of its middle."""
        return self.x + self.width // 2

    @property
    def bottom(self) -> int:
        """The y below it."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Arrow:
    """A link as a line of points, the last of which is its tip."""

    link: Link
    points: tuple[Point, ...]
    is_gone: bool

    @property
    def line(self) -> str:
        """Its points as an SVG polyline writes them."""
        return " ".join(f"{x},{y}" for x, y in self.points)

    @property
    def tip(self) -> str:
        """The triangle at its end."""
        (x0, y0), (x, y) = self.points[-2:]
        dx, dy = _sign(x - x0) * TIP, _sign(y - y0) * TIP
        corners = ((x, y), (x - dx - dy, y - dy - dx), (x - dx + dy, y - dy + dx))
        return " ".join(f"{a},{b}" for a, b in corners)


@dataclass(frozen=True, slots=True)
class Chart:
    """All of it, and how large it is."""

    width: int
    height: int
    lanes: tuple[Lane, ...]
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def step_key(number: int) -> str:
    """The key of a step's box."""
    return f"s{number}"


def signature_key(step: Step, role: str) -> str:
    """The key of the box of the signature that `role` may give at a step."""
    groups = step.authorises.groups if step.authorises else ()
    place = next((n for n, group in enumerate(groups) if role in group), 0)
    return f"a{step.number}.{place}"


def nodes_of(procedure: Procedure) -> list[Node]:
    """The boxes of a procedure from top to bottom."""
    found = list(_work(procedure))
    last = found[-1].role
    found.append(Node(ENDS, ENDS, last, None, "Fin"))
    if any(link.target == REJECTED for link in links_of(procedure)):
        found.append(Node(REJECTED, REJECTED, last, None, "Rechazado"))
    return found


def _work(procedure: Procedure) -> Iterator[Node]:
    for step in procedure.steps:
        yield Node(step_key(step.number), "step", step.role, step, step.text)
        if step.authorises:
            for group in step.authorises.groups:
                key = signature_key(step, group[0])
                yield Node(key, "signature", group[0], step, step.authorises.text or step.text)


def links_of(procedure: Procedure) -> list[Link]:
    """Every way that a case can go, each once."""
    found: dict[Link, None] = {}
    for step in procedure.steps:
        found.update(dict.fromkeys(_onward(procedure, step)))
        found.update(dict.fromkeys(_backward(procedure, step)))
    return list(found)


def _signatures(step: Step) -> list[str]:
    groups = step.authorises.groups if step.authorises else ()
    return [signature_key(step, group[0]) for group in groups]


def _onward(procedure: Procedure, step: Step) -> Iterator[Link]:
    following = procedure.after(step, "")
    chain = [step_key(step.number), *_signatures(step), _key(following)]
    place = procedure.steps.index(step) + 1
    beneath = procedure.steps[place] if place < len(procedure.steps) else None
    for source, target in pairwise(chain):
        jumps = target == chain[-1] and following is not beneath
        yield Link("branch" if jumps else "next", source, target)
    if step.authorises:
        yield Link("bypass", chain[0], chain[-1])
    for number in step.goes_to.values():
        target = ENDS if number == END else step_key(number)
        if target != chain[-1]:
            yield Link("branch", chain[-2], target)


def _backward(procedure: Procedure, step: Step) -> Iterator[Link]:
    own = step_key(step.number)
    for number in step.sends_back_to:
        yield Link("back", own, step_key(number))
    for signature in _signatures(step):
        yield Link("back", signature, own)
    if step.can_reject and procedure.on_reject is not None:
        for source in (own, *_signatures(step)):
            yield Link("reject", source, REJECTED)


def _key(step: Step | None) -> str:
    return step_key(step.number) if step else ENDS


def chart_of(
    procedure: Procedure, progress: Progress, names: Mapping[str, str], said: Mapping[str, str]
) -> Chart:
    """The whole drawing. `names` are the roles' names, `said` the boxes' words by their Spanish
    ones, in the reader's language."""
    nodes, links = nodes_of(procedure), links_of(procedure)
    rows = {node.key: row for row, node in enumerate(nodes)}
    left = _tracks(rows, [link for link in links if link.kind == "back"])
    ahead = [link for link in links if link.kind not in ("back", "next")]
    right = _tracks(rows, ahead)
    start = EDGE + _breadth(left)
    lanes = _lanes(nodes, start, names)
    boxes = _boxes(nodes, lanes, progress, said)
    far = lanes[-1].x + LANE
    placed = {box.node.key: box for box in boxes}
    arrows = tuple(
        Arrow(link, _path(link, placed, start, far, left, right), _is_gone(link, progress))
        for link in links
    )
    width = far + _breadth(right) + EDGE
    return Chart(width, boxes[-1].bottom + GAP // 2, lanes, boxes, arrows)


def _is_gone(link: Link, progress: Progress) -> bool:
    return (link.source, link.target) in progress.gone


def _lanes(nodes: Sequence[Node], start: int, names: Mapping[str, str]) -> tuple[Lane, ...]:
    """Roles from left to right in the order in which the procedure comes to them."""
    roles = list(dict.fromkeys(node.role for node in nodes))
    return tuple(
        Lane(role, tuple(_cut(names.get(role, role), 2)), start + LANE * n, bool(n % 2))
        for n, role in enumerate(roles)
    )


def _boxes(
    nodes: Sequence[Node], lanes: Sequence[Lane], progress: Progress, said: Mapping[str, str]
) -> tuple[Box, ...]:
    at = {lane.role: lane.x for lane in lanes}
    found, y = [], HEAD + GAP // 2
    for node in nodes:
        lines = tuple(_cut(said.get(node.text, node.text), MOST_LINES))
        x = at[node.role] + (LANE - BOX) // 2
        done = progress.done.get(node.key)
        found.append(Box(node, x, y, progress.state_of(node.key), lines, done))
        y += node.height + GAP
    return tuple(found)


def _cut(text: str, most: int) -> list[str]:
    """A text in lines that fit a box, an ellipsis where it goes on."""
    lines = wrap(text, LETTERS) or [""]
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    return [*lines[: most - 1], f"{last[: LETTERS - 1].rstrip(' ,;:.')}…"]


def _tracks(rows: Mapping[str, int], links: Iterable[Link]) -> dict[str, int]:
    """Which track beside the lanes leads to each target: short ones lie near, and two that would
    meet lie apart."""
    spans: dict[str, tuple[int, int]] = {}
    for link in links:
        low, high = sorted((rows[link.source], rows[link.target]))
        known = spans.get(link.target, (low, high))
        spans[link.target] = (min(low, known[0]), max(high, known[1]))
    by_length = sorted(spans, key=lambda key: (spans[key][1] - spans[key][0], rows[key]))
    tracks: dict[str, int] = {}
    for key in by_length:
        taken = {tracks[other] for other in tracks if _meet(spans[key], spans[other])}
        tracks[key] = next(n for n in range(len(spans)) if n not in taken)
    return tracks


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _breadth(tracks: Mapping[str, int]) -> int:
    """How much room the tracks of a side take."""
    return BEFORE_TRACKS + TRACK * max(tracks.values(), default=-1) + TRACK if tracks else 0


def _path(
    link: Link,
    placed: Mapping[str, Box],
    start: int,
    far: int,
    left: Mapping[str, int],
    right: Mapping[str, int],
) -> tuple[Point, ...]:
    source, target = placed[link.source], placed[link.target]
    if link.kind == "next":
        return _down(source, target)
    leaves, enters = source.y + source.height * 2 // 3, target.y + target.height // 3
    if link.kind == "back":
        track = start - BEFORE_TRACKS - TRACK * left[link.target]
        return (source.x, leaves), (track, leaves), (track, enters), (target.x, enters)
    track = far + BEFORE_TRACKS + TRACK * right[link.target]
    a, b = source.x + source.width, target.x + target.width
    return (a, leaves), (track, leaves), (track, enters), (b, enters)


def _down(source: Box, target: Box) -> tuple[Point, ...]:
    """From the bottom of a box to the top of the next row's, turning between the two rows."""
    if source.middle == target.middle:
        return (source.middle, source.bottom), (target.middle, target.y)
    turn = source.bottom + GAP // 2
    return (
        (source.middle, source.bottom),
        (source.middle, turn),
        (target.middle, turn),
        (target.middle, target.y),
    )


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
