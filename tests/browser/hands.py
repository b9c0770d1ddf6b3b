"""How somebody works a page: with a mouse, or with nothing but the keyboard."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from playwright.sync_api import Locator

MOST_TABS = 500
TABS_AT_ONCE = 10
# Whether it has the focus. Once it has, further Tabs do not lead away from it until that is asked.
_REACHED = """element => {
    const hold = event => {
        if (event.key === 'Tab' && document.activeElement === element) {
            event.preventDefault();
            event.stopImmediatePropagation();
        }
    };
    window.removeEventListener('keydown', window.heldTab, true);
    window.heldTab = hold;
    if (document.activeElement === element) return true;
    window.addEventListener('keydown', hold, true);
    return false;
}"""


class Hands(Protocol):
    """What one does to a page: press something, write in a field, tick a box."""

    def press(self, what: "Locator") -> None:
        """Press a link or a button."""

    def write(self, field: "Locator", text: str) -> None:
        """Write `text` in a field instead of what is there."""

    def tick(self, box: "Locator", ticked: bool) -> None:
        """Tick a box, or untick it."""


class Mouse:
    """Points and clicks."""

    def press(self, what: "Locator") -> None:
        what.click()

    def write(self, field: "Locator", text: str) -> None:
        if field.evaluate("element => element.tagName") == "SELECT":
            field.select_option(text)
            return
        field.fill(text)

    def tick(self, box: "Locator", ticked: bool) -> None:
        box.set_checked(ticked)


class Keyboard:
    """Goes from thing to thing by the Tab key alone; what Tab does not reach is not there."""

    def press(self, what: "Locator") -> None:
        self._reach(what)
        what.page.keyboard.press("Enter")

    def write(self, field: "Locator", text: str) -> None:
        self._reach(field)
        keys = field.page.keyboard
        if field.evaluate("element => element.tagName") == "SELECT":
            keys.type(field.locator(f'option[value="{text}"]').inner_text())
            return
        keys.press("Control+a")
        keys.type(text)

    def tick(self, box: "Locator", ticked: bool) -> None:
        self._reach(box)
        if box.is_checked() is not ticked:
            box.page.keyboard.press("Space")

    def _reach(self, what: "Locator") -> None:
        what.wait_for(state="attached")
        for _ in range(MOST_TABS // TABS_AT_ONCE):
            if what.evaluate(_REACHED):
                return
            for _tab in range(TABS_AT_ONCE):
                what.page.keyboard.press("Tab")
        raise AssertionError(f"the Tab key does not reach {what}")
