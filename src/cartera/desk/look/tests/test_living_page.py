"""The living page shows every component, and each theme on request."""

import re
from pathlib import Path

import pytest

from cartera.desk.look.views import SPECIMENS, specimens
from cartera.desk.tests.office import at_desk, text_of
from cartera.kernel.clock import FixedClock
from tests.cast import a_company

pytestmark = pytest.mark.django_db
COMPONENTS = SPECIMENS.parents[2] / "cotton"


def _components() -> set[str]:
    return {_tag(file) for file in COMPONENTS.rglob("*.html")}


def _tag(file: Path) -> str:
    return ".".join(file.relative_to(COMPONENTS).with_suffix("").parts).replace("_", "-")


def test_every_component_is_on_the_living_page() -> None:
    shown = " ".join(specimen.markup for specimen in specimens()).replace("&lt;", "<")
    missing = {name for name in _components() if not re.search(rf"<c-{name}[\s/>]", shown)}
    assert missing == set()


def test_no_page_asks_for_a_component_that_is_not_there() -> None:
    pages = SPECIMENS.parents[2].rglob("*.html")
    asked = {name for page in pages for name in re.findall(r"<c-([a-z.-]+)", page.read_text())}
    assert asked - {"vars", "slot"} <= _components()


def test_the_page_draws_them_and_shows_how_they_are_written(clock: FixedClock) -> None:
    page = text_of(at_desk(a_company(clock), "rec").get("/componentes/"))
    assert '<button class="button primary" type="submit"' in page
    assert "&lt;c-button tone=&quot;primary&quot;&gt;" in page
    assert "<c-" not in page
    assert 'data-theme="system"' in page


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_shown_in_a_theme_on_request(clock: FixedClock, theme: str) -> None:
    page = text_of(at_desk(a_company(clock), "rec").get(f"/componentes/?tema={theme}"))
    assert f'data-theme="{theme}"' in page


def test_a_theme_that_is_not_known_is_the_system_s(clock: FixedClock) -> None:
    page = text_of(at_desk(a_company(clock), "rec").get("/componentes/?tema=%22%3E"))
    assert 'data-theme="system"' in page


def test_headings_that_say_the_same_have_ids_of_their_own(clock: FixedClock) -> None:
    page = text_of(at_desk(a_company(clock), "rec").get("/componentes/"))
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
