"""What a field suggests while somebody types: clients and debtors by name, code or tax id."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from cartera.credit.parties.models import Client, Debtor
from cartera.desk.access import page
from cartera.entrance.offers import debtors_for
from cartera.entrance.routes import Who
from cartera.entrance.visitor import Visitor
from cartera.kernel.search import search_key
from cartera.kernel.text import gettext_noop as _

SUGGESTED_AT_MOST = 12


@page("sugerencias/<str:of>/", Who.SIGNED_IN, _("Sugerir clientes y deudores al escribir"))
def suggestions(request: HttpRequest, visitor: Visitor, of: str) -> HttpResponse:
    """Up to a dozen that are meant by what is typed, accents and case aside."""
    typed = request.GET.get("q", "").strip()[:80]
    meant = _meant(_known(of, visitor), typed)
    if of == "debtors" and not visitor.is_staff:
        meant |= _by_tax_id(typed)
    rows = meant.order_by("search_name").values("code", "name")[:SUGGESTED_AT_MOST]
    return JsonResponse({"found": list(rows)})


def _by_tax_id(typed: str) -> QuerySet[Debtor]:
    """A debtor that is new to a client: he finds it by its whole tax id, which he has to know."""
    number = "".join(typed.split())
    return Debtor.objects.filter(state="active", tax_id=number).exclude(tax_id="")


def _known(of: str, visitor: Visitor) -> QuerySet[Any]:
    """Whom the visitor may name: who speaks for clients names those alone."""
    if of == "debtors":
        return debtors_for(visitor)
    if of != "clients":
        raise Http404
    found = Client.objects.filter(state="active")
    return found if visitor.is_staff else found.filter(code__in=visitor.client_codes)


def _meant(found: QuerySet[Any], text: str) -> QuerySet[Any]:
    for word in search_key(text).split():
        found = found.filter(
            Q(search_name__contains=word) | Q(code__istartswith=word) | Q(tax_id__startswith=word)
        )
    return found
