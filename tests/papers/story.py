"""One assignment lived from its request to its settlement, a minute a step, and its papers."""

from dataclasses import replace
from datetime import date, timedelta

from cartera.control.workflow.models import Case
from cartera.credit.assignments.models import Assignment
from cartera.kernel.clock import FixedClock
from cartera.papers.models import Paper
from cartera.papers.printing import print_paper
from cartera.papers.tests.reading import words_of
from cartera.procedures.players import Players
from tests.cast import a_company, a_document, a_live_assignment, a_payment, move_to

FIRST_PAID_ON = date(2026, 2, 4)
PAID_OFF_ON = date(2026, 2, 19)


def a_ticking_company(clock: FixedClock) -> Players:
    """The company of the cast, in which each step takes a minute."""
    players = a_company(clock)
    return replace(players, watch=Ticking(clock))


class Ticking:
    """Moves the clock before each step."""

    def __init__(self, clock: FixedClock) -> None:
        self.clock = clock

    def __call__(self, procedure: str, step: int) -> "Ticking":
        """The step is about to be done."""
        self.clock.advance(timedelta(minutes=1))
        return self

    def __enter__(self) -> None:
        """Nothing more to do."""

    def __exit__(self, *_: object) -> None:
        """Nothing to undo."""


def lived(players: Players, clock: FixedClock) -> Assignment:
    """The worked example: 10,000.00 at 90 %, two payments of 5,000.00, 778.20 to return."""
    case_id = a_live_assignment(players, a_document(issued_on="2026-01-02"))
    assignment = Assignment.objects.get(case_id=case_id)
    for on in (FIRST_PAID_ON, PAID_OFF_ON):
        move_to(clock, on)
        players.receive_and_apply([a_payment(assignment.number or 0, "5000.00", on)])
    players.settle(Case.objects.get(procedure="PCI-F10").pk)
    assignment.refresh_from_db()
    return assignment


def last(form: str, title: str = "", **which: object) -> Paper:
    """The last paper of a form, of a title that begins so."""
    papers = Paper.objects.filter(form=form, title__startswith=title, **which)
    return papers.select_related("case").order_by("id").reverse()[0]


def read(form: str, title: str = "", **which: object) -> str:
    """Its words as printed now."""
    return words_of(print_paper(last(form, title, **which)))
