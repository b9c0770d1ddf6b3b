"""The shell in a browser: keys, the drawer of places, the theme, and all of it without scripts."""

from typing import TYPE_CHECKING

import pytest

from cartera.kernel.clock import FixedClock
from tests.browser.people import Office
from tests.cast import PASSWORD, a_company

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

pytestmark = pytest.mark.browser
NARROW: "ViewportSize" = {"width": 360, "height": 780}


@pytest.fixture
def office(office: Office, clock: FixedClock) -> Office:
    """The site of a company."""
    a_company(clock)
    return office


def test_the_keyboard_goes_everywhere(office: Office) -> None:
    page = office.page("aud_int")
    page.keyboard.press("?")
    help_dialog = page.locator("#atajos")
    assert help_dialog.is_visible()
    page.keyboard.press("Escape")
    assert help_dialog.is_hidden()
    page.keyboard.press("g")
    page.keyboard.press("z")
    page.wait_for_url("**/cierre/")
    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url(f"{office.site}/")
    _lists_are_walked(page, office.site)
    _typing_is_left_alone(page, office.site)


def _lists_are_walked(page: "Page", site: str) -> None:
    page.goto(f"{site}/componentes/")
    where = "document.activeElement.textContent"
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate(where) == "Aceros de Oriente"
    page.keyboard.press("k")
    assert page.evaluate(where) == "Comercial Izalco"
    page.keyboard.press("Enter")
    assert page.url.endswith("#c-table")


def _typing_is_left_alone(page: "Page", site: str) -> None:
    page.goto(f"{site}/componentes/")
    field = page.locator("#e-note")
    field.focus()
    page.keyboard.type("g i ? / jk")
    assert field.input_value() == "g i ? / jk"
    assert page.url.endswith("/componentes/")
    assert page.locator("#atajos").is_hidden()


def test_letters_can_be_put_off(office: Office) -> None:
    page = office.page("rec")
    page.get_by_role("button", name="Atajos").click()
    page.get_by_role("button", name="Apagar los atajos de una tecla").click()
    page.wait_for_load_state()
    page.keyboard.press("?")
    assert page.locator("#atajos").is_hidden()
    page.get_by_role("button", name="Atajos").click()
    page.get_by_role("button", name="Encender los atajos de una tecla").click()
    page.wait_for_load_state()
    page.keyboard.press("?")
    assert page.locator("#atajos").is_visible()


def test_control_and_enter_press_the_button_of_the_step(office: Office) -> None:
    page = office.page("rec")
    page.goto(f"{office.site}/nuevo/PCI-F01/")
    page.locator("form.step input[type=text]").first.focus()
    page.keyboard.press("Control+Enter")
    page.locator(".errors").wait_for()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_places_and_theme_are_at_hand_on_a_phone(office: Office, scripts: bool) -> None:
    context = office.browser.new_context(
        locale="es-SV", viewport=NARROW, java_script_enabled=scripts, color_scheme="light"
    )
    page = context.new_page()
    page.goto(f"{office.site}/")
    page.get_by_label("Usuario o correo electrónico").fill("rec")
    page.get_by_label("Clave").fill(PASSWORD)
    page.get_by_role("button", name="Entrar").click()
    places = page.get_by_role("navigation", name="Principal")
    assert places.is_hidden()
    page.get_by_role("button", name="Abrir el menú").click()
    assert places.is_visible()
    places.get_by_role("link", name="Casos").click()
    page.wait_for_url("**/casos/")
    page.locator("#persona summary").click()
    page.get_by_role("button", name="Oscuro").click()
    page.locator('html[data-theme="dark"]').wait_for(state="attached")
    assert page.url.endswith("/casos/")


def test_dialogs_and_menus_open_and_close(office: Office) -> None:
    page = office.page("rec")
    page.goto(f"{office.site}/componentes/")
    page.get_by_role("link", name="Abrir el diálogo").click()
    dialog = page.get_by_role("dialog", name="¿Anula la remesa?")
    assert dialog.is_visible()
    dialog.get_by_role("button", name="Cerrar").click()
    assert dialog.is_hidden()
    page.locator("#persona summary").click()
    page.keyboard.press("Escape")
    assert page.get_by_role("button", name="Salir").is_hidden()
    page.locator("#persona summary").click()
    page.locator("h1").click()
    assert page.get_by_role("button", name="Salir").is_hidden()
