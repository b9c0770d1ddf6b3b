"""Opening balances: the template, the workbook looked at whole, the proposal, what stands."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

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
from cartera.procedures.opening.background import (
    ask_look,
    ask_proposal,
    is_large_file,
    works_of,
)
from cartera.procedures.opening.examining import examine
from cartera.procedures.opening.models import OpeningBatch, OpeningFile, OpeningWork
from cartera.procedures.opening.procedures import INT_12, INT_13
from cartera.procedures.opening.reading import MOST_MEGABYTES
from cartera.procedures.opening.refusals import FileTooLarge, FileUnknown
from cartera.procedures.opening.selectors import batches, exported, undoing_asked
from cartera.procedures.opening.showing import TOTALS, shown_of
from cartera.procedures.opening.writing import template_workbook

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    """Read the workbook and show all that it would bring, or all that is wrong with it; a large
    one is read by a worker, whose page can be left."""
    typed = {"cut_on": request.POST.get("cut_on", "")}
    try:
        cut_on = parse_date(typed["cut_on"], field="cut_on")
        check_cut(cut_on, visitor.standing.on)
        name, content = _uploaded(request)
        if is_large_file(len(content)):
            return _to(ask_look(visitor.user, name, content, cut_on))
        examined = examine(content, cut_on)
    except Refusal as refusal:
        return _page(request, visitor, typed=typed, refusal=refusal)
    shown = looked_at(shown_of(examined, said))
    if examined.wrongs:
        return _page(request, visitor, typed=typed, shown=shown)
    kept = keep_file(name, content, by_id=visitor.user.pk)
    return _page(request, visitor, typed=typed, shown=shown | {"kept": kept, "cut_on": cut_on})


def _to(work: OpeningWork) -> HttpResponse:
    return redirect("desk:opening_work", work_id=work.pk)


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
    key = form_key(request)
    try:
        kept = OpeningFile.objects.filter(sha256=typed["file"]).first()
        if kept and is_large_file(len(kept.content)):
            cut_on = parse_date(typed["cut_on"], "iso", field="cut_on")
            return _to(ask_proposal(visitor.user, kept, cut_on, key))
        done = open_case("INT-12", visitor.user, typed, key=key)
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
    shown: Mapping[str, Any] | None = None,
) -> HttpResponse:
    known = batches()
    standing = next((batch for batch in known if batch.state == "posted"), None)
    waiting = next((batch for batch in known if batch.state == "proposed"), None)
    undoing = undoing_asked(standing) if standing else None
    looked = shown or {}
    shown_batch = standing or waiting
    context = {
        "visitor": visitor,
        "batches": known,
        "standing": standing,
        "waiting": waiting,
        "task": _task_of(waiting),
        "can_bring": _holds(visitor, INT_12) and not standing and not waiting,
        "undoing": undoing,
        "can_undo": _holds(visitor, INT_13) and standing is not None and undoing is None,
        "typed": typed or {},
        "refused": {refusal.field or "file": said(refusal)} if refusal else {},
        "works": works_of(visitor.user),
        "most": MOST_MEGABYTES,
        "key": form_key(request),
        "standing_figures": figures_of(shown_batch.totals) if shown_batch else [],
        **looked,
    }
    status = 422 if refusal or looked.get("wrongs") else 200
    return render(request, "desk/founding/balances.html", context, status=status)


def looked_at(shown: Mapping[str, Any]) -> dict[str, Any]:
    """What a look showed, with its amounts as figures."""
    if "wrongs" in shown:
        return dict(shown)
    entry = [
        (account, client, *(Decimal(amount) if amount else None for amount in amounts))
        for account, client, *amounts in shown["entry"]
    ]
    return {**shown, "figures": figures_of(shown["totals"]), "entry": entry}


def figures_of(totals: Mapping[str, str]) -> list[tuple[str, Decimal]]:
    """The figures that are shown and signed, in their order."""
    return [(title, Decimal(totals[name])) for name, title in TOTALS.items() if name in totals]


def _holds(visitor: Visitor, procedure: Any) -> bool:
    return bool(set(procedure.first.roles) & set(visitor.roles))


def _task_of(batch: OpeningBatch | None) -> Task | None:
    if batch is None:
        return None
    return Task.objects.filter(case_id=batch.case_id, state="open").first()
