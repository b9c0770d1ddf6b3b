"""Opening balances: the template, the workbook looked at whole, the proposal, what stands."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from cartera.accounting.ledger.models import Account
from cartera.control.workflow.engine import open_case
from cartera.control.workflow.models import Task
from cartera.desk.access import page
from cartera.desk.work.onward import next_address
from cartera.desk.work.task import form_key
from cartera.entrance.routes import POST, Who
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import said
from cartera.kernel.dates import parse_date
from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _
from cartera.procedures.opening.acts import check_cut, keep_file
from cartera.procedures.opening.examining import Examined, examine
from cartera.procedures.opening.models import OpeningBatch, OpeningFile
from cartera.procedures.opening.procedures import INT_12, INT_13
from cartera.procedures.opening.reading import MOST_MEGABYTES
from cartera.procedures.opening.refusals import FileTooLarge, FileUnknown
from cartera.procedures.opening.selectors import batches, exported
from cartera.procedures.opening.writing import template_workbook

MOST_SHOWN = 300
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FIGURES = {
    "capital": _("Saldo de capital"),
    "interest_due": _("Interés pendiente"),
    "default_interest_due": _("Mora pendiente"),
    "charges_due": _("Cargos de cesiones"),
    "claims": _("Cargos de clientes"),
    "face": _("Valor de los documentos"),
    "advanced": _("Financiado"),
    "entry": _("Partida de apertura"),
}


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A line of the entry that would be posted."""

    account: str
    client: str
    debit: Any
    credit: Any


@page(
    "saldos-iniciales/",
    Who.STAFF,
    _("Saldos iniciales: lo que entró, lo que espera"),
)
def opening_balances(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """What stands and what waits; and, for accounting, how a workbook is brought."""
    return _page(request, visitor)


@page(
    "saldos-iniciales/traer/",
    Who.STAFF,
    _("Revisar y proponer un libro de saldos iniciales"),
    methods=POST,
    acts=True,
    roles=INT_12.first.roles,
)
def opening_upload(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Look at a workbook whole, or propose the one that was looked at."""
    if request.POST.get("_asks") == "propose":
        return _propose(request, visitor)
    return _look(request, visitor)


@page("saldos-iniciales/plantilla/", Who.STAFF, _("Descargar la plantilla de saldos iniciales"))
def opening_template(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The empty workbook, with an example row in each sheet."""
    return _workbook(template_workbook(), "saldos-iniciales.xlsx")


@page("saldos-iniciales/libro/", Who.STAFF, _("Descargar los saldos que entraron"))
def opening_export(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """What stands of them, as the books have it: the workbook that would bring it again."""
    batch = OpeningBatch.objects.filter(state="posted").first()
    if batch is None:
        raise Http404
    return _workbook(exported(batch), f"saldos-{batch.cut_on:%Y-%m-%d}.xlsx")


def _workbook(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _look(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Read the workbook and show all that it would bring, or all that is wrong with it."""
    typed = {"cut_on": request.POST.get("cut_on", "")}
    try:
        cut_on = parse_date(typed["cut_on"], field="cut_on")
        check_cut(cut_on, visitor.standing.on)
        name, content = _uploaded(request)
        examined = examine(content, cut_on)
    except Refusal as refusal:
        return _page(request, visitor, typed=typed, refusal=refusal)
    if examined.wrongs:
        return _page(request, visitor, typed=typed, examined=examined, cut_on=cut_on)
    kept = keep_file(name, content, by_id=visitor.user.pk)
    return _page(request, visitor, typed=typed, examined=examined, kept=kept, cut_on=cut_on)


def _uploaded(request: HttpRequest) -> tuple[str, bytes]:
    """The file that came. Refuses none, and one beyond the limit before it is read."""
    found = request.FILES.get("file")
    if not isinstance(found, UploadedFile) or not found.size:
        raise FileUnknown(field="file")
    if found.size > MOST_MEGABYTES * 1024 * 1024:
        raise FileTooLarge(most=MOST_MEGABYTES, field="file")
    return found.name or "", found.read()


def _propose(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    typed = {name: request.POST.get(name, "") for name in ("file", "cut_on")}
    try:
        done = open_case("INT-12", visitor.user, typed, key=request.POST.get("_key") or None)
    except Refusal as refusal:
        return _page(request, visitor, typed=typed, refusal=refusal)
    messages.success(
        request, gettext("Los saldos iniciales están propuestos: los autoriza la gerencia general.")
    )
    return redirect(next_address(request, visitor, done.case_id))


def _page(
    request: HttpRequest,
    visitor: Visitor,
    *,
    typed: dict[str, str] | None = None,
    refusal: Refusal | None = None,
    examined: Examined | None = None,
    kept: OpeningFile | None = None,
    cut_on: date | None = None,
) -> HttpResponse:
    known = batches()
    standing = next((batch for batch in known if batch.state == "posted"), None)
    waiting = next((batch for batch in known if batch.state == "proposed"), None)
    wrongs = examined.wrongs if examined else []
    shown = {
        "visitor": visitor,
        "batches": known,
        "standing": standing,
        "waiting": waiting,
        "task": _task_of(waiting),
        "can_bring": _holds(visitor, INT_12) and not standing and not waiting,
        "can_undo": _holds(visitor, INT_13) and standing is not None,
        "typed": typed or {},
        "refused": {refusal.field or "file": said(refusal)} if refusal else {},
        "wrongs": [(w, said(w.refusal)) for w in wrongs[:MOST_SHOWN]],
        "wrong_count": len(wrongs),
        "wrong_by_sheet": sorted(Counter(w.sheet for w in wrongs).items()),
        "kept": kept,
        "cut_on": cut_on,
        "counts": examined.counts if examined and kept else {},
        "figures": _figures(examined) if examined and kept else [],
        "entry": _entry(examined) if examined and kept else [],
        "most": MOST_MEGABYTES,
        "key": form_key(request),
        "totals": _kept_figures(standing or waiting),
    }
    status = 422 if refusal or wrongs else 200
    return render(request, "desk/founding/balances.html", shown, status=status)


def _holds(visitor: Visitor, procedure: Any) -> bool:
    return bool(set(procedure.first.roles) & set(visitor.roles))


def _task_of(batch: OpeningBatch | None) -> Task | None:
    if batch is None:
        return None
    return Task.objects.filter(case_id=batch.case_id, state="open").first()


def _figures(examined: Examined) -> list[tuple[str, Decimal]]:
    totals = examined.totals
    return [(title, Decimal(totals[name])) for name, title in _FIGURES.items()]


def _kept_figures(batch: OpeningBatch | None) -> list[tuple[str, Decimal]]:
    """The figures that were signed."""
    if batch is None:
        return []
    return [
        (title, Decimal(batch.totals[name]))
        for name, title in _FIGURES.items()
        if name in batch.totals
    ]


def _entry(examined: Examined) -> list[EntryRow]:
    """The lines of the entry; a role is shown by its name. One query."""
    names = {account.pk: str(account) for account in Account.objects.all()}
    return [
        EntryRow(
            names.get(line.account_id or 0) or str(line.role.label if line.role else ""),
            line.client_code,
            line.debit,
            line.credit,
        )
        for line in examined.postings[:MOST_SHOWN]
    ]
