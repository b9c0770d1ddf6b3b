"""The house, lived once for each module that asks it."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from cartera.kernel.clock import FixedClock
from tests.entrance.house import House, build_house
from tests.plugins.lived import Lived, LiveOnce


@pytest.fixture(scope="module")
def lived(live_once: LiveOnce) -> Lived[House]:
    """The house in a transaction that ends with the module."""
    return live_once(build_house)


@pytest.fixture
def house(
    db: None,
    lived: Lived[House],
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[House]:
    """The house now. Papers are not pressed: who may have one is asked, not how it looks."""
    made = lived.again(clock)
    monkeypatch.setattr("cartera.papers.printing.render", _unpressed)
    cache.clear()
    yield made
    cache.clear()


def _unpressed(*_content: object, **_frame: object) -> bytes:
    return b"%PDF-"
