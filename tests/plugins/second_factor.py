"""Who works in the tests' companies needs no second factor, unless the test is about it."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    """No environment can ask for this: it is only for tests to say."""
    settings.SECOND_FACTOR = "nowhere"
