"""Strict reading of typed dates."""

import re
from datetime import date
from typing import Final, Literal

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _

DateStyle = Literal["iso", "dmy"]

EARLIEST: Final = date(1990, 1, 1)
LATEST: Final = date(2100, 12, 31)
_PATTERNS: Final = {
    "iso": re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"),
    "dmy": re.compile(r"(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})"),
}
_EXAMPLES: Final = {"iso": "2026-02-19", "dmy": "19/02/2026"}


class DateMissing(Refusal):
    sentence = _("Falta la fecha.")


class DateUnreadable(Refusal):
    sentence = _("«{text}» no es una fecha; escríbala como {example}.")


class DateNotInCalendar(Refusal):
    sentence = _("El día «{text}» no existe en el calendario.")


class DateOutOfRange(Refusal):
    sentence = _("La fecha {day} no está entre {earliest} y {latest}.")


def parse_date(text: object, style: DateStyle = "iso", *, field: str | None = None) -> date:
    """The date that `text` says: 2026-02-19 in the style "iso", 19/02/2026 in "dmy".

    Refused: nothing typed, another notation, a day that no calendar has, a year outside 1990 to
    2100 (a slip of the keyboard).
    """
    typed = text.strip() if isinstance(text, str) else text
    if typed is None or typed == "":
        raise DateMissing(field=field)
    found = _PATTERNS[style].fullmatch(typed) if isinstance(typed, str) else None
    if found is None:
        raise DateUnreadable(text=str(typed)[:40], example=_EXAMPLES[style], field=field)
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise DateNotInCalendar(text=typed, field=field) from None
    if not EARLIEST <= day <= LATEST:
        raise DateOutOfRange(day=day, earliest=EARLIEST, latest=LATEST, field=field)
    return day
