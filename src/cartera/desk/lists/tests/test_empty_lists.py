"""A list of a house in which nothing has happened yet."""

import pytest

from cartera.desk.tests.office import at_desk, text_of
from cartera.kernel.clock import FixedClock
from tests.cast import a_company

pytestmark = pytest.mark.django_db


def test_an_empty_list_says_what_to_do_first(clock: FixedClock) -> None:
    rec = at_desk(a_company(clock), "rec")
    page = text_of(rec.get("/cesiones/"))
    assert "Todavía no hay cesiones" in page
    assert 'href="/nuevo/PCI-F01/"' in page
    page = text_of(rec.get("/cesiones/", {"state": "live"}))
    assert "Nada con estos filtros" in page
