"""A collector whose phone has no signal: what he writes down is in Cartera once, by him alone."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.test import Client
from PIL import Image

from cartera.control.people.models import RoleGrant, User
from cartera.kernel.clock import FixedClock, now
from cartera.procedures.players import Players
from cartera.procedures.playing_routes import send_route_out, visit
from cartera.recovery.routes.models import RouteItem, Visit, VisitPhoto
from tests.browser.street import (
    Phone,
    Signal,
    not_collected,
    paid,
    traces_on,
    visits_on,
    wait_until_kept,
)
from tests.browser.test_every_page_is_fit import BUT_COLOURS, OF_COLOURS, wrong_with
from tests.cast import DEBTOR, OPENING, PASSWORD, a_company, a_document, a_live_assignment, move_to

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
DUE_ON = OPENING.date() + timedelta(days=45)
MANY = 40
_LOADED = """() => performance.getEntriesByType('resource').map(one => new URL(one.name).pathname)
    .filter(path => path.startsWith('/static/'))"""
_SHELL_KEPT = """async () => {
    const name = (await caches.keys()).find(one => one.startsWith('mi-ruta-shell-'));
    return (await (await caches.open(name)).keys()).map(one => new URL(one.url).pathname);
}"""
CHEQUE = {"number": "771", "bank": "Banco Agrícola", "amount": "1000.00"}
PAID = {"document": "Q-0", "outcome": "cheque", "number": "771"}


@pytest.fixture
def phone(browser: "Browser", site: str, settings: Any, tmp_path: Path) -> Iterator[Phone]:
    settings.ACCOUNT_RATE_LIMITS = {}
    signal = Signal(urlsplit(site).port or 0)
    made = Phone(browser, signal, tmp_path / "memory")
    yield made
    made.close()
    signal.close()
    assert made.breaches == []


def _out_with(clock: FixedClock, documents: int) -> tuple[Players, str]:
    """A route out with so many documents of one debtor; his page on the phone."""
    players = a_company(clock)
    numbers = [f"Q-{place}" for place in range(documents)]
    a_live_assignment(players, *(a_document(number, "1000.00") for number in numbers))
    move_to(clock, DUE_ON)
    case_id = send_route_out(players)
    players.play(case_id, {"finish": False})
    return players, f"/mi-ruta/{case_id}/{DEBTOR}/"


def _says(page: "Page", sentence: str) -> None:
    page.locator("#por-enviar").get_by_text(sentence).wait_for()


def test_forty_visits_are_there_once(phone: Phone, clock: FixedClock, tmp_path: Path) -> None:
    """Recorded without signal, the browser closed and opened again, sent twice over."""
    _players, path = _out_with(clock, MANY)
    picture = _a_large_photo(tmp_path)
    stop = f"{phone.signal.url}{path}"
    page = phone.sign_in("g_cob")
    wait_until_kept(page, 2)
    phone.signal.cut()
    for place in range(MANY):
        if place % 8:
            not_collected(page, f"Q-{place}", stop=stop)
        else:
            paid(page, f"Q-{place}", f"{place + 100}", picture, stop=stop)
    _says(page, "40 visitas por enviar")
    assert page.get_by_text("visitado · en este teléfono").is_visible()
    phone.close_and_open()
    page = phone.tab()
    _says(page, "Sin señal: 40 visitas por enviar")
    kept = visits_on(page)
    assert not Visit.objects.exists()
    phone.signal.restore()
    page = phone.sign_in("g_cob")
    _says(page, "40 visitas enviadas hoy")
    assert Visit.objects.count() == MANY
    _answers_were_lost(page, kept)
    _says(page, "40 visitas enviadas hoy")
    _each_is_there_once(kept)
    _photos_are_small_and_say_no_place()


def _a_large_photo(folder: Path) -> Path:
    """As a telephone takes it: large, lying on its side, with the place where it was."""
    told = Image.Exif()
    told[0x0112] = 6
    told.get_ifd(0x8825)[2] = (13.0, 41.0, 24.0)
    Image.linear_gradient("L").resize((4000, 3000)).save(folder / "IMG_1.jpg", exif=told)
    return folder / "IMG_1.jpg"


def _photos_are_small_and_say_no_place() -> None:
    photos = VisitPhoto.objects.select_related("attachment__content", "visit")
    assert photos.count() == MANY // 8
    for photo in photos:
        drawn = Image.open(BytesIO(bytes(photo.attachment.content.content)))
        assert (drawn.size, drawn.format) == ((1200, 1600), "JPEG")  # upright, as it was held
        assert not drawn.getexif()
        assert photo.device_at <= photo.visit.device_at


def _answers_were_lost(page: "Page", kept: list[dict[str, Any]]) -> None:
    """The phone never heard that they came in: all of them wait again, and are sent again."""
    page.evaluate(
        """async (kept) => {
            const { change } = await import('/static/desk/street/queue.js');
            const { owner } = document.body.dataset;
            for (const visit of kept) await change(owner, visit, { photo: null });
        }""",
        kept,
    )
    page.reload()


def _each_is_there_once(kept: list[dict[str, Any]]) -> None:
    came = Visit.objects.values_list("key", "device_at")
    assert {str(key) for key, _at in came} == {visit["key"] for visit in kept}
    assert Visit.objects.count() == MANY
    assert {at.strftime("%Y-%m-%dT%H:%M:%S") for _key, at in came} == {
        visit["device_at"][:19] for visit in kept
    }
    states = list(RouteItem.objects.order_by("id").values_list("state", flat=True))
    assert states == ["uncollected" if place % 8 else "cheque" for place in range(MANY)]


def test_what_was_settled_meanwhile_is_a_conflict_and_stays(
    phone: Phone, clock: FixedClock
) -> None:
    """Two tabs send at once; the visit that lost is shown, opened, and discarded by him."""
    players, path = _out_with(clock, 3)
    stop = f"{phone.signal.url}{path}"
    page = phone.sign_in("g_cob")
    wait_until_kept(page, 2)
    phone.signal.cut()
    for number in ("Q-0", "Q-1", "Q-2"):
        not_collected(page, number, stop=stop)
    other = phone.tab()
    _says(other, "Sin señal: 3 visitas por enviar")
    case_id = int(path.split("/")[2])
    visit(players, case_id, debtor=DEBTOR, outcomes=[PAID], cheques=[CHEQUE])
    phone.signal.restore()
    for tab in (page, other):
        tab.evaluate("dispatchEvent(new Event('online'))")
    for tab in (page, other):
        _says(tab, "1 visita con conflicto")
    assert Visit.objects.count() == 3
    _says(page, "ya tiene resultado: cobrado con cheque.")
    _is_fit(page)
    page.get_by_role("link", name="Abrir y corregir").click()
    page.locator("#problema", has_text="ya tiene resultado").wait_for()
    _is_fit(page)
    page.goto(f"{phone.signal.url}/mi-ruta/")
    page.locator("#por-enviar summary", has_text="Descartar").click()
    page.get_by_role("button", name="Sí, descartarla").click()
    page.locator("#por-enviar .kept").wait_for(state="detached")
    assert [found["state"] for found in visits_on(page)] == ["sent", "sent"]
    item = RouteItem.objects.get(original__number="Q-0")
    assert (item.state, str(item.collected)) == ("cheque", "1000.00")


def _is_fit(page: "Page") -> None:
    """Axe finds nothing on a phone in either theme, and nothing is cut."""
    page.evaluate(AXE_SCRIPT)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    found = wrong_with(page, page.url, BUT_COLOURS)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        found += wrong_with(page, f"{page.url} {theme}", OF_COLOURS)
    assert not found


def test_a_visit_that_is_refused_is_put_right_where_it_was_typed(
    phone: Phone, clock: FixedClock, tmp_path: Path
) -> None:
    _players, path = _out_with(clock, 2)
    page = phone.sign_in("g_cob")
    page.goto(f"{phone.signal.url}{path}")
    assert page.locator("#por-enviar").is_hidden()
    assert page.get_by_text("ya registrado en este teléfono").first.is_hidden()
    page.locator("summary", has_text="Pagó").click()
    page.get_by_label("Foto del cheque").set_input_files(__file__)
    page.locator("#problema", has_text="no es una foto").wait_for()
    page.get_by_label("Foto del cheque").set_input_files(_a_large_photo(tmp_path))
    page.get_by_role("button", name="Registrar cheque").click()
    page.locator("#problema", has_text="Escriba el número").wait_for()
    page.get_by_label("N.º de cheque o de nota").fill("9")
    page.get_by_label("Banco").fill("Banco Agrícola")
    page.get_by_label("Valor").fill("mil")
    page.get_by_role("button", name="Registrar cheque").click()
    page.locator("#problema", has_text="no es por lo que deben").wait_for()
    page.get_by_role("button", name="Registrar cheque").click()
    page.locator("#problema", has_text="mil").wait_for()
    assert page.get_by_label("Banco").input_value() == "Banco Agrícola"
    page.goto(f"{phone.signal.url}/mi-ruta/")
    page.get_by_role("link", name="Abrir y corregir").click()
    page.locator("[data-photo] canvas").wait_for()
    page.get_by_label("Valor").fill("2,000.00")
    assert page.get_by_label("N.º de cheque o de nota").input_value() == "9"
    page.get_by_role("button", name="Registrar cheque").click()
    page.wait_for_url("**/mi-ruta/")
    _says(page, "1 visita enviada hoy")
    assert page.get_by_role("button", name="Enviar ahora").is_hidden()
    assert list(RouteItem.objects.values_list("state", flat=True)) == ["cheque", "cheque"]
    assert VisitPhoto.objects.count() == 1


def test_a_visit_stands_whose_photo_is_refused_and_another_photo_is_added(
    phone: Phone, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _players, path = _out_with(clock, 1)
    page = phone.sign_in("g_cob")
    monkeypatch.setattr("cartera.control.dossiers.acts.MOST_BY_STEPS", 0)
    picture = _a_large_photo(tmp_path)
    paid(page, "Q-0", "9", picture, stop=f"{phone.signal.url}{path}")
    row = page.locator("#por-enviar .kept")
    row.get_by_text("registrada, sin su foto").wait_for()
    assert row.get_by_text("El expediente ya tiene 0 adjuntos").is_visible()
    assert (Visit.objects.count(), VisitPhoto.objects.count()) == (1, 0)
    _is_fit(page)
    monkeypatch.undo()
    row.get_by_role("link", name="Agregar otra foto").click()
    page.locator("summary", has_text="Agregar una foto").click()
    page.get_by_label("Otra foto de esta visita").set_input_files(picture)
    page.locator("[data-photo-of] canvas").wait_for()
    _is_fit(page)
    page.get_by_role("button", name="Agregar la foto").click()
    page.get_by_text("Foto agregada a la visita.").wait_for()
    drawn = Image.open(BytesIO(bytes(VisitPhoto.objects.get().attachment.content.content)))
    assert drawn.size == (1200, 1600)
    page.goto(f"{phone.signal.url}/mi-ruta/")
    row.get_by_role("button", name="Entendido").click()
    row.wait_for(state="detached")
    _says(page, "1 visita enviada hoy")


def test_the_phone_keeps_all_that_its_pages_are_drawn_with(phone: Phone, clock: FixedClock) -> None:
    _players, path = _out_with(clock, 1)
    page = phone.sign_in("g_cob")
    wait_until_kept(page, 2)
    kept = set(page.evaluate(_SHELL_KEPT))
    for address in ("/mi-ruta/", path):
        page.goto(f"{phone.signal.url}{address}")
        page.wait_for_load_state("networkidle")
        loaded = set(page.evaluate(_LOADED))
        assert loaded, address
        assert loaded <= kept, loaded - kept


def test_nobody_else_sees_or_sends_what_one_wrote_down(phone: Phone, clock: FixedClock) -> None:
    """His session ends, another signs in on the same phone; then he comes back and it is sent."""
    _players, path = _out_with(clock, 2)
    _another_collector()
    page = phone.sign_in("g_cob")
    wait_until_kept(page, 2)
    phone.signal.cut()
    not_collected(page, "Q-0", stop=f"{phone.signal.url}{path}")
    phone.lose_session()
    phone.signal.restore()
    page.get_by_role("button", name="Enviar ahora").click()
    _says(page, "Su sesión terminó y queda 1 visita por enviar.")
    his = phone.sign_in("otro")
    _says(page, "En este navegador entró otra persona.")  # the tab of who was here before
    assert page.locator("#por-enviar .kept").count() == 0
    assert his.locator(".kept").count() == 0
    phone.signal.cut()
    his.goto(f"{phone.signal.url}/mi-ruta/")
    assert his.locator(".kept").count() == 0
    assert his.get_by_text("Comercial").count() == 0
    phone.signal.restore()
    his.goto(f"{phone.signal.url}/mi-ruta/")
    phone.sign_out(his)
    his.wait_for_url("**/cuenta/login/")
    assert not Visit.objects.exists()
    page = phone.sign_in("g_cob")
    _says(page, "1 visita enviada hoy")
    assert Visit.objects.get().recorded_by.username == "g_cob"


def test_nothing_is_drawn_before_it_is_known_whose_it_is(
    phone: Phone, clock: FixedClock, settings: Any
) -> None:
    """A page that the phone kept opens while another is signed in: of the first he sees nothing."""
    _players, path = _out_with(clock, 1)
    other = Client()
    other.force_login(_another_collector())
    page = phone.sign_in("g_cob")
    wait_until_kept(page, 2)
    phone.signal.cut()
    not_collected(page, "Q-0", stop=f"{phone.signal.url}{path}")
    _says(page, "Sin señal: 1 visita por enviar")
    phone.come_in(other.cookies[settings.SESSION_COOKIE_NAME].value)
    his = phone.held_tab()
    assert his.get_by_role("heading", name="Mi ruta").is_visible()
    phone.signal.restore()
    his.evaluate("answer()")
    _says(his, "En este navegador entró otra persona.")
    assert {text for text in his.evaluate("seen") if "otra persona" not in text} == set()
    assert his.locator(".kept").count() == 0
    assert his.get_by_text("Comercial").is_hidden()


def test_who_signs_out_is_warned_and_leaves_nothing(phone: Phone, clock: FixedClock) -> None:
    _players, path = _out_with(clock, 2)
    page = phone.sign_in("g_cob")
    wait_until_kept(page, 2)
    phone.signal.cut()
    not_collected(page, "Q-0", stop=f"{phone.signal.url}{path}")
    phone.sign_out(page)
    warning = page.get_by_role("dialog", name="Tiene visitas sin enviar")
    warning.get_by_text("queda 1 visita que Cartera no tiene").wait_for()
    warning.get_by_role("button", name="Cerrar").click()
    assert len(visits_on(page)) == 1
    phone.signal.stall()  # it is being sent, and no answer comes
    page.evaluate("dispatchEvent(new Event('online'))")
    phone.sign_out(page)
    phone.signal.restore()
    warning.get_by_role("button", name="Salir y perderlas").click()
    page.wait_for_url("**/cuenta/login/", timeout=15_000)  # sooner than a visit is given up
    assert traces_on(page) == {"stores": 0, "caches": 0, "workers": 0}
    assert not Visit.objects.exists()


def _another_collector() -> User:
    other = User(username="otro", full_name="Otro Gestor", email="otro@x.example")
    other.set_password(PASSWORD)
    other.save()
    RoleGrant.objects.create(user=other, role="G_COB", from_on=date(2026, 1, 5), recorded_at=now())
    return other
