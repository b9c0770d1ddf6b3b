"""How a person wants his pages: light, dark or as the system; keys of one letter or none."""

from django.conf import settings
from django.http import HttpRequest

from cartera.kernel.text import gettext_noop as _

THEMES = {"light": _("Claro"), "dark": _("Oscuro"), "system": _("Sistema")}
SYSTEM = "system"


def theme_of(request: HttpRequest | None) -> str:
    """The theme that the visitor chose on this machine; the system's until he does."""
    chosen = request.COOKIES.get(settings.THEME_COOKIE_NAME, "") if request else ""
    return chosen if chosen in THEMES else SYSTEM


def has_letter_keys(request: HttpRequest | None) -> bool:
    """Whether keys of one letter do something: they can be put off (WCAG 2.1.4)."""
    return request is None or request.COOKIES.get(settings.KEYS_COOKIE_NAME) != "off"
