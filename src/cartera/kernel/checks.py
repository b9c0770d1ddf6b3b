"""A check: one named question to the books whose answer ought to be nothing.

Rooms list theirs in `checks.py`; the day's close asks some of them, `cartera verify` all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cartera.kernel.text import gettext_noop as _

_DIFFERS = _("{where}: {found}; debía ser {expected}")


@dataclass(frozen=True, slots=True)
class Finding:
    """A row that is not as it should be: which, what was found, what was expected."""

    where: str
    found: str = ""
    expected: str = ""

    def __str__(self) -> str:
        if not self.expected:
            return f"{self.where}: {self.found}" if self.found else self.where
        return _DIFFERS.format(where=self.where, found=self.found, expected=self.expected)


@dataclass(frozen=True, slots=True)
class Check:
    """A named check. Its SQL, or its function, answers with the rows that are wrong.

    The SQL gives where, found and expected (one to three columns). `daily` checks are quick
    totals, without which a day does not close; the title says in Spanish what holds.
    """

    name: str
    title: str
    sql: str = ""
    find: Callable[[], Iterable[Finding]] | None = None
    daily: bool = False
