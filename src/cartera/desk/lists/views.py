"""The pages of the lists: one for each declaration, all drawn alike."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cartera.control.workflow.registry import procedure_of
from cartera.desk.access import page
from cartera.desk.lists.showing import shown_of
from cartera.entrance.routes import Who
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import role_name
from cartera.kernel.text import gettext_noop as _
from cartera.reports.listing import Listing
from cartera.reports.registry import listing_of
from cartera.reports.selectors import views_for

# Where each list lies, and what its row in 'quién puede qué' says.
ADDRESSES = {
    "cases": ("casos/", _("Buscar casos")),
    "assignments": ("cesiones/", _("Lista de cesiones")),
    "documents": ("documentos/", _("Lista de documentos")),
    "clients": ("clientes/", _("Lista de clientes")),
    "debtors": ("deudores/", _("Lista de deudores")),
    "lines": ("lineas/", _("Lista de líneas")),
    "payments": ("pagos/", _("Lista de abonos")),
    "slips": ("remesas/", _("Lista de remesas")),
    "claims": ("cargos/", _("Lista de cargos pendientes")),
    "receipts": ("comprobantes/", _("Lista de comprobantes")),
    "entries": ("partidas/", _("Lista de partidas")),
    "mail": ("correo/", _("Lista de correos")),
    "originals": ("boveda/", _("Lista de originales en custodia")),
    "cheques": ("cheques/", _("Lista de cheques")),
    "direct_payments": ("abonos-directos/", _("Lista de abonos directos")),
    "differences": ("diferencias/", _("Lista de diferencias de cobro")),
    "routes": ("rutas/", _("Lista de rutas de cobro")),
    "delegations": ("cobranza-delegada/", _("Lista de cobranza delegada")),
    "loans": ("prestamos/", _("Lista de préstamos de documentos")),
    "borrowings": ("nos-prestan/", _("Lista de documentos que nos prestan")),
    "searches": ("los-tiene-otra/", _("Lista de documentos que tiene otra empresa")),
    "values": ("valores-ajenos/", _("Lista de valores ajenos")),
    "factors": ("factorajes/", _("Lista de otras empresas de factoraje")),
    "papers": ("formatos/", _("Lista de formatos impresos")),
}


def show(request: HttpRequest, visitor: Visitor, listing: Listing) -> HttpResponse:
    """A list, as the address filters and orders it."""
    shown = shown_of(listing, visitor, request.GET.dict())
    begins = [one for one in visitor.can_open if one.code == listing.begins]
    context = {
        "visitor": visitor,
        "listing": listing,
        "shown": shown,
        "views": views_for(visitor.user, listing.code, visitor.roles),
        "begins": begins[0] if begins else None,
        "begun_by": "" if begins else _begun_by(listing),
    }
    return render(request, "desk/lists/list.html", context)


def _begun_by(listing: Listing) -> str:
    """The roles that begin what the list shows, for who does not."""
    if not listing.begins:
        return ""
    return ", ".join(role_name(role) for role in procedure_of(listing.begins).first.roles)


def _declare(listing: Listing) -> None:
    address, text = ADDRESSES[listing.code]

    def view(request: HttpRequest, visitor: Visitor) -> HttpResponse:
        return show(request, visitor, listing)

    view.__name__ = listing.code
    page(address, Who.SIGNED_IN if listing.own else Who.STAFF, text)(view)


for code in ADDRESSES:
    _declare(listing_of(code))
