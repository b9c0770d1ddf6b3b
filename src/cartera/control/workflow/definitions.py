"""A procedure as data: the table of steps from which everything else is derived."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from cartera.kernel.calendar import Deadline

END = 0  # where a branch goes that finishes the case

type_act = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts, for whom, in which role, on which step of which case, and when.

    `at` is the clock's instant, `on` the business day on which the act counts.
    """

    actor_id: int
    role: str
    case_id: int
    procedure: str
    step: int
    at: datetime
    on: date
    on_behalf_of_id: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act answers: which branch the case takes, and what the page and the API may show."""

    name: str = ""
    note: str = ""
    result: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Authorisation:
    """Signatures that a step waits for before the case goes on.

    Each group is a set of roles of which one signs; `when` looks at the subject and says whether
    the signatures are needed. `not_by_step` bars whoever did the step itself.
    """

    groups: tuple[tuple[str, ...], ...]
    when: Callable[[Any], bool] = lambda _subject: True
    text: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a procedure's table (style.md, architecture.md).

    `makes`: forms it prints. `needs`: forms that must be there. `calls`: procedures that the manual
    hands over to. `not_by`: steps whose performers are barred. `approves`: the content signed.
    `requires`: steps whose signature must still hold. `goes_to`: branch by outcome; a step not
    named there goes on to the next. `repeats`: may be performed many times until `finish=true`.
    `then`: what other rooms must hear of it. `entitles`: the case is called anew after it.
    `recorded_by`: staff roles who may record the act of an external person. `shared_with`: roles
    that may do it as well. `waits_for`: the person for whom it waits, if it is somebody's own.
    `due_since`: the instant from which its deadline runs, where it is not when it begins to wait.
    `dear`: the money that leaves the house by it, in the company's currency; the pages ask for it
    again, and for a fresh second factor.
    """

    number: int
    role: str
    text: str
    act: type_act
    makes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    due: Deadline | None = None
    not_by: tuple[int, ...] = ()
    inferred: bool = False
    authorises: Authorisation | None = None
    approves: Callable[[Any], Mapping[str, Any]] | None = None
    requires: tuple[int, ...] = ()
    goes_to: Mapping[str, int] = field(default_factory=dict)
    sends_back_to: tuple[int, ...] = ()
    can_reject: bool = False
    repeats: bool = False
    recorded_by: tuple[str, ...] = ()
    shared_with: tuple[str, ...] = ()
    waits_for: Callable[[Any], int | None] = lambda _subject: None
    due_since: Callable[[Any], datetime | None] = lambda _subject: None
    template: str = ""
    then: Callable[[Any, Act], None] | None = None
    entitles: bool = False
    dear: Callable[[Any], Decimal] | None = None

    @property
    def roles(self) -> tuple[str, ...]:
        """Who may perform it: its role, who does it as well, who records it for who is outside."""
        return (self.role, *self.shared_with, *self.recorded_by)


def checker(number: int, role: str, text: str, act: type_act, **more: Any) -> Step:
    """The second pair of eyes on what step 1 made: passes it, sends it back to there, or rejects
    it; never whoever made it. `more` is what else its row says."""
    return Step(
        number, role, text, act=act, not_by=(1,), sends_back_to=(1,), can_reject=True, **more
    )


@dataclass(frozen=True, slots=True)
class Procedure:
    """A control procedure that runs.

    `subject` is the model with a unique `case` that each run is about, `subject_with` the relations
    read with it. `on_reject` undoes what the run reserved. `issue` prints the forms that a step
    makes. `house` procedures are not in the manual.
    """

    code: str
    title: str
    subject: Any
    steps: tuple[Step, ...]
    areas: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    on_reject: Callable[[Any, Act, str], None] | None = None
    issue: Callable[[tuple[str, ...], Any, Act], None] | None = None
    describe: Callable[[Any], tuple[str, str]] | None = None
    house: bool = False
    subject_with: tuple[str, ...] = ()

    @property
    def first(self) -> Step:
        """The step that opens a case."""
        return self.steps[0]

    def step(self, number: int) -> Step | None:
        """The step of that number, if the procedure has one."""
        return next((step for step in self.steps if step.number == number), None)

    def after(self, step: Step, outcome: str) -> Step | None:
        """Where the case goes when `step` ended with `outcome`; None finishes it."""
        if outcome in step.goes_to:
            return self.step(step.goes_to[outcome])
        place = self.steps.index(step) + 1
        return self.steps[place] if place < len(self.steps) else None
