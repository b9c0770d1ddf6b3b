"""The site with people at their browsers."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache

from tests.browser.people import Office

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture
def office(browser: "Browser", site: str, settings: Any) -> Iterator[Office]:
    """The site with people who sign in quicker than people do; no page may have had an error."""
    settings.ACCOUNT_RATE_LIMITS = {}
    made = Office(browser, site)
    yield made
    made.close()
    assert made.errors == []


@pytest.fixture
def real_second_factor(site: str, settings: Any) -> Iterator[None]:
    """Who authorises has a second factor, as where people really work."""
    settings.SECOND_FACTOR = "real"
    cache.clear()
    yield
    cache.clear()
