"""Asking the books: every check with what it finds, on one unmoving view of the database."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

from cartera.kernel.checks import Check, Finding
from cartera.kernel.text import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Answer:
    """A check, what it found wrong (nothing where all is well), and how long it took."""

    check: Check
    findings: tuple[Finding, ...]
    nanoseconds: int

    @property
    def holds(self) -> bool:
        """Whether nothing was found wrong."""
        return not self.findings


def verify(told: Callable[[Answer], None] = lambda _answer: None) -> list[Answer]:
    """Ask every check of `procedures.checks`, in order; `told` hears each answer as it comes.

    Nothing is written. Work may go on meanwhile: the checks all see one moment.
    """
    from cartera.procedures.checks import CHECKS

    answers = []
    with _one_moment():
        for check in CHECKS:
            began = time.perf_counter_ns()
            findings = _found_by(check)
            answer = Answer(check, findings, time.perf_counter_ns() - began)
            told(answer)
            answers.append(answer)
    return answers


def _found_by(check: Check) -> tuple[Finding, ...]:
    """What a check finds; that it cannot be asked at all is a finding too."""
    try:
        with transaction.atomic():
            return tuple(ask(check))
    except Exception as error:  # noqa: BLE001 (damage must not silence the checks that follow)
        return (Finding(_("no pudo comprobarse"), f"{type(error).__name__}: {error}"),)


def ask(check: Check) -> list[Finding]:
    """What a check finds wrong; nothing where all is well."""
    if check.find is not None:
        return list(check.find())
    with connection.cursor() as cursor:
        cursor.execute(check.sql)
        return [Finding(*("" if v is None else str(v) for v in row)) for row in cursor.fetchall()]


@contextmanager
def _one_moment() -> Iterator[None]:
    """A transaction that sees the database as it stands at its first question; within another
    one, that one's view."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
