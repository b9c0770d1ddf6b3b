"""Every page of the site: axe finds nothing in either theme at three widths, nothing is cut, and
the browser's listener for breaches of the security policy hears nothing."""

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from cartera.entrance.routes import Route, routes
from cartera.kernel.clock import FixedClock
from tests.browser.people import Office
from tests.cast import a_company
from tests.entrance.addresses import EXAMPLES, NARROWED
from tests.entrance.house import House, build_house, roles_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

# Who is asked to look at a page, in this order: who is let in first looks.
OF_ALL: dict[str, Any] = {"resultTypes": ["violations"]}
OF_COLOURS = OF_ALL | {"runOnly": ["color-contrast", "link-in-text-block"]}
LOOKERS = ("aud_int", "g_gral", "rec", "adm_acc", "contab", "ej_neg", "ap_ab", "cte")


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_every_page_is_fit_for_everybody(office: Office, clock: FixedClock, width: int) -> None:
    house = build_house(clock)
    office.settle_at(width)
    found = _look(office, office.open(), "/cuenta/login/")
    for username, addresses in _seen_by(house).items():
        for address in addresses:
            found += _look(office, office.page(username), address)
    # A page that is gone or never was says so by its status too.
    told = ("404", "410")
    office.errors[:] = [error for error in office.errors if not any(t in error for t in told)]
    assert not found, "\n".join(found)


def _seen_by(house: House) -> dict[str, list[str]]:
    """Every page that can be read, under one who may: who oversees all, else who is let in."""
    seen: dict[str, list[str]] = {name: [] for name in LOOKERS}
    for route in routes():
        example = EXAMPLES[route.name]
        if "GET" in route.methods and route.surface == "page":
            looker = next((n for n in LOOKERS if _is_let_in(house, route, n)), None)
            if looker is not None:
                seen[looker].append(example(house))
    seen["cte"] += [EXAMPLES[name](house) for name in ("inbox", "cases", "case", "assignment")]
    seen["ej_neg"] += ["/nuevo/INT-03/", "/nuevo/INT-01/"]
    seen["ap_ab"] += ["/nuevo/PCI-F09/", "/nuevo/INT-06/", "/cuenta/password/change/"]
    return seen


def _is_let_in(house: House, route: Route, username: str) -> bool:
    held = roles_of(username)
    narrowed = NARROWED.get(route.name)
    return (narrowed is None or bool(held & narrowed)) and (
        not route.roles or bool(held & set(route.roles))
    )


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
    """What is wrong with a page at this width, in both themes; what is no whole page passes.

    The page is the same in both but for its colours: the second is asked only what hangs on them.
    """
    answered = page.request.get(f"{office.site}{address}")
    is_page = answered.headers["content-type"].startswith("text/html")
    if not is_page or "<html" not in answered.text():
        return []
    page.goto(f"{office.site}{address}")
    found = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        answer = Axe().run(page, options=OF_ALL if theme == "light" else OF_COLOURS)
        for wrong in answer.response["violations"]:
            nodes = [node["html"][:120] for node in wrong["nodes"][:3]]
            found.append(f"{address} {theme}: {wrong['id']} {nodes}")
        office.shoot(page, f"fit{address.partition('?')[0].replace('/', '-')}-{theme}")
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append(f"{address}: wider than the screen")
    return found
