"""Saving, sharing and forgetting views of a list."""

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from cartera.desk.access import denied, page
from cartera.desk.lists.showing import scope_of
from cartera.desk.shell.addresses import page_address
from cartera.entrance.routes import BOTH, Who, record_denial
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import said
from cartera.kernel.numbers import named_number
from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _
from cartera.reports.acts import remove_view, save_view
from cartera.reports.asking import wanted_of
from cartera.reports.listing import Listing
from cartera.reports.refusals import ListForStaff, ListUnknown
from cartera.reports.registry import listing_of
from cartera.reports.selectors import may_share_with, views_for


@page("listas/<str:code>/vistas/", Who.SIGNED_IN, _("Guardar vistas de una lista"), methods=BOTH)
def saved_views(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """The views of a list that the visitor may choose, and the form to keep one more."""
    listing = asked_listing(code)
    if not visitor.is_staff and not listing.own:
        return turned_back(request, visitor, listing)
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            return redirect(_done(listing, visitor, request.POST))
        except Refusal as refusal:
            wrong = {refusal.field or "name": said(refusal)}
    query = request.POST.get("query", "") or request.GET.urlencode()
    typed = QueryDict(query[:1000]).dict()
    wanted, _refusals = wanted_of(
        listing, typed, staff=visitor.is_staff, notation=visitor.house.locale
    )
    address = page_address(listing.code)
    kept = QueryDict(mutable=True)
    kept.update(dict(wanted.typed))
    context = {
        "visitor": visitor,
        "listing": listing,
        "views": views_for(visitor.user, listing.code, visitor.roles),
        "shares_with": may_share_with(visitor.roles),
        "query": kept.urlencode(),
        "asked": wanted.typed,
        "address": address,
        "back": f"{address}?{kept.urlencode()}",
        "typed": request.POST,
        "wrong": wrong,
    }
    return render(request, "desk/lists/views.html", context)


def asked_listing(code: str) -> Listing:
    """The list that an address names, or no page."""
    try:
        return listing_of(code)
    except ListUnknown:
        raise Http404 from None


def turned_back(request: HttpRequest, visitor: Visitor, listing: Listing) -> HttpResponse:
    """The page for who may not have a list; the denial is kept."""
    refusal = ListForStaff(title=listing.title)
    record_denial(visitor, refusal)
    return denied(request, visitor, refusal)


def _done(listing: Listing, visitor: Visitor, typed: QueryDict) -> str:
    """Where to go once what was asked is done."""
    address = page_address(listing.code)
    if typed.get("asks") == "remove":
        remove_view(visitor.user, named_number(typed.get("view", "")) or 0)
        return f"/listas/{listing.code}/vistas/"
    kept = save_view(
        visitor.user,
        listing.code,
        typed.get("name", ""),
        _clean(listing, visitor, typed.get("query", "")),
        role=typed.get("role", ""),
        held=visitor.roles,
    )
    return f"{address}?{kept.query}"


def _clean(listing: Listing, visitor: Visitor, query: str) -> str:
    """The filters and order of a query that the list knows, and nothing else."""
    typed = QueryDict(query[:4000]).dict()
    wanted, _refusals = wanted_of(
        listing, typed, staff=scope_of(visitor).is_staff, notation=visitor.house.locale
    )
    kept = QueryDict(mutable=True)
    kept.update(dict(wanted.typed))
    return kept.urlencode()
