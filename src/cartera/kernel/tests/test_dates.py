"""Typed dates: read in one notation or refused."""

from datetime import date

import pytest

from cartera.kernel.dates import (
    DateMissing,
    DateNotInCalendar,
    DateOutOfRange,
    DateStyle,
    DateUnreadable,
    parse_date,
)
from cartera.kernel.refusals import Refusal


@pytest.mark.parametrize(
    ("text", "style", "day"),
    [
        ("2026-02-19", "iso", date(2026, 2, 19)),
        (" 2028-02-29 ", "iso", date(2028, 2, 29)),
        ("19/02/2026", "dmy", date(2026, 2, 19)),
        ("3/1/2012", "dmy", date(2012, 1, 3)),
    ],
)
def test_a_date_is_read_in_its_style(text: str, style: DateStyle, day: date) -> None:
    assert parse_date(text, style) == day


@pytest.mark.parametrize(
    ("text", "style", "refusal"),
    [
        ("", "iso", DateMissing),
        (None, "iso", DateMissing),
        ("20260219", "iso", DateUnreadable),
        ("2026-W08-4", "iso", DateUnreadable),
        ("19/02/2026", "iso", DateUnreadable),
        ("2026-02-19T00:00", "iso", DateUnreadable),
        ("2026-02-1٩", "iso", DateUnreadable),
        (20260219, "iso", DateUnreadable),
        ("2026-02-19", "dmy", DateUnreadable),
        ("19/02/26", "dmy", DateUnreadable),
        ("02/19/2026", "dmy", DateNotInCalendar),
        ("2026-02-29", "iso", DateNotInCalendar),
        ("0000-01-01", "iso", DateNotInCalendar),
        ("0226-02-19", "iso", DateOutOfRange),
        ("9999-12-31", "iso", DateOutOfRange),
    ],
)
def test_what_is_not_a_date_is_refused(
    text: object, style: DateStyle, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal) as refused:
        parse_date(text, style, field="payments.0.on")
    assert refused.value.field == "payments.0.on"
