"""What a worker does of the opening, in the name of who asked for it.

Everything is asked of the same acts as in a page, at the moment at which it is done: whoever lost
his role meanwhile is refused, and four eyes hold.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import F

from cartera.company.selectors import current_business_day
from cartera.control.jobs.queue import Backoff, job
from cartera.control.workflow.engine import open_case, perform
from cartera.kernel.clock import now
from cartera.kernel.refusals import Refusal
from cartera.procedures.opening.acts import check_cut, keep_file
from cartera.procedures.opening.examining import examine
from cartera.procedures.opening.models import OpeningWork
from cartera.procedures.opening.progress import telling_of
from cartera.procedures.opening.showing import shown_of

TRIES = 3
_GOING = (OpeningWork.State.WAITING, OpeningWork.State.WORKING)


@job("opening.work", retry=Backoff(tries=TRIES, first=timedelta(seconds=5)))
def do_work(work_id: int) -> None:
    """Do what was asked, once: what ended is left alone, and an act answers its key once."""
    work = _begun(work_id)
    if work is None:
        return
    try:
        with telling_of(work.pk):
            ended = _DO[work.kind](work)
    except Refusal as refusal:
        _end(work, OpeningWork.State.REFUSED, said=str(refusal))
    except Exception:
        if work.attempts >= TRIES:
            _end(work, OpeningWork.State.FAILED)
        raise
    else:
        _end(work, OpeningWork.State.DONE, **ended)


def _begun(work_id: int) -> OpeningWork | None:
    """The work, if there is anything left to do. Workers that die of it are not sent for ever."""
    going = OpeningWork.objects.filter(pk=work_id, state__in=_GOING)
    going.update(state=OpeningWork.State.WORKING, attempts=F("attempts") + 1)
    work = going.select_related("asked_by", "file").first()
    if work is not None and work.attempts > TRIES:
        _end(work, OpeningWork.State.FAILED)
        return None
    return work


def _end(work: OpeningWork, state: str, **ended: Any) -> None:
    """Write down how it ended; where two workers did the same, the first one's word stands."""
    going = OpeningWork.objects.filter(pk=work.pk, state__in=_GOING)
    going.update(state=state, ended_at=now(), content=None, **ended)


def _look(work: OpeningWork) -> Mapping[str, Any]:
    """Look at the workbook whole; it is kept if nothing is wrong with it."""
    if work.content is None or work.cut_on is None:
        return {}
    content = bytes(work.content)
    check_cut(work.cut_on, current_business_day())
    examined = examine(content, work.cut_on)
    kept = None
    if not examined.wrongs:
        kept = keep_file(work.name, content, by_id=work.asked_by_id)
    return {"found": shown_of(examined), "file": kept}


def _propose(work: OpeningWork) -> Mapping[str, Any]:
    open_case("INT-12", work.asked_by, work.typed["inputs"], key=work.typed["key"])
    return {}


def _step(work: OpeningWork) -> Mapping[str, Any]:
    typed = work.typed
    perform(work.task_id or 0, work.asked_by, typed["inputs"], key=typed["key"], seen=typed["seen"])
    return {}


_DO: Mapping[str, Callable[[OpeningWork], Mapping[str, Any]]] = {
    OpeningWork.Kind.LOOK: _look,
    OpeningWork.Kind.PROPOSE: _propose,
    OpeningWork.Kind.POST: _step,
    OpeningWork.Kind.UNDO: _step,
}
