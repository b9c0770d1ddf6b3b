"""The company's settings as they stand, what was changed, and where a change is asked for."""

from base64 import b64encode
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from cartera.accounting.banking.models import BankAccount
from cartera.accounting.ledger.models import Period
from cartera.company.models import ClosingDay, Company, LegalCeiling, TaxedConcept
from cartera.company.selectors import business_calendar
from cartera.control.workflow.engine import open_case
from cartera.desk.access import page
from cartera.desk.work.onward import next_address
from cartera.desk.work.task import form_key
from cartera.entrance.routes import POST, Who
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import said
from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _
from cartera.papers.frames import LOGO_KB
from cartera.papers.refusals import LogoRefused
from cartera.procedures.house import INT_11
from cartera.procedures.models import SettingChange
from cartera.procedures.profiles import PROFILES

CHANGES_SHOWN = 40


@page("empresa/", Who.STAFF, _("Datos y ajustes de la empresa"))
def company_settings(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """What the company is, its calendar and its books."""
    return _page(request, visitor)


@page(
    "empresa/logo/",
    Who.STAFF,
    _("Pedir otro logotipo"),
    methods=POST,
    acts=True,
    roles=INT_11.first.roles,
)
def company_logo_change(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Ask for another logo (INT-11): management authorises it."""
    reason = request.POST.get("reason", "")
    try:
        typed = {"setting": "logo", "value": uploaded_logo(request), "reason": reason}
        done = open_case("INT-11", visitor.user, typed, key=request.POST.get("_key") or None)
    except Refusal as refusal:
        return _page(request, visitor, refusal=refusal, reason=reason)
    messages.success(request, gettext("El logotipo está pedido: lo autoriza la gerencia general."))
    return redirect(next_address(request, visitor, done.case_id))


@page("empresa/logo.png", Who.SIGNED_IN, _("Ver el logotipo"))
def company_logo(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The logo as the papers carry it."""
    image = visitor.house.logo
    if not image:
        raise Http404
    content = bytes(image)
    kind = "png" if content.startswith(b"\x89PNG") else "jpeg"
    return HttpResponse(content, content_type=f"image/{kind}")


def uploaded_logo(request: HttpRequest) -> str:
    """The picture that came, in base64. Refuses none, and a file too large before it is read."""
    found = request.FILES.get("logo")
    if not isinstance(found, UploadedFile) or not 0 < (found.size or 0) <= LOGO_KB * 1024:
        raise LogoRefused(limit=LOGO_KB, pixels=3000, field="logo")
    return b64encode(found.read()).decode()


def days_off(house: Company, year: int) -> list[tuple[date, str]]:
    """The days of a year on which the company does not work beside its weekends, with why."""
    own = ClosingDay.objects.filter(on__year=year).values_list("on", "name")
    return sorted([*business_calendar(house).feasts_in(year), *own])


def _page(
    request: HttpRequest,
    visitor: Visitor,
    *,
    refusal: Refusal | None = None,
    reason: str = "",
) -> HttpResponse:
    house, on = visitor.house, visitor.standing.on
    profile = PROFILES.get(house.country)
    changes = SettingChange.objects.select_related("case").order_by("-id")[:CHANGES_SHOWN]
    shown = {
        "visitor": visitor,
        "house": house,
        "country": profile.name if profile else house.country,
        "rows": _identity(house),
        "banks": BankAccount.objects.select_related("ledger_account").order_by("id"),
        "periods": _periods(),
        "year": on.year,
        "holidays": days_off(house, on.year),
        "ceilings": LegalCeiling.objects.order_by("segment", "-from_on"),
        "taxed": TaxedConcept.objects.order_by("concept", "-from_on"),
        "changes": changes,
        "can_ask": bool(set(INT_11.first.roles) & set(visitor.roles)),
        "refused": {refusal.field or "logo": said(refusal)} if refusal else {},
        "reason": reason,
        "key": form_key(request),
    }
    status = 422 if refusal else 200
    return render(request, "desk/founding/company.html", shown, status=status)


def _identity(house: Company) -> list[tuple[str, str]]:
    return [
        (_("Nombre"), house.name),
        (_("NIT"), house.tax_id),
        (_("NRC"), house.registry_id),
        (_("Giro"), house.activity),
        (_("Dirección"), house.address),
        (_("Teléfono"), house.telephone),
        (_("Lugar"), house.place),
        (_("Moneda"), house.currency),
        (_("Zona horaria"), house.timezone),
    ]


def _periods() -> list[tuple[str, Any]]:
    """First and last month of the books, and how many are closed. One query."""
    periods = list(Period.objects.order_by("year", "month"))
    if not periods:
        return []
    closed = sum(period.state == Period.State.CLOSED for period in periods)
    return [
        (_("Primer mes"), f"{periods[0].month:02d}/{periods[0].year}"),
        (_("Último mes"), f"{periods[-1].month:02d}/{periods[-1].year}"),
        (_("Meses cerrados"), str(closed)),
    ]
