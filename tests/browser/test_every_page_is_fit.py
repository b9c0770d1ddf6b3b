"""Every page of the desk: axe finds nothing in either theme, and nothing is cut at 360 pixels."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from cartera.control.workflow.models import Task
from cartera.kernel.clock import FixedClock
from tests.browser.people import NARROW, WIDE, Office
from tests.cast import CLIENT, a_company, a_document, a_live_assignment

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def office(browser: "Browser", site: str, settings: Any) -> Iterator[Office]:
    """The site with people who sign in quicker than people do."""
    settings.ACCOUNT_RATE_LIMITS = {}
    made = Office(browser, site)
    yield made
    made.close()
    assert made.errors == []


def test_pages_are_fit_for_everybody(office: Office, clock: FixedClock) -> None:
    players = a_company(clock)
    live = a_live_assignment(players)
    asked = players.request(CLIENT, [a_document("Q-9", "500.00")], "500.00", 30)
    task = Task.objects.get(case_id=asked, state="open").pk
    found = _look(office, office.open(), "/cuenta/login/")
    pages = {
        "rec": ["/", f"/tarea/{task}/", "/nuevo/PCI-F01/", "/cuenta/password/change/"],
        "aud_int": [f"/casos/{live}/", "/casos/", "/cesiones/1/", "/cierre/", "/quien-puede-que/"],
        "ej_neg": ["/nuevo/INT-03/", "/nuevo/PCI-F09/"],
        "ap_ab": ["/nuevo/PCI-F09/", "/nuevo/INT-06/"],
    }
    for username, addresses in pages.items():
        for address in addresses:
            found += _look(office, office.page(username), address)
    office.errors[:] = [error for error in office.errors if "404" not in error]
    assert found == []


def test_a_table_grows_and_takes_a_paste_where_scripts_run(
    office: Office, clock: FixedClock
) -> None:
    a_company(clock)
    page = office.page("ap_ab")
    page.goto(f"{office.site}/nuevo/PCI-F09/")
    rows = page.locator("table.entry tbody tr")
    before = rows.count()
    page.get_by_role("button", name="Más filas").first.click()
    assert rows.count() == before + 1
    page.locator('[name="payments.0.assignment"]').focus()
    page.evaluate(
        """text => { const held = new DataTransfer(); held.setData('text/plain', text);
        document.activeElement.dispatchEvent(new ClipboardEvent('paste',
            {clipboardData: held, bubbles: true, cancelable: true})); }""",
        "1\tQ-1\ttransferencia\tBanco\t77\t5.00\t05/01/2026\n" * 6,
    )
    assert rows.count() == 6
    assert page.locator('[name="payments.5.kind"]').input_value() == "transfer"
    assert page.locator('[name="payments.5.value_on"]').input_value() == "05/01/2026"


def _look(office: Office, page: "Page", address: str) -> list[str]:
    """What is wrong with a page, in both themes and two widths."""
    page.goto(f"{office.site}{address}")
    found = []
    for theme, size in (("light", WIDE), ("dark", NARROW)):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type] # one of its own words
        page.set_viewport_size(size)
        answer = Axe().run(page)
        for wrong in answer.response["violations"]:
            nodes = [node["html"][:120] for node in wrong["nodes"][:3]]
            found.append(f"{address} {theme}: {wrong['id']} {nodes}")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{address} {size['width']}: wider than the screen")
    page.set_viewport_size(WIDE)
    office.shoot(page, f"fit{address.replace('/', '-')}")
    return found
