"""The page of a step: what the manual says of it, what bears on it, the form, and its answers."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from cartera.control.workflow.claiming import claim_task, release_task
from cartera.control.workflow.definitions import Procedure, Step
from cartera.control.workflow.engine import Done, perform, reject, send_back
from cartera.control.workflow.inputs import digest
from cartera.control.workflow.models import Task
from cartera.control.workflow.refusals import (
    BarredByFourEyes,
    ClaimedByAnother,
    KeyReused,
    NoSuchTask,
    RoleMissing,
    TaskNotOpen,
)
from cartera.control.workflow.registry import step_of
from cartera.control.workflow.selectors import barred_from, holders_of
from cartera.control.workflow.signing import content_of
from cartera.desk.access import denied, page
from cartera.desk.cases.figures import figures_for
from cartera.desk.cases.related import papers_in
from cartera.desk.forms.form import Form
from cartera.desk.forms.marks import mark_tables
from cartera.desk.forms.stepform import Posted, blank_form, check_rows, posted_form
from cartera.desk.work.at import At
from cartera.desk.work.dear import amount_leaving, check_typed_again
from cartera.desk.work.later import going, is_long, put_off
from cartera.desk.work.onward import next_address, why_not
from cartera.desk.work.quick import offer_undo
from cartera.desk.work.scenes import scene_of, seen_by, shown_at, template_of
from cartera.entrance.casework import documents_in, payments_in, subject_of, timeline
from cartera.entrance.foresight import Foresight, foresee, is_cheap
from cartera.entrance.routes import BOTH, Who
from cartera.entrance.second_factor import step_up_needed
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import said
from cartera.kernel.numbers import named_number
from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _

FORBIDDEN = (RoleMissing, BarredByFourEyes)
NO_MONEY = ("back", "reject", "claim", "release")  # buttons by which none leaves
TOO_LATE = (TaskNotOpen, ClaimedByAnother, KeyReused, NoSuchTask)


@page(
    "tarea/<int:task_id>/",
    Who.PARTY,
    _("Ver y hacer un paso"),
    methods=BOTH,
    acts=True,
    of="task",
)
def task(request: HttpRequest, visitor: Visitor, task_id: int) -> HttpResponse:
    """See a step, and do it, send it back, reject it, take it or hand it back."""
    found = Task.objects.select_related("case", "claimed_by").filter(pk=task_id).first()
    if found is None:
        raise Http404
    procedure, step = step_of(found.procedure, found.step)
    at = At(request, visitor, found, procedure, step, subject_of(procedure, found.case_id))
    if request.method == "POST":
        return _answer(at)
    if found.state != Task.State.OPEN:
        messages.info(request, said(TaskNotOpen(step=found.step)))
        return redirect("desk:case", case_id=found.case_id)
    form = blank_form(step, at.subject, visitor)
    return _page(at, form, look=is_cheap(found) and form.asks_nothing)


def _answer(at: At) -> HttpResponse:
    """Do what the button says; whatever is refused is said where it belongs."""
    posted = posted_form(at.request, at.step, at.subject, at.visitor)
    if posted.asks == "peek":
        return _peek(at, posted)
    if posted.asks in ("read", "look", "more"):
        if posted.asks != "more":
            check_rows(posted.form, at.step)
        return _page(at, posted.form, look=posted.asks == "look", inputs=posted.inputs)
    elsewhere = _elsewhere(at, posted)
    if elsewhere:
        return redirect(elsewhere)
    try:
        return _done(at, _do(at, posted))
    except FORBIDDEN as refusal:
        return denied(at.request, at.visitor, refusal)
    except TOO_LATE as refusal:
        messages.error(at.request, said(refusal))
        return redirect("desk:case", case_id=at.task.case_id)
    except Refusal as refusal:
        posted.form.take(refusal)
        return _page(at, posted.form, status=422)


def _elsewhere(at: At, posted: Posted) -> str | None:
    """Where to go first: to confirm who he is, whence he comes back by itself and the step is done;
    or to the page of a worker who does a long step for him."""
    if posted.asks not in NO_MONEY and (confirm := step_up_needed(at.request, at.step)):
        return confirm
    if posted.asks == "do" and is_long(at) and why_not(at.task, at.visitor) is None:
        return put_off(at, posted.inputs, posted.key, posted.seen)
    return None


def _do(at: At, posted: Posted) -> Done:
    """Ask the engine."""
    user, asked = at.visitor.user, at.request.POST
    match posted.asks:
        case "back":
            to = asked.get("to", "")
            return send_back(at.task.pk, user, asked.get("reason", ""), named_number(to, 4))
        case "reject":
            return reject(at.task.pk, user, asked.get("reason", ""))
        case "claim":
            return _cheaply(at, "claim", claim_task(at.task.pk, user))
        case "release":
            return _cheaply(at, "release", release_task(at.task.pk, user))
    if why_not(at.task, at.visitor) is None:
        check_typed_again(at)
    inputs = {} if at.signs else posted.inputs
    return perform(at.task.pk, user, inputs, key=posted.key, seen=posted.seen)


def _cheaply(at: At, kind: str, undo: int) -> Done:
    """Nothing was done to the case; for some seconds it may be undone."""
    return Done(at.task.case_id, kind, result={"undo": undo})


def _done(at: At, done: Done) -> HttpResponse:
    """The next step of the case opens by itself where it is his; else what waits in his inbox."""
    if done.outcome in ("claim", "release"):
        offer_undo(at.request, done.outcome, done.result["undo"])
        return redirect("desk:task", task_id=at.task.pk)
    if done.outcome == "sent_back":
        offer_undo(at.request, "send_back", done.result["undo"])
    else:
        told = what_was_done(at.procedure, at.step, at.task.case_id, done)
        messages.success(at.request, told)
    return redirect(next_address(at.request, at.visitor, done.case_id, at.procedure.code))


def what_was_done(procedure: Procedure, step: Step, case_id: int, done: Done) -> str:
    """One sentence on what just happened."""
    sentences = {
        "rejected": gettext("%(where)s: la operación se rechazó; lo reservado quedó libre."),
        "authorised": gettext("%(where)s: autorizado con su firma."),
    }
    said_so = sentences.get(done.outcome, gettext("%(where)s: hecho."))
    return said_so % {"where": f"{procedure.code}, {gettext('paso')} {step.number}"}


def _peek(at: At, posted: Posted) -> HttpResponse:
    """What will happen as the form stands, while somebody types: a piece of the page."""
    foresight = None
    if is_cheap(at.task) and not is_long(at) and why_not(at.task, at.visitor) is None:
        foresight = foresee(at.task, at.visitor.user, posted.inputs, seen_by(at))
    mark_tables(posted.form, at.step, at.subject, at.visitor)
    shown = {
        **shown_at(at, foresight.seen if foresight else None),
        "visitor": at.visitor,
        "fields": posted.form.bound(),
        "foresight": foresight,
        "scene": scene_of(at),
    }
    return render(at.request, "desk/work/peek.html", shown)


def _page(
    at: At, form: Form, *, look: bool = False, inputs: Any = None, status: int = 200
) -> HttpResponse:
    refusal = why_not(at.task, at.visitor)
    foresight = None
    long = is_long(at)
    if look and refusal is None and not long:
        foresight = foresee(at.task, at.visitor.user, inputs or {}, seen_by(at))
    mark_tables(form, at.step, at.subject, at.visitor)
    shown = {
        **_where(at),
        **_who(at),
        **_bears(at, foresight),
        "form": form,
        "fields": [] if at.signs else form.bound(),
        "why_not": said(refusal) if refusal else "",
        "foresight": foresight,
        "peeks": is_cheap(at.task) and not form.is_long and not long,
        "is_long": long,
        "going": going(at),
        "leaving": amount_leaving(at) if at.visitor.is_staff else None,
        "backs": [at.procedure.step(n) for n in _sends_back_to(at)],
        "can_reject": at.step.can_reject and at.procedure.on_reject is not None,
        "key": form_key(at.request),
        "seen": _seen(at),
        "reason": at.request.POST.get("reason", ""),
    }
    return render(at.request, template_of(at), shown, status=status)


def _where(at: At) -> dict[str, Any]:
    """Which step of which case it is."""
    return {
        "visitor": at.visitor,
        "task": at.task,
        "case": at.task.case,
        "procedure": at.procedure,
        "step": at.step,
        "signs": at.signs,
        "is_signed": at.step.approves is not None,
    }


def _who(at: At) -> dict[str, Any]:
    """Who may do it, and who may not."""
    roles = (at.task.role,) if at.signs else at.step.roles
    is_staff = at.visitor.is_staff
    return {
        "roles": roles,
        "holders": holders_of(roles[0], at.visitor.standing.on) if is_staff else [],
        "barred": barred_from(at.task.case_id, at.step) if is_staff else [],
    }


def _bears(at: At, foresight: Foresight | None) -> dict[str, Any]:
    """The papers and figures that bear on it."""
    is_staff = at.visitor.is_staff
    return {
        **shown_at(at, foresight.seen if foresight else None),
        "groups": figures_for(at.subject, at.visitor) if is_staff else [],
        "documents": documents_in(at.subject),
        **papers_in(at.subject, is_staff=is_staff),
        "payments": payments_in(at.subject) if is_staff else (),
        "timeline": timeline(at.task.case, at.visitor),
    }


def form_key(request: HttpRequest) -> str:
    """The key of the form: the one that came, or a new one."""
    return request.POST.get("_key") or uuid4().hex


def _sends_back_to(at: At) -> tuple[int, ...]:
    return (at.step.number,) if at.signs else at.step.sends_back_to


def _seen(at: At) -> str:
    """The hash of what a signer is being shown. A page drawn again keeps what was first shown only
    where nothing changed since: what changed is now in view."""
    if at.subject is None or not (at.signs or at.step.approves):
        return ""
    return digest(content_of(at.step, at.subject))
