"""What the state machine's rules stand on: a run of its own, and what may be refused to whom."""

from typing import Any, ClassVar, TypeVar

import pytest
from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine

from cartera.control.workflow.models import Task
from cartera.kernel.clock import FixedClock
from cartera.kernel.refusals import Refusal, Refusals
from cartera.procedures.players import Players
from tests.cast import OPENING, move_to
from tests.properties.house import House

Row = TypeVar("Row")

# What may be refused to the right person at a step: everything else is a failure.
LAWFUL = {
    "line-no-longer-covers", "line-exceeded", "assignment-not-paid-off", "figures-changed",
    "nothing-received", "document-elsewhere", "document-past-due", "already-bounced",
    "day-not-posted", "target-no-longer-live", "payments-waiting", "net-is-negative",
    "no-documents", "price-changed", "not-applied", "payments-on-their-way",
    "round-not-tied-out", "receipt-still-missing", "not-there", "not-the-holder",
    "hand-over-answered", "nothing-to-return", "already-offered",
    "change-not-allowed", "not-at-the-bank", "collector-still-answers", "document-not-pending",
    "not-resolvable", "value-before-deposit", "not-deposited", "not-to-collect",
}  # fmt: skip


class Driven(RuleBasedStateMachine):
    """One run lives in a transaction that is thrown away at its end."""

    players: ClassVar[Players]
    clock: ClassVar[FixedClock]

    def __init__(self) -> None:
        super().__init__()
        move_to(self.clock, OPENING.date())
        self.world = transaction.atomic()
        self.world.__enter__()
        self.house = House(self.players, self.clock, OPENING.date())
        self.typed = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)

    def _task(self, which: int) -> Task | None:
        tasks = Task.objects.filter(state="open").order_by("case_id", "id")
        return self._pick(list(tasks), which)

    def _pick(self, rows: list[Row], which: int) -> Row | None:
        return rows[which % len(rows)] if rows else None

    def _lawfully(self, attempt: Any) -> None:
        try:
            attempt()
        except Refusal as refusal:
            said = list(refusal) if isinstance(refusal, Refusals) else [refusal]
            unlawful = [str(one) for one in said if one.code not in LAWFUL]
        else:
            unlawful = []
        assert unlawful == []

    def _refused(self, code: str, attempt: Any) -> None:
        with pytest.raises(Refusal) as refused:
            attempt()
        assert refused.value.code == code
