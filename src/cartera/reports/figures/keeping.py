"""Rows of figures over the whole portfolio, kept until the next act, and a few seconds beyond.

Whatever changes the portfolio is an act, and each act moves the head of the audit chain, committed
with what it changed. So rows read after a head was seen hold as long as that head stands. Once it
has moved they are shown for `FIGURES_SHOWN_SECONDS` from when they held last, and are read anew
beside meanwhile, or fifty people at work would have a portfolio of a million documents added up
for each of them. Only what took long is kept, and nothing that decides anything is read here.

Each process keeps for itself. What is `shared` goes to the cache in the database too, so that one
process reads it and the others take it over; and while somebody has asked for it lately it is read
anew before its time is up, so that nobody waits for it.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock, Timer
from time import time
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction

from cartera.reports.figures.asking import rows_with

WORTH_KEEPING_S: Final = 0.05
LEFT_ALONE: Final = 10  # times what reading took, until it is read beside once more
AGAIN_FROM, AGAIN_BY = 0.5, 0.8  # parts of the time shown, between which it is read beside
LOOKED_AT: Final = 6  # times in the time shown, whether something is to be read anew
ASKED_LATELY_S: Final = 300
SHARED_S: Final = 3_600
MOST_KEPT: Final = 64

Values = Mapping[str, Any] | Sequence[Any]
Rows = list[tuple[Any, ...]]


class _Read(NamedTuple):
    """What a statement found while the chain ended at `head`, and when (by this machine's clock)
    it was read, or last seen to hold still.

    `head` is empty where there was nothing to keep.
    """

    head: str = ""
    read_at: float = 0
    took: float = 0
    rows: Rows = []

    def shows(self, head: str) -> bool:
        """Whether the rows may be shown: they hold still, or are not too old."""
        is_young = 0 <= time() - self.read_at < settings.FIGURES_SHOWN_SECONDS
        return bool(self.head) and (self.head == head or is_young)

    @property
    def is_worth_it(self) -> bool:
        """Whether it may be read anew though nobody asks: the past takes longer, and stays."""
        return bool(self.head) and LEFT_ALONE * self.took < settings.FIGURES_SHOWN_SECONDS

    def is_due(self, head: str) -> bool:
        """Whether it is time to read them anew."""
        longest = settings.FIGURES_SHOWN_SECONDS
        after = min(max(LEFT_ALONE * self.took, AGAIN_FROM * longest), AGAIN_BY * longest)
        return bool(self.head) and self.head != head and time() - self.read_at >= after


@dataclass(slots=True)
class _Kept:
    """A statement with what it found last. `lock`: it is read by one thread alone."""

    statement: str
    values: Values
    is_shared: bool
    read: _Read = field(default_factory=_Read)
    asked_at: float = 0
    lock: Lock = field(default_factory=Lock)

    def still_holds(self, head: str) -> _Read:
        """What was read; where the chain has not moved, it is as good as read now."""
        if self.read.head and self.read.head == head:
            self.read = self.read._replace(read_at=time())
        return self.read

    @property
    def name(self) -> str:
        """Under which the processes share it."""
        told = f"{self.statement}|{self.values!r}"
        return f"figures-{hashlib.sha256(told.encode()).hexdigest()}"

    @property
    def number(self) -> int:
        """The same for PostgreSQL's locks: 63 bits."""
        return int(self.name[-16:], 16) >> 1


_kept: OrderedDict[tuple[Any, ...], _Kept] = OrderedDict()
_kept_lock = Lock()
_beside = ThreadPoolExecutor(1, "figures")
_looks = Lock()  # held while it is arranged that somebody looks


def rows_kept(statement: str, values: Values, *, shared: bool = False) -> Rows:
    """The rows that a statement finds. One query; two where they are read anew.

    Within a transaction they are always read: its own writes come before their event.
    """
    if connection.in_atomic_block:
        return rows_with(statement, values)
    head = _head()
    one = _place_of(_Kept(statement, values, shared))
    one.asked_at = time()
    found = one.still_holds(head)
    if not found.shows(head):
        with one.lock:
            found = one.read if one.read.shows(head) else _read(one, head)
    elif found.is_due(head) and one.lock.acquire(blocking=False):
        _beside.submit(_read_beside, one)
    if shared and found.head:
        _look_soon()
    return list(found.rows)


def forget() -> None:
    """Keep nothing of what was read: another database may have come in the place of this one."""
    with _kept_lock:
        _kept.clear()


def _read(one: _Kept, head: str, *, beside: bool = False) -> _Read:
    """Read, or take over what another process has read; who has the lock of `one` may."""
    is_quick = one.read.read_at and not one.read.head
    if is_quick or not one.is_shared or not settings.FIGURES_SHOWN_SECONDS:
        return _read_here(one, head)
    if _others_read(one, head, beside=beside):
        return one.read
    with transaction.atomic():
        if not _is_mine(one, waits=not beside) or _others_read(one, head, beside=beside):
            return one.read
        found = _read_here(one, head)
        if found.head:
            cache.set(one.name, tuple(found), SHARED_S)
    return found


def _read_here(one: _Kept, head: str) -> _Read:
    """Read, and keep what took long."""
    began = time()
    rows = rows_with(one.statement, one.values)
    took = time() - began
    is_kept = took >= WORTH_KEEPING_S
    one.read = _Read(head, began, took, rows) if is_kept else _Read("", began, took)
    return _Read(one.read.head, began, took, rows)


def _read_beside(one: _Kept) -> None:
    """The same in a thread and on a connection of its own; who began it has taken the lock."""
    try:
        _read(one, _head(), beside=True)
    finally:
        connection.close()
        one.lock.release()


def _others_read(one: _Kept, head: str, *, beside: bool) -> bool:
    """Whether what another process has read will do; it is taken over where it is newer."""
    told = cache.get(one.name)
    if told and told[1] > one.read.read_at:
        one.read = _Read(*told)
    return not one.read.is_due(head) if beside else one.read.shows(head)


def _is_mine(one: _Kept, *, waits: bool) -> bool:
    """Whether this process alone reads it now, until the transaction ends."""
    ask = "pg_advisory_xact_lock(%s) IS NOT NULL" if waits else "pg_try_advisory_xact_lock(%s)"
    return bool(rows_with(f"SELECT {ask}", (one.number,))[0][0])


def _look_soon() -> None:
    """See to it that somebody looks what is to be read anew; one at a time."""
    seconds = settings.FIGURES_SHOWN_SECONDS / LOOKED_AT
    if seconds and _looks.acquire(blocking=False):
        timer = Timer(seconds, _look)
        timer.daemon = True
        timer.start()


def _look() -> None:
    """Read anew what is shared, due and was asked for lately, before anybody has to wait for it."""
    try:
        with suppress(DatabaseError):  # it grows old then, and who asks next reads it himself
            head = _head()
            for one in _asked_lately():
                if one.still_holds(head).is_due(head) and one.lock.acquire(blocking=False):
                    _read_beside(one)
    finally:
        connection.close()
        _looks.release()
    if _asked_lately():
        _look_soon()


def _asked_lately() -> list[_Kept]:
    with _kept_lock:
        known = list(_kept.values())
    since = time() - ASKED_LATELY_S
    return [one for one in known if one.is_shared and one.asked_at > since and one.read.is_worth_it]


def _head() -> str:
    """The seal of the last act; nothing before the first."""
    found = rows_with("SELECT hash FROM audit_head WHERE seq > 0", ())
    return str(found[0][0]) if found else ""


def _place_of(new: _Kept) -> _Kept:
    key = (connection.settings_dict["NAME"], new.statement, repr(new.values))
    with _kept_lock:
        one = _kept.setdefault(key, new)
        _kept.move_to_end(key)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return one
