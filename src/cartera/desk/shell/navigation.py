"""The places of the desk, and which of them a visitor may go to.

A place is shown where its route is declared and lets the visitor in: the same table decides here
and at the door, so that no link leads to a refusal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.urls import NoReverseMatch, reverse

from cartera.entrance.routes import Who, routes, turned_away
from cartera.entrance.visitor import Visitor
from cartera.kernel.text import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Entry:
    """A place by the name of its route; `key` is the letter that goes there after a g."""

    route: str
    text: str
    icon: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """An entry as a visitor sees it: `current` is 'page', 'true' (within it) or ''."""

    entry: Entry
    address: str
    current: str


@dataclass(frozen=True, slots=True)
class Group:
    """Places that belong together."""

    title: str
    places: tuple[Place, ...]


GROUPS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        _("Trabajo"),
        (
            Entry("inbox", _("Mi bandeja"), "inbox", "i"),
            Entry("dashboard", _("Tablero"), "layout-dashboard", "t"),
            Entry("cases", _("Casos"), "folder-open", "k"),
            Entry("mail", _("Correo"), "mail", "m"),
            Entry("simulator", _("Simulador"), "calculator", "s"),
        ),
    ),
    (
        _("Cartera"),
        (
            Entry("assignments", _("Cesiones"), "handshake", "c"),
            Entry("documents", _("Documentos"), "file-text", "d"),
            Entry("payments", _("Abonos"), "hand-coins", "a"),
            Entry("slips", _("Remesas"), "banknote"),
            Entry("claims", _("Cargos"), "receipt"),
            Entry("lines", _("Líneas"), "gauge", "l"),
            Entry("clients", _("Clientes"), "building-2", "n"),
            Entry("debtors", _("Deudores"), "landmark", "e"),
            Entry("factors", _("Otras factorajes"), "handshake"),
        ),
    ),
    (
        _("Recuperación"),
        (
            Entry("recovery", _("Panorama"), "radar"),
            Entry("originals", _("Bóveda"), "vault", "b"),
            Entry("cheques", _("Cheques"), "banknote"),
            Entry("direct_payments", _("Abonos directos"), "undo-2"),
            Entry("my_route", _("Mi ruta"), "route"),
            Entry("routes", _("Rutas de cobro"), "map"),
            Entry("routes_due", _("Por cobrar hoy"), "map-pin"),
            Entry("differences", _("Diferencias"), "scale"),
            Entry("values", _("Valores ajenos"), "hand-coins"),
            Entry("delegations", _("Cobranza delegada"), "forward"),
            Entry("loans", _("Préstamos"), "arrow-left-right"),
            Entry("borrowings", _("Nos prestan"), "arrow-left"),
            Entry("searches", _("Los tiene otra"), "file-search"),
        ),
    ),
    (
        _("Contabilidad"),
        (
            Entry("closing", _("Cierre del día"), "calendar-check", "z"),
            Entry("entries", _("Partidas"), "book-open", "p"),
            Entry("receipts", _("Comprobantes"), "receipt-text", "r"),
            Entry("papers", _("Formatos"), "files", "f"),
        ),
    ),
    (
        _("Empresa"),
        (
            Entry("company_settings", _("Datos de la empresa"), "settings"),
            Entry("opening_balances", _("Saldos iniciales"), "import"),
            Entry("people", _("Personas y roles"), "users", "u"),
            Entry("access", _("Quién puede qué"), "shield-check", "q"),
            Entry("webhooks", _("Avisos web"), "webhook"),
        ),
    ),
)
FOOT: tuple[Entry, ...] = (
    Entry("guide", _("Guía"), "book-open"),
    Entry("api_guide", _("Guía de la API"), "code"),
    Entry("look", _("Componentes"), "palette"),
)
SEARCH = "search"


def places_of(who: Visitor, path: str) -> list[Group]:
    """The groups of places that the visitor may open, without those that would be empty."""
    found = [Group(title, tuple(_open(who, path, entries))) for title, entries in GROUPS]
    return [group for group in found if group.places]


def footer_of(who: Visitor, path: str) -> list[Place]:
    """The places of the foot that the visitor may open."""
    return _open(who, path, FOOT)


def open_address(who: Visitor, name: str) -> str:
    """The address of a route that needs no row, or '' where the visitor may not open it."""
    route = next((route for route in routes() if route.name == name), None)
    if route is None or route.who is Who.PARTY or turned_away(route, who, {}) is not None:
        return ""
    return _address(name)


def _open(who: Visitor, path: str, entries: Sequence[Entry]) -> list[Place]:
    found = ((entry, open_address(who, entry.route)) for entry in entries)
    return [Place(entry, address, _current(path, address)) for entry, address in found if address]


def _current(path: str, address: str) -> str:
    if path == address:
        return "page"
    return "true" if address != "/" and path.startswith(address) else ""


@cache
def _address(name: str) -> str:
    """Where a route lies: the desk's own, or one of the whole site; '' where it is nowhere."""
    for full in (f"desk:{name}", name):
        try:
            return reverse(full)
        except NoReverseMatch:
            continue
    return ""
