"""The database's own refusals, said in Spanish.

A named constraint or trigger keys the sentence; rooms register theirs in `apps.py`.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

from django.db import DatabaseError, DataError, IntegrityError, OperationalError, connection
from psycopg.errors import DeadlockDetected, SerializationFailure

from cartera.control.workflow.refusals import Conflict, ValueTooLarge
from cartera.kernel.refusals import Refusal

T = TypeVar("T")
_refusals: dict[str, type[Refusal]] = {}
_ATTEMPTS = 4


def register_constraints(refusals: Mapping[str, type[Refusal]]) -> None:
    """Let the constraint of each name answer with its refusal."""
    _refusals.update(refusals)


@contextmanager
def refused_by_database() -> Iterator[None]:
    """Turn a broken constraint into the refusal that is registered for it."""
    try:
        yield
    except IntegrityError as error:
        rule = _rule_of(error)
        refusal = _refusals.get(rule) or _refusals.get(rule.partition(":")[0])
        if refusal is not None:
            raise refusal() from error
        raise Conflict(rule=rule) from error
    except DataError as error:  # longer than its column, beyond its range
        raise ValueTooLarge from error


def _rule_of(error: DatabaseError) -> str:
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    message = getattr(diagnosis, "message_primary", None)
    return str(name or message or error)


def deadlocks_retried(attempt: Callable[[], T]) -> T:
    """Run `attempt` again when PostgreSQL chose it as a deadlock's victim, unless it is nested."""
    for tries in range(_ATTEMPTS):
        try:
            return attempt()
        except OperationalError as error:
            victim = isinstance(error.__cause__, DeadlockDetected | SerializationFailure)
            if not victim or connection.in_atomic_block or tries == _ATTEMPTS - 1:
                raise
            time.sleep(0.01 * 2**tries)
    raise AssertionError("unreachable")
