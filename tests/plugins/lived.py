"""A story lived once for a module: each of its tests goes on from where the story ends."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

import pytest
from django.db import transaction

from cartera.kernel.clock import FixedClock, use_clock
from tests.plugins.day import A_MONDAY

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Lived(Generic[Made]):
    """What a story made, and when it ended."""

    made: Made
    ended_at: datetime

    def again(self, clock: FixedClock) -> Made:
        """What was made, the test's clock where the story ends."""
        clock.set(self.ended_at)
        return self.made


class LiveOnce(Protocol):
    """Lives a story."""

    def __call__(self, story: Callable[[FixedClock], Made]) -> Lived[Made]: ...


@pytest.fixture(scope="module")
def live_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[LiveOnce]:
    """Live a story in a transaction that ends with the module; its tests undo their own.

    All tests of the module see what was lived, those that do not ask for it too.
    """

    def live(story: Callable[[FixedClock], Made]) -> Lived[Made]:
        clock = FixedClock(A_MONDAY)
        with use_clock(clock):
            return Lived(story(clock), clock.now())

    with django_db_blocker.unblock(), transaction.atomic():
        yield live
        transaction.set_rollback(True)
