"""Long work of the opening balances: how far it came, and how it ended."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from cartera.desk.access import page
from cartera.desk.founding.balances import looked_at
from cartera.desk.work.task import form_key
from cartera.entrance.routes import Who
from cartera.entrance.visitor import Visitor
from cartera.kernel.text import gettext_noop as _
from cartera.procedures.opening.background import see
from cartera.procedures.opening.models import OpeningWork
from cartera.procedures.opening.procedures import DECIDER
from cartera.procedures.opening.progress import AT_ONCE, STAGES


@page(
    "saldos-iniciales/trabajo/<int:work_id>/",
    Who.STAFF,
    _("Ver cómo va un trabajo de saldos iniciales que uno pidió o que es de su rol"),
)
def opening_work(request: HttpRequest, visitor: Visitor, work_id: int) -> HttpResponse:
    """What he asked for himself, or a step of his role; others' work is not there for him."""
    asked = OpeningWork.objects.select_related("file").defer("content", "file__content")
    work = get_object_or_404(asked, _of(visitor), pk=work_id)
    if work.has_ended and work.seen_at is None and work.asked_by_id == visitor.user.pk:
        see(work)
    shown = {
        "visitor": visitor,
        "work": work,
        "stage": AT_ONCE if work.kind == OpeningWork.Kind.UNDO else STAGES[work.stage],
        "stages": len(STAGES),
        "kept": work.file if work.kind == OpeningWork.Kind.LOOK else None,
        "cut_on": work.cut_on,
        "key": form_key(request),
        **(looked_at(work.found) if work.found else {}),
    }
    return render(request, "desk/founding/work.html", shown)


def _of(visitor: Visitor) -> Q:
    own = Q(asked_by=visitor.user)
    return own | Q(task__isnull=False) if DECIDER in visitor.roles else own
