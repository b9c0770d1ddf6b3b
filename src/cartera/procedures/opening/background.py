"""Work of the opening that is too long to wait for: asked for here, done by a worker."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from cartera.control.people.models import User
from cartera.control.workflow.models import Task
from cartera.kernel.clock import now
from cartera.procedures.opening.jobs import do_work
from cartera.procedures.opening.models import (
    OpeningBatch,
    OpeningFile,
    OpeningUndoing,
    OpeningWork,
)
from cartera.procedures.opening.refusals import BookForItsPage

# Beyond some thousands of rows people would wait for more than a few seconds.
LARGE_BYTES: Final = 200 * 1024
LARGE_ROWS: Final = 4_000
LISTED: Final = 5


def is_large_file(size: int) -> bool:
    """Whether a workbook of so many bytes is left to a worker."""
    return size > LARGE_BYTES


def is_large(batch: OpeningBatch) -> bool:
    """Whether the posting of a batch is left to a worker."""
    rows = (int(n) for name, n in batch.totals.items() if name.startswith("rows_"))
    return sum(rows) > LARGE_ROWS


def ask_look(asker: User, name: str, content: bytes, cut_on: date) -> OpeningWork:
    """Have a workbook looked at whole."""
    return _ask(asker, "look", name=name[-150:], content=content, cut_on=cut_on)


def ask_proposal(asker: User, file: OpeningFile, cut_on: date, key: str) -> OpeningWork:
    """Have the balances of a workbook proposed (INT-12 step 1)."""
    inputs = {"file": file.sha256, "cut_on": cut_on.isoformat()}
    return _ask(
        asker,
        "propose",
        name=file.name,
        file=file,
        cut_on=cut_on,
        typed={"inputs": inputs, "key": key},
    )


def ask_posting(
    asker: User, task: Task, inputs: dict[str, Any], key: str | None, seen: str | None
) -> OpeningWork:
    """Have the balances posted (INT-12 step 2); asked for twice, it is the same work."""
    batch = OpeningBatch.objects.select_related("file").get(case_id=task.case_id)
    return _ask_step(asker, "post", task, batch, {"inputs": inputs, "key": key, "seen": seen})


def ask_undoing(
    asker: User, task: Task, inputs: dict[str, Any], key: str | None, seen: str | None
) -> OpeningWork:
    """Have the balances taken back (INT-13 step 2); asked for twice, it is the same work."""
    asked = OpeningUndoing.objects.select_related("batch__file").get(case_id=task.case_id)
    return _ask_step(asker, "undo", task, asked.batch, {"inputs": inputs, "key": key, "seen": seen})


def _ask_step(
    asker: User, kind: str, task: Task, batch: OpeningBatch, typed: dict[str, Any]
) -> OpeningWork:
    with transaction.atomic():
        Task.objects.select_for_update().get(pk=task.pk)
        return under_way(task.pk) or _ask(
            asker,
            kind,
            name=batch.file.name,
            file=batch.file,
            cut_on=batch.cut_on,
            task=task,
            typed=typed,
        )


def under_way(task_id: int) -> OpeningWork | None:
    """The work that does a step now, or will. One query."""
    going = OpeningWork.objects.filter(task=task_id, state__in=("waiting", "working"))
    return going.defer("content", "found").first()


def check_small(procedure: str, inputs: Mapping[str, Any]) -> None:
    """Refuse to propose a large workbook where somebody waits for the answer."""
    if procedure != "INT-12":
        return
    named = OpeningFile.objects.filter(sha256=str(inputs.get("file", "")))
    if named.annotate(size=Length("content")).filter(size__gt=LARGE_BYTES).exists():
        raise BookForItsPage(field="file")


def works_of(asker: User) -> list[OpeningWork]:
    """The latest that he asked for, without the workbooks. One query."""
    return list(_told(OpeningWork.objects.filter(asked_by=asker))[:LISTED])


def ended_unseen(asker_id: int) -> list[OpeningWork]:
    """What ended of what he asked for and he has not looked at. One query."""
    ended = OpeningWork.objects.filter(asked_by=asker_id, ended_at__isnull=False, seen_at=None)
    return list(_told(ended)[:LISTED])


def _told(works: QuerySet[OpeningWork]) -> QuerySet[OpeningWork]:
    """With `is_wrong`: whether a look found mistakes in its workbook, which is not loaded."""
    return works.defer("content", "found").annotate(is_wrong=Q(found__has_key="wrongs"))


def see(work: OpeningWork) -> None:
    """Who asked has seen how it ended."""
    OpeningWork.objects.filter(pk=work.pk, ended_at__isnull=False, seen_at=None).update(
        seen_at=now()
    )


def _ask(asker: User, kind: str, **about: Any) -> OpeningWork:
    with transaction.atomic():
        work = OpeningWork.objects.create(kind=kind, asked_by=asker, asked_at=now(), **about)
        do_work.later(work_id=work.pk)
    return work
