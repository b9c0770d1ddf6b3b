"""Search: anything by what people have in hand, and places and beginnings by name."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from cartera.desk.access import page
from cartera.desk.lists.links import Leads, links_for
from cartera.desk.lists.showing import scope_of
from cartera.desk.shell.navigation import GROUPS, open_address
from cartera.entrance.routes import Who
from cartera.entrance.visitor import Visitor
from cartera.kernel.money import format_amount, parse_amount
from cartera.kernel.refusals import Refusal
from cartera.kernel.search import search_key
from cartera.kernel.text import gettext_noop as _
from cartera.reports.finding import MOST_TYPED, Asked, Hit, found

PLACES = _("Ir a")
BEGINNINGS = _("Iniciar")
# Words by which people look for what begins.
_TO_BEGIN = "nuevo nueva iniciar abrir"


@dataclass(frozen=True, slots=True)
class Answer:
    """A line of the results."""

    text: str
    href: str
    note: str = ""
    amount: str = ""


@dataclass(frozen=True, slots=True)
class Heap:
    """The answers of one kind."""

    title: str
    answers: tuple[Answer, ...]


@page("buscar/", Who.SIGNED_IN, _("Buscar en todo"))
def search(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """What a text finds. `part` asks for the results alone, as the palette does."""
    text = request.GET.get("q", "").strip()[:MOST_TYPED]
    heaps = heaps_for(visitor, text) if text else []
    shown = {
        "visitor": visitor,
        "text": text,
        "heaps": heaps,
        "count": sum(len(heap.answers) for heap in heaps),
    }
    template = "results.html" if "part" in request.GET else "search.html"
    return render(request, f"desk/lists/{template}", shown)


def heaps_for(visitor: Visitor, text: str) -> list[Heap]:
    """What the text finds for a visitor: beginnings and places by name, then things."""
    leads, locale = links_for(visitor), visitor.house.locale
    heaps = [
        Heap(gettext(BEGINNINGS), tuple(_beginnings(visitor, text))),
        Heap(gettext(PLACES), tuple(_places(visitor, text))),
    ]
    by_title: dict[str, list[Answer]] = {}
    for hit in found(Asked(text, _amount_in(text, locale)), scope_of(visitor)):
        by_title.setdefault(hit.title, []).append(_answer(hit, leads, locale))
    heaps += [Heap(gettext(title), tuple(answers)) for title, answers in by_title.items()]
    return [heap for heap in heaps if heap.answers]


def _answer(hit: Hit, leads: Leads, locale: str) -> Answer:
    amount = format_amount(hit.amount, locale) if hit.amount is not None else ""
    return Answer(hit.text or "—", leads(hit.route, hit.leads), hit.note or "", amount)


def _amount_in(text: str, locale: str) -> Decimal | None:
    try:
        return parse_amount(text.lstrip("$ "), locale)
    except Refusal:
        return None


def _beginnings(visitor: Visitor, text: str) -> Iterator[Answer]:
    for procedure in visitor.can_open:
        title = gettext(procedure.title)
        if _names(text, f"{_TO_BEGIN} {procedure.code} {title}"):
            yield Answer(title, reverse("desk:opening", args=[procedure.code]), procedure.code)


def _places(visitor: Visitor, text: str) -> Iterator[Answer]:
    for _group, entries in GROUPS:
        for entry in entries:
            if not _names(text, gettext(entry.text)):
                continue
            address = open_address(visitor, entry.route)
            if address:
                yield Answer(gettext(entry.text), address)


def _names(text: str, name: str) -> bool:
    """Whether each typed word begins a word of the name."""
    words = search_key(name).split()
    typed = search_key(text).split()
    return bool(typed) and all(any(word.startswith(one) for word in words) for one in typed)
