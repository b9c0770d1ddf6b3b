"""The flowchart of every procedure: all of it drawn, nothing over anything else."""

from itertools import combinations, pairwise

import pytest

from cartera.control.workflow.definitions import END, Procedure
from cartera.control.workflow.registry import procedures
from cartera.control.workflow.tests.toy import TOY
from cartera.desk.cases.flowchart import (
    ENDS,
    REJECTED,
    Arrow,
    Box,
    Chart,
    Mark,
    Point,
    Progress,
    chart_of,
    links_of,
    nodes_of,
    signature_key,
    step_key,
)

ALL = [*procedures(), TOY]
every = pytest.mark.parametrize("procedure", ALL, ids=lambda procedure: procedure.code)


def drawn(procedure: Procedure, progress: Progress | None = None) -> Chart:
    return chart_of(procedure, progress or Progress(), {}, {})


def ways(procedure: Procedure) -> set[tuple[str, str]]:
    """Where a case can go, told from the table in the engine's own words, not the drawing's."""
    found = set()
    for step in procedure.steps:
        own = step_key(step.number)
        signs = [signature_key(step, group[0]) for group in
                 (step.authorises.groups if step.authorises else ())]  # fmt: skip
        following = procedure.after(step, "")
        onward = step_key(following.number) if following else ENDS
        found |= set(pairwise([own, *signs, onward])) | {(own, onward)}
        found |= {(sign, own) for sign in signs}
        found |= {
            ([own, *signs][-1], ENDS if to == END else step_key(to)) for to in step.goes_to.values()
        }
        found |= {(own, step_key(to)) for to in step.sends_back_to}
        if step.can_reject and procedure.on_reject:
            found |= {(source, REJECTED) for source in (own, *signs)}
    return found


def overlap(one: Box, other: Box) -> bool:
    apart = (
        one.x + one.width <= other.x
        or other.x + other.width <= one.x
        or one.bottom <= other.y
        or other.bottom <= one.y
    )
    return not apart


def crosses(a: Point, b: Point, box: Box) -> bool:
    """Whether a line along an axis goes through the inside of a box."""
    (x0, x1), (y0, y1) = sorted((a[0], b[0])), sorted((a[1], b[1]))
    return x0 < box.x + box.width and x1 > box.x and y0 < box.bottom and y1 > box.y


@every
def test_every_step_and_signature_has_its_box_in_its_roles_lane(procedure: Procedure) -> None:
    chart = drawn(procedure)
    lanes = {lane.role: lane for lane in chart.lanes}
    boxes = {box.node.key: box for box in chart.boxes}
    assert {step_key(step.number) for step in procedure.steps} <= set(boxes)
    assert set(lanes) == {box.node.role for box in chart.boxes}
    for box in chart.boxes:
        lane = lanes[box.node.role]
        assert lane.x <= box.x
        assert box.x + box.width <= lane.x + lane.width


@every
def test_every_way_that_a_case_can_go_is_drawn_once_and_no_other(procedure: Procedure) -> None:
    drawn_ways = [(arrow.link.source, arrow.link.target) for arrow in drawn(procedure).arrows]
    assert len(drawn_ways) == len(set(drawn_ways))
    assert set(drawn_ways) == ways(procedure)


@every
def test_no_box_lies_over_another_and_all_is_within_the_drawing(procedure: Procedure) -> None:
    chart = drawn(procedure)
    assert [pair for pair in combinations(chart.boxes, 2) if overlap(*pair)] == []
    points = [point for arrow in chart.arrows for point in arrow.points]
    points += [(box.x + box.width, box.bottom) for box in chart.boxes]
    assert all(0 < x < chart.width and 0 < y < chart.height for x, y in points)


@every
def test_lines_run_along_the_axes_touch_their_two_boxes_and_cross_no_box(
    procedure: Procedure,
) -> None:
    chart = drawn(procedure)
    boxes = {box.node.key: box for box in chart.boxes}
    for arrow in chart.arrows:
        for a, b in pairwise(arrow.points):
            assert a[0] == b[0] or a[1] == b[1], arrow
            assert [box.node.key for box in chart.boxes if crosses(a, b, box)] == [], arrow
        assert _touches(arrow.points[0], boxes[arrow.link.source]), arrow
        assert _touches(arrow.points[-1], boxes[arrow.link.target]), arrow


def _touches(point: Point, box: Box) -> bool:
    x, y = point
    return box.x <= x <= box.x + box.width and box.y <= y <= box.bottom


@every
def test_lines_to_different_places_do_not_lie_on_one_another(procedure: Procedure) -> None:
    """Upright lines beside the lanes, which are the long ones."""
    seen: list[tuple[Arrow, int, int, int]] = []
    for arrow in drawn(procedure).arrows:
        for a, b in pairwise(arrow.points):
            if a[0] == b[0] and arrow.link.kind != "next":
                seen.append((arrow, a[0], min(a[1], b[1]), max(a[1], b[1])))
    for one, other in combinations(seen, 2):
        same_place = one[0].link.target == other[0].link.target
        meet = one[1] == other[1] and one[2] < other[3] and other[2] < one[3]
        assert same_place or not meet, (one, other)


@every
def test_words_fit_their_box(procedure: Procedure) -> None:
    for box in drawn(procedure).boxes:
        assert len(box.lines) <= 3
        assert all(len(line) <= 23 for line in box.lines), box.lines


def test_what_is_done_what_waits_and_where_it_went_is_marked() -> None:
    mark = Mark("Ana", "05/01 09:00")
    progress = Progress({"s1": mark}, frozenset({"s2"}), frozenset({("s1", "s2")}))
    chart = drawn(TOY, progress)
    states = {box.node.key: (box.state, box.mark) for box in chart.boxes}
    assert states["s1"] == ("done", mark)
    assert states["s2"] == ("now", None)
    assert states["s3"] == ("ahead", None)
    assert [arrow.link.source for arrow in chart.arrows if arrow.is_gone] == ["s1"]


def test_two_signatures_two_boxes() -> None:
    assert [node.key for node in nodes_of(TOY)] == [
        "s1", "s2", "s3", "s4", "a4.0", "a4.1", "s5", "end", "rejected",
    ]  # fmt: skip
    assert signature_key(TOY.steps[3], "DIR_FIN") == "a4.1"
    assert {link.kind for link in links_of(TOY)} == {"next", "branch", "bypass", "back", "reject"}
