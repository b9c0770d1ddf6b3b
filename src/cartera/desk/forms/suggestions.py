"""What a field suggests while somebody types: clients and debtors by name, code or tax id."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from cartera.credit.parties.models import Client, Debtor
from cartera.desk.access import page
from cartera.entrance.routes import Who
from cartera.entrance.visitor import Visitor
from cartera.kernel.search import search_key
from cartera.kernel.text import gettext_noop as _

SUGGESTED_AT_MOST = 12


@page("sugerencias/<str:of>/", Who.SIGNED_IN, _("Sugerir clientes y deudores al escribir"))
def suggestions(request: HttpRequest, visitor: Visitor, of: str) -> HttpResponse:
    """Up to a dozen that are meant by what is typed, accents and case aside."""
    found = _known(of, visitor)
    meant = _meant(found, request.GET.get("q", "").strip()[:80])
    rows = meant.order_by("search_name").values("code", "name")[:SUGGESTED_AT_MOST]
    return JsonResponse({"found": list(rows)})


def _known(of: str, visitor: Visitor) -> QuerySet[Any]:
    """Whom the visitor may name: who speaks for clients names those alone."""
    if of == "debtors":
        return Debtor.objects.filter(state="active")
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
