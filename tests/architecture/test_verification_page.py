"""docs/verification.md names every check, in order, and marks those of the day's close."""

import re
from pathlib import Path

from cartera.procedures.checks import CHECKS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "verification.md"
_ROW = re.compile(r"^\| `([a-z_]+)`( \*)? \|", re.MULTILINE)


def test_the_page_tells_the_checks_that_run() -> None:
    told = [(name, bool(star)) for name, star in _ROW.findall(PAGE.read_text(encoding="utf-8"))]
    assert told == [(check.name, check.daily) for check in CHECKS]
