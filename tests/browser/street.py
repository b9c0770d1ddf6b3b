"""A collector in the street: a phone that is closed and opened again, on a line that can be cut."""

import re
import socket
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from django.conf import settings

from tests.browser.people import LISTENER
from tests.cast import PASSWORD
from tests.plugins.browser import FLAGS, chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize

NARROW: "ViewportSize" = {"width": 360, "height": 780}
# Whether the route's pages are on the phone, and the worker answers for them.
_KEPT = """async (count) => {
    if (!navigator.serviceWorker.controller) return false;
    const names = (await caches.keys()).filter(name => name.startsWith('mi-ruta-pages-'));
    const lists = await Promise.all(names.map(async name => (await caches.open(name)).keys()));
    return lists.flat().length >= count;
}"""
# The visits on the phone, of whoever's.
_VISITS = """async () => {
    const found = [];
    for (const { name } of await indexedDB.databases()) {
        const store = await new Promise(resolve => {
            const request = indexedDB.open(name);
            request.onsuccess = () => resolve(request.result);
        });
        found.push(...await new Promise(resolve => {
            const request = store.transaction('visits').objectStore('visits').getAll();
            request.onsuccess = () => resolve(request.result);
        }));
        store.close();
    }
    return found.map(visit => ({ ...visit, photo: Boolean(visit.photo) }));
}"""
# Holds back what the phone asks of Cartera until the test says `answer()`, and notes in `seen`
# whether anything of a queue was ever drawn.
_HELD = """() => {
    const held = new Promise(resolve => { window.answer = resolve; });
    const ask = window.fetch;
    window.fetch = (...asked) => held.then(() => ask(...asked));
    window.seen = [];
    new MutationObserver(() => {
        const queue = document.querySelector('#por-enviar .kept, #por-enviar:not([hidden])');
        const told = document.querySelector('[data-here]:not([hidden])');
        if (queue || told) window.seen.push((queue ?? told).innerText);
    }).observe(document, { subtree: true, childList: true, attributes: true });
}"""
# What a person leaves on the phone when he signs out: nothing of these.
_TRACES = """async () => ({
    stores: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""


class Signal:
    """The line between a phone and the site at `port`: while it is cut, nothing answers."""

    def __init__(self, port: int) -> None:
        self.is_up = True
        self.is_stalled = False
        self._port = port
        self._under_way: list[socket.socket] = []
        self._listener = socket.create_server(("localhost", 0))
        self.url = f"http://localhost:{self._listener.getsockname()[1]}"
        Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """Nothing passes any more, in connections under way neither."""
        self.is_up = False
        for end in self._under_way:
            _close(end)
        self._under_way.clear()

    def stall(self) -> None:
        """What is asked gets through to nobody, and is not turned away either."""
        self.is_stalled = True

    def restore(self) -> None:
        """It passes again, for what is asked from now on."""
        self.is_up, self.is_stalled = True, False

    def close(self) -> None:
        """The line is taken down."""
        self.cut()
        self._listener.close()

    def _listen(self) -> None:
        while True:
            try:
                came, _address = self._listener.accept()
            except OSError:
                return
            if self.is_stalled:
                self._under_way.append(came)
                continue
            if not self.is_up:
                came.close()
                continue
            gone = socket.create_connection(("localhost", self._port))
            self._under_way += [came, gone]
            for pair in ((came, gone), (gone, came)):
                Thread(target=_carry, args=pair, daemon=True).start()


def _carry(giver: socket.socket, taker: socket.socket) -> None:
    with suppress(OSError):
        while passed := giver.recv(65536):
            taker.sendall(passed)
    _close(giver)
    _close(taker)


def _close(end: socket.socket) -> None:
    with suppress(OSError):  # the other side was quicker
        end.shutdown(socket.SHUT_RDWR)
    end.close()


class Phone:
    """A telephone with one browser, whose memory stays when it is closed.

    `breaches` are what its pages did against the security policy, and the errors of their scripts.
    """

    def __init__(self, browser: "Browser", signal: Signal, memory: Path) -> None:
        self.signal = signal
        self.breaches: list[str] = []
        self._kind = browser.browser_type
        self._memory = memory
        self._context = self._open()

    def _open(self) -> "BrowserContext":
        opened = self._kind.launch_persistent_context(
            self._memory, executable_path=chromium(), args=FLAGS, locale="es-SV", viewport=NARROW
        )
        opened.add_init_script(LISTENER)
        opened.on("weberror", lambda error: self.breaches.append(str(error.error)))
        opened.on("console", self._hear)
        return opened

    def _hear(self, said: "ConsoleMessage") -> None:
        if said.text.startswith("policy:") or "Content Security Policy" in said.text:
            self.breaches.append(said.text)

    def close_and_open(self) -> None:
        """The browser is closed and opened again: what was in no store of its own is lost."""
        self._context.close()
        self._context = self._open()

    def close(self) -> None:
        """Put it away."""
        self._context.close()

    def tab(self, path: str = "/mi-ruta/") -> "Page":
        """A new tab at an address."""
        page = self._context.new_page()
        page.goto(f"{self.signal.url}{path}")
        return page

    def sign_in(self, username: str, path: str = "/mi-ruta/") -> "Page":
        """A tab whose page asked who he is, and knows now."""
        page = self.tab(path)
        page.get_by_label("Usuario o correo electrónico").fill(username)
        page.get_by_label("Clave").fill(PASSWORD)
        page.get_by_role("button", name="Entrar").click()
        page.wait_for_url(f"{self.signal.url}{path}")
        return page

    def come_in(self, session: str) -> None:
        """Somebody is signed in by a page that no script of ours ran in."""
        name = settings.SESSION_COOKIE_NAME
        self._context.add_cookies([{"name": name, "value": session, "url": self.signal.url}])

    def held_tab(self, path: str = "/mi-ruta/") -> "Page":
        """A new tab whose scripts wait for Cartera until the test says `answer()` in it."""
        page = self._context.new_page()
        page.add_init_script(f"({_HELD})()")
        page.goto(f"{self.signal.url}{path}")
        return page

    def sign_out(self, page: "Page") -> None:
        """Press «Salir», and no more."""
        page.locator("#persona summary").click()
        page.locator("#persona").get_by_role("button", name="Salir").click()

    def lose_session(self) -> None:
        """Who signed in is signed in no more; nobody said so to the pages."""
        self._context.clear_cookies()


def wait_until_kept(page: "Page", pages: int) -> None:
    """Until so many pages are on the phone."""
    for _try in range(200):
        if page.evaluate(_KEPT, pages):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"there are no {pages} pages on the phone")


def visits_on(page: "Page") -> list[dict[str, object]]:
    """The visits that are on the phone, with what was typed."""
    found: list[dict[str, object]] = page.evaluate(_VISITS)
    return found


def traces_on(page: "Page") -> dict[str, int]:
    """How many stores, caches and workers are on the phone."""
    found: dict[str, int] = page.evaluate(_TRACES)
    return found


def not_collected(page: "Page", document: str, *, stop: str) -> None:
    """Write down at a debtor's that a document was not collected; it leads to the route."""
    _choose(page, document, stop)
    page.locator("summary", has_text="No se cobró").click()
    page.get_by_role("button", name="Registrar: no se cobró").click()
    page.wait_for_url("**/mi-ruta/")


def paid(page: "Page", document: str, number: str, photo: Path, *, stop: str) -> None:
    """Write down that a document was paid with a cheque of 1,000.00, of which a photo was taken."""
    _choose(page, document, stop)
    page.locator("summary", has_text="Pagó").click()
    page.get_by_label("N.º de cheque o de nota").fill(number)
    page.get_by_label("Banco").fill("Banco Agrícola")
    page.get_by_label("Valor").fill("1,000.00")
    page.get_by_label("Foto del cheque").set_input_files(photo)
    page.get_by_role("button", name="Registrar cheque").click()
    page.wait_for_url("**/mi-ruta/")


def _choose(page: "Page", document: str, stop: str) -> None:
    page.goto(stop)
    chosen = page.locator("#visita .pick", has_text=re.compile(rf"{document}\D"))
    page.evaluate("document.querySelectorAll('[name=item]').forEach(box => box.checked = false)")
    chosen.get_by_role("checkbox").check()
