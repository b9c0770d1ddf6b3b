"""The house, once for each module that asks it; the clock stands where its story ends."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from cartera.kernel.clock import FixedClock, use_clock
from tests.entrance.house import House, build_house, thrown_away
from tests.plugins.day import A_MONDAY


@pytest.fixture(scope="module")
def lived(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[House, FixedClock]]:
    """The house in a transaction that ends with the module."""
    clock = FixedClock(A_MONDAY)
    with django_db_blocker.unblock(), use_clock(clock), thrown_away():
        yield build_house(clock), clock


@pytest.fixture
def house(
    db: None,
    lived: tuple[House, FixedClock],
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[House]:
    """The house now. Papers are not pressed: who may have one is asked, not how it looks."""
    made, then = lived
    clock.set(then.now())
    monkeypatch.setattr("cartera.papers.printing.render", _unpressed)
    cache.clear()
    yield made
    cache.clear()


def _unpressed(*_content: object, **_frame: object) -> bytes:
    return b"%PDF-"
