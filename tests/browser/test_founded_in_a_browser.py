"""A company set up from nothing in a browser: founded, its portfolio brought in, money paid out.

Nobody but the pages does anything: who was invited chooses his password, who authorises money gets
a second factor and gives it again before money leaves.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cartera.credit.assignments.models import Assignment
from cartera.entrance.founding_first import make_key
from cartera.kernel.clock import FixedClock
from cartera.procedures.opening.models import OpeningBatch
from cartera.procedures.opening.template import SHEETS
from cartera.procedures.opening.tests.portfolios import CUT_ON, Sheets, a_portfolio, changed
from cartera.procedures.verification import verify
from tests.browser.disbursing import check_and_price, pay_out
from tests.browser.excel import fill
from tests.browser.people import Office
from tests.cast import PASSWORD
from tests.stories.founding import ANSWERS, STAFF

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload, Page

pytestmark = pytest.mark.browser
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BALANCES = "Saldos iniciales"
NET = "8,773.30"  # what is usual, less the charge of 125.00 that the client came with


@pytest.fixture
def office(office: Office, real_second_factor: None, settings: Any, tmp_path: Path) -> Office:
    """An empty house as it really is, but for people who sign in quicker than people do."""
    settings.SET_UP_KEY_FILE = tmp_path / "founding.sha256"
    office.staff = {role.lower(): user for _name, user, roles in STAFF for role in roles}
    return office


def test_a_company_is_set_up_from_nothing_and_pays_its_first_assignment(
    office: Office, clock: FixedClock
) -> None:
    _found(office)
    _bring_the_portfolio(office)
    _ask(office)
    check_and_price(office)
    pay_out(office, NET)
    paid = Assignment.objects.get(number=1541)
    assert (paid.state, paid.client.code) == ("live", "C1")
    assert [answer.check.name for answer in verify() if not answer.holds] == []


def _found(office: Office) -> None:
    """The first run, step by step, with a password that is mistyped once."""
    key = make_key()
    page = office.open()
    page.goto(f"{office.site}/casos/")
    office.hands.write(page.locator('[name="key"]'), key)
    office.press(page, "Empezar")
    for step, answers in ANSWERS.items():
        page.wait_for_url(re.compile(rf"paso={step}|empezar/$"))
        _answer(office, page, answers)
        office.shoot(page, f"founding-{step}")
        office.press(page, "Seguir")
    page.wait_for_url("**paso=resumen")
    for again in ("otra", PASSWORD):
        office.shoot(page, "founding-resumen")
        office.write(page, {"Clave, de 12": PASSWORD, "La misma otra vez": again})
        office.press(page, "Fundar la empresa")
    page.get_by_text("La empresa está fundada").wait_for()
    office.shoot(page, "founded")
    links = [code.inner_text() for code in page.locator("td code").all()]
    invited = [user for _name, user, _roles in STAFF[1:]]
    office.links = {user: _here(office, link) for user, link in zip(invited, links, strict=True)}


def _answer(office: Office, page: "Page", answers: Mapping[str, Any]) -> None:
    """Fill in a step; a list is the boxes to tick of those that share its name."""
    for name, answer in answers.items():
        field = page.locator(f'[name="{name}"]')
        if not isinstance(answer, list):
            office.hands.write(field, answer)
            continue
        box = field.first
        if not box.is_visible():
            office.hands.press(page.locator("details", has=box).locator("summary"))
        for each in field.all():
            office.hands.tick(each, each.get_attribute("value") in answer)


def _here(office: Office, link: str) -> str:
    """The link on this site: the house says the address that it is known by."""
    return f"{office.site}/bienvenida/{link.split('/bienvenida/')[1]}"


def _bring_the_portfolio(office: Office) -> None:
    """Accounting fills the template, is told its mistake by row, corrects it; management signs."""
    page = office.page("contab")
    office.hands.press(page.get_by_role("link", name=BALANCES))
    with page.expect_download() as downloaded:
        office.hands.press(page.get_by_role("link", name="Descargar la plantilla"))
    template = downloaded.value.path().read_bytes()
    _upload(office, page, fill(template, _by_title(changed("documents", 1, debtor="X9"))))
    mistake = page.locator("table", has_text="Qué pasa").locator("tbody tr")
    assert mistake.count() == 1
    assert [*mistake.locator("td").all_inner_texts()][:3] == ["documentos", "4", "Deudor"]
    office.shoot(page, "opening-wrong")
    _upload(office, page, fill(template, _by_title(a_portfolio())))
    page.get_by_text("El libro está en orden").wait_for()
    assert "9,790.50" in page.locator("main").inner_text()
    office.shoot(page, "opening-preview")
    office.press(page, "Proponer estos saldos")
    page.locator(".notice.success").wait_for()
    assert not Assignment.objects.exists()
    office.do("g_gral", 2)
    page.goto(f"{office.site}/saldos-iniciales/")
    page.get_by_role("heading", name="Saldos registrados").wait_for()
    office.shoot(page, "opening-posted")
    assert OpeningBatch.objects.get().entry is not None
    office.hands.press(page.get_by_role("link", name="Ver el caso"))
    assert "Partida de apertura al 05/01/2026" in page.locator("main").inner_text()


def _upload(office: Office, page: "Page", content: bytes) -> None:
    """Send a filled workbook with its cut-over day."""
    book: FilePayload = {"name": "saldos.xlsx", "mimeType": XLSX, "buffer": content}
    page.locator('input[type="file"]').set_input_files(book)
    office.hands.write(page.locator('[name="cut_on"]'), f"{CUT_ON}")
    office.press(page, "Revisar el libro")


def _by_title(rows: Sheets) -> Sheets:
    """The rows by the names that the template's sheets and columns bear."""
    return {
        sheet.title: [
            {
                column.title: _said(column.choices or {}, row[column.key])
                for column in sheet.columns
                if row.get(column.key) is not None
            }
            for row in rows[sheet.key]
        ]
        for sheet in SHEETS
    }


def _said(choices: Mapping[str, str], kept: Any) -> Any:
    return next((said for said, meant in choices.items() if meant == kept), kept)


def _ask(office: Office) -> None:
    """Reception records the request of a client that came in with the portfolio."""
    page = office.begin("rec", "Aplicación de desembolsos")
    asked = {"Cliente": "C1", "Monto solicitado": "10,000.00", "Plazo en días": "45"}
    office.write(page, asked)
    row = {"debtor": "X1", "number": "Q-2587", "amount": "10,000.00", "due_on": "19/02/2026"}
    office.fill_row(page, "documents.0", **row)
    office.press(page, "Iniciar")
    page.locator(".notice.success").wait_for()
