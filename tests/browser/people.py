"""People at their browsers: each signs in once in a context of his own and works through pages."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.hands import Hands, Mouse
from tests.cast import PASSWORD
from tests.entrance.authenticator import Telephone

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

# Says a breach of the content security policy where errors are heard.
LISTENER = """document.addEventListener('securitypolicyviolation', breach =>
    console.error('policy: ' + breach.violatedDirective + ' ' + breach.blockedURI))"""
WIDE: "ViewportSize" = {"width": 1440, "height": 900}


class Office:
    """The pages of everybody who works in a story, by username.

    Where people have names of their own, `staff` says who holds the role that a story asks for, and
    `links` with what invitation each comes in the first time. An error of a script, of a resource
    or of the content security policy is kept in `errors`. With CARTERA_SHOTS set to a folder,
    `shoot` leaves pictures there.
    """

    def __init__(self, browser: "Browser", site: str, hands: Hands | None = None) -> None:
        self.hands = hands or Mouse()
        self.browser = browser
        self.site = site
        self.errors: list[str] = []
        self.staff: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self._telephones: dict[str, Telephone] = {}
        self._pages: dict[str, Page] = {}
        self._shots = os.environ.get("CARTERA_SHOTS", "")
        self._size = WIDE

    def resize(self, page: "Page", width: int) -> None:
        """Make a page's screen this wide."""
        self._size = {"width": width, "height": 900}
        page.set_viewport_size(self._size)

    def page(self, username: str) -> "Page":
        """The page of a person, signed in by the form the first time."""
        name = self.staff.get(username, username)
        if name not in self._pages:
            self._pages[name] = self._come_in(name)
        return self._pages[name]

    def _come_in(self, name: str) -> "Page":
        """Choose a password where one was invited, sign in, get the second factor if asked to."""
        page = self.open()
        if name in self.links:
            page.goto(self.links[name])
            self.write(page, {"Clave nueva": PASSWORD, "La misma clave otra vez": PASSWORD})
            self.shoot(page, f"welcome-{name}")
            self.press(page, "Guardar mi clave")
            page.get_by_text("Su clave quedó puesta").wait_for()
        else:
            page.goto(f"{self.site}/")
        self.write(page, {"Usuario o correo electrónico": name, "Clave": PASSWORD})
        self.press(page, "Entrar")
        page.wait_for_url(lambda address: "/cuenta/login/" not in address)
        if "/segundo-factor/" in page.url:
            self._enrol(page, name)
        page.wait_for_url(f"{self.site}/")
        return page

    def _enrol(self, page: "Page", name: str) -> None:
        """Get the code of a telephone as second factor, and go on."""
        self.shoot(page, f"second-factor-{name}")
        self.hands.press(page.get_by_role("link", name="Usar mi teléfono"))
        secret = page.locator("#authenticator_secret").input_value()
        self._telephones[name] = Telephone(secret)
        self.hands.write(page.locator("#id_code"), self._telephones[name].fresh_code())
        self.shoot(page, f"telephone-{name}")
        self.press(page, "Activar")
        page.wait_for_url("**/recovery-codes/")
        self.write(page, {"He guardado mis códigos": True})
        self.shoot(page, f"recovery-{name}")
        self.hands.press(page.get_by_role("link", name="Continuar"))

    def _confirm(self, page: "Page") -> None:
        """Give the second factor again, where money is about to leave."""
        name = next(name for name, its in self._pages.items() if its is page)
        self.hands.write(page.locator("#id_code"), self._telephones[name].fresh_code())
        self.shoot(page, f"confirm-{name}")
        self.press(page, "Confirmar")

    def open(self) -> "Page":
        """A page of somebody who has not signed in."""
        page = self.browser.new_context(locale="es-SV", viewport=self._size).new_page()
        page.add_init_script(LISTENER)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._hear)
        return page

    def _hear(self, said: "object") -> None:
        kind, text = getattr(said, "type", ""), str(getattr(said, "text", ""))
        if kind == "error" and "422" not in text and "403" not in text:
            self.errors.append(text)

    def begin(self, username: str, title: str) -> "Page":
        """Go to the inbox and begin a procedure."""
        page = self.page(username)
        page.goto(f"{self.site}/")
        self.hands.press(page.locator("summary", has_text="Iniciar un trámite").first)
        self.hands.press(page.get_by_role("link", name=title).first)
        return page

    def take(self, username: str, step: int) -> "Page":
        """Open the step that waits in a person's inbox, unless it opened by itself."""
        page = self.page(username)
        if not page.get_by_role("heading", level=1).get_by_text(f"paso {step}").count():
            page.goto(f"{self.site}/")
            self.hands.press(page.locator(".tasks a").filter(has_text=f"Paso {step} ").first)
        return page

    def do(self, username: str, step: int, fill: Mapping[str, str | bool] | None = None) -> "Page":
        """Do a step from the inbox with what `fill` says by label; it must be accepted."""
        page = self.take(username, step)
        self.write(page, fill or {})
        self.shoot(page, f"step-{step}-{username}")
        self.submit(page)
        return page

    def write(self, page: "Page", fill: Mapping[str, str | bool]) -> None:
        """Write into the fields of a form, by their labels."""
        for label, value in fill.items():
            field = page.get_by_label(label, exact=False).first
            if isinstance(value, bool):
                self.hands.tick(field, value)
            else:
                self.hands.write(field, value)

    def fill_row(self, page: "Page", row: str, **cells: str) -> None:
        """Write into the cells of a table's row, by their columns."""
        for column, text in cells.items():
            self.hands.write(page.locator(f'[name="{row}.{column}"]'), text)

    def press(self, page: "Page", button: str) -> None:
        """Press a button by what it says."""
        self.hands.press(page.get_by_role("button", name=button).first)

    def submit(self, page: "Page") -> None:
        """Press the button that does the step; what was done is said on the next page."""
        self.hands.press(page.locator("form.step button.primary").first)
        said = page.locator(".notice.success, .errors, .notice.error").first
        asked = page.locator("#id_code")
        said.or_(asked).first.wait_for()
        if asked.count():
            self._confirm(page)
        said.wait_for()
        if not page.locator(".notice.success").count():
            raise AssertionError(said.inner_text())

    def shoot(self, page: "Page", name: str) -> None:
        """Leave a picture of a page where they are wanted."""
        if not self._shots:
            return
        folder = Path(self._shots)
        page.screenshot(path=folder / f"{name}-{self._size['width']}.png", full_page=True)

    def close(self) -> None:
        """Everybody goes home."""
        for context in list(self.browser.contexts):
            context.close()
