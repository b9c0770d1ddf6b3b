"""The page that begins a procedure: the form of its first step."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cartera.control.workflow.definitions import Procedure
from cartera.control.workflow.engine import open_case
from cartera.control.workflow.inputs import opens_by_hand
from cartera.control.workflow.refusals import KeyReused, NoSuchStep, OpenedByAnother, RoleMissing
from cartera.control.workflow.registry import procedure_of
from cartera.control.workflow.standing import seat_for
from cartera.desk.access import denied, page
from cartera.desk.forms.form import Form
from cartera.desk.forms.marks import mark_tables
from cartera.desk.forms.stepform import Posted, blank_form, check_rows, fill_in, posted_form
from cartera.desk.simulator.handover import preset_from
from cartera.desk.work.onward import next_address
from cartera.desk.work.task import form_key, what_was_done
from cartera.entrance.foresight import Foresight, foresee_opening, is_cheap_step
from cartera.entrance.routes import BOTH, Who, record_denial
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import said
from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _
from cartera.procedures.opening.background import check_small

# Procedures that begin on a page of their own.
_OWN_PAGES = {"INT-12": "desk:opening_balances"}


@page("nuevo/<str:code>/", Who.SIGNED_IN, _("Iniciar un procedimiento"), methods=BOTH, acts=True)
def opening(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Begin a procedure by its first step."""
    try:
        procedure = procedure_of(code)
    except NoSuchStep:
        raise Http404 from None
    refusal = _why_not(procedure, visitor)
    if refusal is not None:
        record_denial(visitor, refusal)
        return denied(request, visitor, refusal)
    if request.method == "POST":
        return _answer(request, visitor, procedure)
    if procedure.code in _OWN_PAGES:
        return redirect(_OWN_PAGES[procedure.code])
    form = blank_form(procedure.first, None, visitor)
    fill_in(form, request.GET)
    form.preset = {**form.preset, **preset_from(request, procedure.code)}
    return _page(request, visitor, procedure, form)


def _why_not(procedure: Procedure, visitor: Visitor) -> Refusal | None:
    if not opens_by_hand(procedure.first.act):
        return OpenedByAnother(procedure=procedure.code)
    try:
        seat_for(visitor.standing, procedure.first.roles)
    except RoleMissing as refusal:
        return refusal
    return None


def _answer(request: HttpRequest, visitor: Visitor, procedure: Procedure) -> HttpResponse:
    posted = posted_form(request, procedure.first, None, visitor)
    if posted.asks == "peek":
        return _peek(request, visitor, procedure, posted)
    if posted.asks != "do":
        if posted.asks != "more":
            check_rows(posted.form, procedure.first)
        ahead = _ahead(visitor, procedure, posted) if posted.asks == "look" else None
        return _page(request, visitor, procedure, posted.form, foresight=ahead)
    try:
        check_small(procedure.code, posted.inputs)
        done = open_case(procedure.code, visitor.user, posted.inputs, key=posted.key)
    except RoleMissing as refusal:
        return denied(request, visitor, refusal)
    except KeyReused as refusal:
        messages.error(request, said(refusal))
        return redirect("desk:inbox")
    except Refusal as refusal:
        posted.form.take(refusal)
        return _page(request, visitor, procedure, posted.form, status=422)
    messages.success(request, what_was_done(procedure, procedure.first, done.case_id, done))
    return redirect(next_address(request, visitor, done.case_id))


def _ahead(visitor: Visitor, procedure: Procedure, posted: Posted) -> Foresight | None:
    """What opening it would bring, where that is cheap to try."""
    if not is_cheap_step(procedure, procedure.first) or procedure.code in _OWN_PAGES:
        return None
    return foresee_opening(procedure.code, visitor.user, posted.inputs)


def _peek(
    request: HttpRequest, visitor: Visitor, procedure: Procedure, posted: Posted
) -> HttpResponse:
    """What will happen as the form stands, while somebody types: a piece of the page."""
    mark_tables(posted.form, procedure.first, None, visitor)
    shown = {
        "visitor": visitor,
        "fields": posted.form.bound(),
        "foresight": _ahead(visitor, procedure, posted),
    }
    return render(request, "desk/work/peek.html", shown)


def _page(
    request: HttpRequest,
    visitor: Visitor,
    procedure: Procedure,
    form: Form,
    *,
    foresight: Foresight | None = None,
    status: int = 200,
) -> HttpResponse:
    mark_tables(form, procedure.first, None, visitor)
    shown = {
        "visitor": visitor,
        "procedure": procedure,
        "step": procedure.first,
        "roles": procedure.first.roles,
        "form": form,
        "fields": form.bound(),
        "foresight": foresight,
        "can_look": is_cheap_step(procedure, procedure.first),
        "peeks": not form.is_long,
        "key": form_key(request),
    }
    return render(request, "desk/work/opening.html", shown, status=status)
