"""One assignment from the client's request to the last cent returned, through the plain pages.

The figures are those of the worked example: 10,000 at 90 %, 1 % commission with IVA, 2 % a month;
paid in two halves on days 30 and 45. With the keyboard one round of payments is worked through; the
second, on the same pages, is lived without them.
"""

from datetime import date
from typing import TYPE_CHECKING

import pytest

from cartera.kernel.clock import FixedClock
from cartera.procedures.setup import FIRST_PLACE
from tests.browser.disbursing import NET, check_and_price, pay_out
from tests.browser.hands import Keyboard, Mouse
from tests.browser.people import Office
from tests.cast import CLIENT, DEBTOR, a_company, a_payment, move_to

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.fixture(params=[Mouse, Keyboard])
def office(request: pytest.FixtureRequest, office: Office) -> Office:
    """The site with people who work by mouse, and by keyboard alone."""
    office.hands = request.param()
    return office


def test_an_assignment_goes_from_request_to_settlement(office: Office, clock: FixedClock) -> None:
    players = a_company(clock)
    _ask(office)
    check_and_price(office)
    pay_out(office)
    office.do("r_cust", 2, {"Lugar de la bóveda": FIRST_PLACE})
    assert _figure(_case(office, "PCI-F01 1"), "Neto a entregar") == NET
    _collect(office, clock, date(2026, 2, 4), "CH-1")
    assert _owed(office, "19/02/2026") == "4,221.80"
    if isinstance(office.hands, Keyboard):
        move_to(clock, date(2026, 2, 19))
        players.receive_and_apply([a_payment(1, "5000.00", date(2026, 2, 19))])
    else:
        _collect(office, clock, date(2026, 2, 19), "CH-2")
    _settle(office)
    page = _case(office, "PCI-F10 1")
    assert _figure(page, "Valor a devolver") == "778.20"
    assert "terminado" in page.locator("header.page-header").inner_text()
    _close_the_day(office)


def _ask(office: Office) -> None:
    page = office.begin("cte", "Aplicación de desembolsos")
    office.write(page, {"Monto solicitado": "10,000.00", "Plazo en días": "45"})
    office.fill_row(page, "documents.0", debtor=DEBTOR, number="Q-2587", amount="1234,56")
    office.fill_row(page, "documents.0", due_on="19/02/2026")
    assert page.locator('[name="client"]').input_value() == CLIENT
    office.press(page, "Iniciar")
    wrong = page.locator("td.wrong .mistake")
    assert "1234,56" in wrong.inner_text()
    office.shoot(page, "step-1-refused")
    assert page.locator('[name="documents.0.number"]').input_value() == "Q-2587"
    office.fill_row(page, "documents.0", amount="10,000.00")
    office.shoot(page, "step-1-cte")
    office.press(page, "Iniciar")
    page.locator(".notice.success").wait_for()


def _collect(office: Office, clock: FixedClock, on: date, cheque: str) -> None:
    move_to(clock, on)
    page = office.begin("ap_ab", "Aplicación de abonos a cesiones")
    typed = {"assignment": "1", "document": "Q-2587", "bank": "Banco Agrícola"}
    office.fill_row(page, "payments.0", reference=cheque, amount="5,000.00", **typed)
    office.fill_row(page, "payments.0", value_on=f"{on:%d/%m/%Y}")
    office.shoot(page, f"payments-{cheque}")
    office.press(page, "Iniciar")
    page.locator(".notice.success").wait_for()
    for step in range(2, 7):
        office.do("ap_ab", step)
    office.do("ap_ab_2", 7)
    office.do("ap_ab_2", 8)
    office.do("ap_ab_2", 9)
    office.do("rec", 10)


def _settle(office: Office) -> None:
    office.do("r_cust", 1)
    office.do("r_cust", 2)
    office.do("r_cust", 3, {"Los documentos salieron": True})
    office.do("r_cust", 4, {"El pagaré salió": True})
    for step in (5, 6, 7):
        office.do("r_cust", step)
    for step in (8, 9, 10):
        office.do("j_op", step)
    office.do("aux_d", 11, {"Escriba otra vez": "778.20"})
    office.do("r_cust", 12)
    office.do("ap_ab", 13)


def _close_the_day(office: Office) -> None:
    page = office.page("contab")
    page.goto(f"{office.site}/cierre/")
    assert "todo está contabilizado" in page.locator("main").inner_text()
    office.shoot(page, "closing")
    office.hands.press(page.locator("main").get_by_role("link", name="Cierre del día"))
    office.press(page, "Iniciar")
    page.locator(".notice.success").wait_for()
    page.goto(f"{office.site}/cierre/")
    assert "19/02/2026" in page.locator("table").inner_text()
    office.shoot(page, "closed")


def _case(office: Office, name: str) -> "Page":
    """A case found by its name, as internal audit looks for it."""
    page = office.page("aud_int")
    page.goto(f"{office.site}/casos/")
    office.hands.write(page.locator('main form.filters input[type="text"]').first, name)
    office.press(page, "Filtrar")
    office.shoot(page, "cases")
    office.hands.press(page.get_by_role("link", name=name, exact=True))
    office.shoot(page, f"case-{name.replace(' ', '-')}")
    return page


def _figure(page: "Page", name: str) -> str:
    row = page.locator(".figures dl > div").filter(has_text=name).first
    return row.locator("dd").inner_text().strip()


def _owed(office: Office, day: str) -> str:
    page = office.page("aud_int")
    page.goto(f"{office.site}/cesiones/1/?al={day}")
    office.shoot(page, "statement")
    return page.locator(".figure.total dd").first.inner_text().strip()
