"""The control 'al día': which day a page is asked for, and as it was known when."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from cartera.desk.refusals import DayToCome
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import said
from cartera.kernel.dates import parse_date
from cartera.kernel.refusals import Refusal
from cartera.reports.figures.asking import AsOf, as_of

AS_OF, KNOWN_ON = "al", "sabido"


@dataclass(frozen=True, slots=True)
class AskedDay:
    """A day as it was typed and as it is read; `wrong` says why today is shown instead."""

    name: str
    typed: str
    day: date
    wrong: str = ""

    @property
    def is_typed(self) -> bool:
        """Whether another day than today was asked for and could be read."""
        return bool(self.typed) and not self.wrong


def asked_day(
    request: HttpRequest, visitor: Visitor, name: str = AS_OF, *, may_come: bool = False
) -> AskedDay:
    """The day that the address names, or today. `may_come`: a day to come is a projection."""
    typed = request.GET.get(name, "").strip()[:20]
    today = visitor.standing.on
    if not typed:
        return AskedDay(name, "", today)
    try:
        day = parse_date(typed, "iso" if "-" in typed else "dmy")
        if day > today and not may_come:
            raise DayToCome(day=day)
    except Refusal as refusal:
        return AskedDay(name, typed, today, said(refusal))
    return AskedDay(name, typed, day)


def figures_day(asked: AskedDay, visitor: Visitor) -> AsOf:
    """The day as the figures of the portfolio are asked for."""
    return as_of(asked.day, visitor.standing.on)
