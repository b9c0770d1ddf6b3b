"""The living page of the components, and how each person wants his pages."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from cartera.desk.access import page
from cartera.desk.look.specimens import samples
from cartera.desk.look.theme import SYSTEM, THEMES
from cartera.entrance.routes import POST, Who
from cartera.entrance.visitor import Visitor
from cartera.kernel.text import gettext_noop as _

A_YEAR = 365 * 24 * 60 * 60
SPECIMENS = Path(__file__).parent.parent / "templates" / "desk" / "look" / "specimens"


@dataclass(frozen=True, slots=True)
class Specimen:
    """A component in its states: the template that draws them, and its markup to be copied."""

    name: str
    template: str
    markup: str


@page("componentes/", Who.STAFF, _("Componentes de las páginas"))
def look(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Every component in every state, with its markup; `?tema=` shows it in a theme."""
    asked = request.GET.get("tema", "")
    shown = {
        "visitor": visitor,
        "specimens": specimens(),
        "samples": samples(),
        "shown_theme": asked if asked in THEMES else "",
    }
    return render(request, "desk/look/look.html", shown)


def specimens() -> list[Specimen]:
    """The specimens there are, by name."""
    return [
        Specimen(file.stem, f"desk/look/specimens/{file.name}", _markup(file))
        for file in sorted(SPECIMENS.glob("*.html"))
    ]


@page("apariencia/", Who.SIGNED_IN, _("Elegir tema y atajos"), methods=POST)
def appearance(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Keep a theme, or whether letters are shortcuts, on this machine; what is unknown is left."""
    answer = HttpResponseRedirect(_back(request))
    chosen = request.POST.get("theme", "")
    if chosen == SYSTEM:
        answer.delete_cookie(settings.THEME_COOKIE_NAME)
    elif chosen in THEMES:
        _keep(answer, settings.THEME_COOKIE_NAME, chosen)
    if (keys := request.POST.get("keys", "")) in {"on", "off"}:
        _keep(answer, settings.KEYS_COOKIE_NAME, keys)
    return answer


def _keep(answer: HttpResponse, name: str, value: str) -> None:
    answer.set_cookie(
        name,
        value,
        max_age=A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _back(request: HttpRequest) -> str:
    """The page from which it was asked, if it is one of ours."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if ours else "/"


def _markup(file: Path) -> str:
    lines = file.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("{% load"))
