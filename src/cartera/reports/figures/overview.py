"""The money path at a glance: the figures of the tablero, for its page and for the API alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from cartera.kernel.money import ZERO
from cartera.reports.figures.ageing import DebtorAge, ages_of
from cartera.reports.figures.asking import AsOf
from cartera.reports.figures.availability import LineUse, lines_of
from cartera.reports.figures.cash import Cash, cash_of
from cartera.reports.figures.entries import PostedEntry, last_entries
from cartera.reports.figures.maturities import DayAhead, days_ahead
from cartera.reports.figures.portfolio import (
    ClientRow,
    ProcessRow,
    SituationRow,
    capital_of,
    clients_of,
    in_process,
    situations_of,
)
from cartera.reports.figures.rounds import Round, last_rounds
from cartera.reports.figures.sweeps import assignments_swept, documents_swept
from cartera.reports.figures.waiting import WaitingWork, waiting_by_procedure


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything of a day, each read once. What is in process and what waits is known of the
    present day only: None on a past one."""

    situations: Sequence[SituationRow]
    clients: Sequence[ClientRow]
    ages: Sequence[DebtorAge]
    ahead: Sequence[DayAhead]
    lines: Sequence[LineUse]
    cash: Cash
    rounds: Sequence[Round]
    entries: Sequence[PostedEntry]
    process: Sequence[ProcessRow] | None
    waiting: Sequence[WaitingWork] | None

    @property
    def is_empty(self) -> bool:
        """Whether the company has lent nothing yet, nor approved a line to lend under."""
        return not self.lines and not any(row.assignments for row in self.situations)

    @property
    def capital(self) -> Decimal:
        """What all clients owe in capital."""
        return capital_of(self.situations)

    @property
    def overdue(self) -> Decimal:
        """What of it is past maturity."""
        return sum((row.capital for row in self.situations if row.situation == "overdue"), ZERO)

    @property
    def available(self) -> Decimal:
        """What may still be lent; a line that is exceeded takes nothing from the others."""
        return sum((max(line.available, ZERO) for line in self.lines), ZERO)

    @property
    def to_collect(self) -> Decimal:
        """What falls due on the days ahead."""
        return sum((row.to_collect for row in self.ahead), ZERO)

    @property
    def past_due(self) -> Decimal:
        """What is past its due day and not collected."""
        return sum((row.past_due for row in self.ages), ZERO)

    @property
    def untied(self) -> list[Round]:
        """The rounds that nobody has signed yet."""
        return [row for row in self.rounds if not row.is_done]


def overview_of(asked: AsOf, at: datetime) -> Overview:
    """The figures of a day; `at` says what of the work that waits is late. Two sweeps of the
    portfolio, a query for each of the others."""
    assignments, documents = assignments_swept(asked), documents_swept(asked)
    return Overview(
        situations=situations_of(assignments),
        clients=clients_of(assignments),
        ages=ages_of(documents),
        ahead=days_ahead(asked, assignments, documents),
        lines=lines_of(assignments),
        cash=cash_of(asked.day),
        rounds=last_rounds(asked.day),
        entries=last_entries(asked.day),
        process=in_process() if asked.is_now else None,
        waiting=waiting_by_procedure(at) if asked.is_now else None,
    )
