"""Every page of the site: axe finds nothing in either theme at three widths, nothing is cut, and
the browser's listener for breaches of the security policy hears nothing.

Each page is loaded once and made narrower: no script asks how wide the screen is. Weighing colours
is most of what axe does, so they are weighed where they can differ.
"""

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from cartera.entrance.routes import Route, routes
from cartera.kernel.clock import FixedClock
from tests.browser.people import Office
from tests.cast import a_company
from tests.entrance.addresses import EXAMPLES, NARROWED
from tests.entrance.house import House, build_house, roles_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

COLOURS = ("color-contrast", "link-in-text-block")
OF_ALL: dict[str, Any] = {"resultTypes": ["violations"]}
BUT_COLOURS = OF_ALL | {"rules": {rule: {"enabled": False} for rule in COLOURS}}
OF_COLOURS = OF_ALL | {"runOnly": list(COLOURS)}
WIDTHS = (1440, 768, 360)
COLOURED_AT = (1440, 360)  # the styles set colours by theme, and on phones; nowhere between
# What is around every page is the same for a person: it is weighed on the first one he sees.
SHELL = (".top", "#lugares", ".foot")
PARTS = 2

# Who is asked to look at a page, in this order: who is let in first looks.
LOOKERS = ("aud_int", "g_gral", "rec", "adm_acc", "contab", "ej_neg", "ap_ab", "g_cob", "cte")


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_fit_for_everybody(office: Office, clock: FixedClock, part: int) -> None:
    house = build_house(clock)
    found = _look(office, office.open(), "/cuenta/login/", whole=True)
    for username, addresses in _seen_by(house).items():
        for place, address in enumerate(addresses[part::PARTS]):
            found += _look(office, office.page(username), address, whole=place == 0)
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


def _look(office: Office, page: "Page", address: str, *, whole: bool) -> list[str]:
    """What is wrong with a page at every width, in both themes; what is no whole page passes.

    The colours of what is around it are weighed where it is looked at `whole`.
    """
    answered = page.request.get(f"{office.site}{address}")
    is_page = answered.headers["content-type"].startswith("text/html")
    if not is_page or "<html" not in answered.text():
        return []
    office.resize(page, WIDTHS[0])
    page.goto(f"{office.site}{address}")
    page.evaluate(AXE_SCRIPT)
    found = []
    for width in WIDTHS:
        office.resize(page, width)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{address} {width}: wider than the screen")
        found += wrong_with(page, f"{address} {width}", BUT_COLOURS)
        for theme in ("light", "dark") if width in COLOURED_AT else ():
            page.emulate_media(color_scheme=theme)
            around = () if whole else SHELL
            found += wrong_with(page, f"{address} {width} {theme}", OF_COLOURS, *around)
            office.shoot(page, f"fit{address.partition('?')[0].replace('/', '-')}-{theme}")
    return found


def wrong_with(page: "Page", where: str, asked: dict[str, Any], *but: str) -> list[str]:
    """What axe finds on the page, but for some parts of it."""
    context = {"include": [["html"]], "exclude": [[part] for part in but]}
    answer = page.evaluate("asked => axe.run(...asked)", [context, asked])
    return [
        f"{where}: {wrong['id']} {[node['html'][:120] for node in wrong['nodes'][:3]]}"
        for wrong in answer["violations"]
    ]
