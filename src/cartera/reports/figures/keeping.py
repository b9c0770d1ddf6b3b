"""Rows of figures over the whole portfolio, kept until the next act, and a few seconds beyond.

Whatever changes the portfolio is an act, and each act moves the head of the audit chain, committed
with what it changed. So rows read after a head was seen hold as long as that head stands. Once it
has moved they are shown for `FIGURES_SHOWN_SECONDS` more while they are read anew beside, or fifty
people at work would have a portfolio of a million documents added up for each of them. Only what
took long is kept, by each process for itself, and nothing that decides anything is read here.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Any, Final

from django.conf import settings
from django.db import connection

from cartera.reports.figures.asking import rows_with

WORTH_KEEPING_S: Final = 0.05
LEFT_ALONE: Final = 10  # times what reading took, until it is read beside once more
MOST_KEPT: Final = 64

Values = Mapping[str, Any] | Sequence[Any]


@dataclass(slots=True)
class _Kept:
    """What a statement found while the chain ended at `head`; from when on it is read anew beside
    and until when it is shown though the head has moved. `lock`: it is read by one alone."""

    head: str = ""
    again_at: float = 0
    until: float = 0
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)


_kept: OrderedDict[tuple[Any, ...], _Kept] = OrderedDict()
_kept_lock = Lock()
_beside = ThreadPoolExecutor(1, "figures")


def rows_kept(statement: str, values: Values) -> list[tuple[Any, ...]]:
    """The rows that a statement finds. One query; two where they are read anew.

    Within a transaction they are always read: its own writes come before their event.
    """
    if connection.in_atomic_block:
        return rows_with(statement, values)
    head = _head()
    one = _place_of((connection.settings_dict["NAME"], statement, repr(values)))
    if one.head and one.head != head and monotonic() < one.until:
        if monotonic() >= one.again_at and one.lock.acquire(blocking=False):
            _beside.submit(_read_beside, one, statement, values)
        return list(one.rows)
    with one.lock:
        if head and one.head == head:
            return list(one.rows)
        return list(_read(one, head, statement, values))


def forget() -> None:
    """Keep nothing of what was read: another database may have come in the place of this one."""
    with _kept_lock:
        _kept.clear()


def _read(one: _Kept, head: str, statement: str, values: Values) -> list[tuple[Any, ...]]:
    """Read, and keep what took long."""
    began = monotonic()
    rows = rows_with(statement, values)
    ended = monotonic()
    is_kept = ended - began >= WORTH_KEEPING_S
    one.rows = rows if is_kept else []
    one.again_at = ended + LEFT_ALONE * (ended - began)
    one.until = ended + settings.FIGURES_SHOWN_SECONDS
    one.head = head if is_kept else ""
    return rows


def _read_beside(one: _Kept, statement: str, values: Values) -> None:
    """The same in a thread and on a connection of its own; who began it has taken the lock."""
    try:
        _read(one, _head(), statement, values)
    finally:
        connection.close()
        one.lock.release()


def _head() -> str:
    """The seal of the last act; nothing before the first."""
    found = rows_with("SELECT hash FROM audit_head WHERE seq > 0", ())
    return str(found[0][0]) if found else ""


def _place_of(key: tuple[Any, ...]) -> _Kept:
    with _kept_lock:
        one = _kept.setdefault(key, _Kept())
        _kept.move_to_end(key)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return one
