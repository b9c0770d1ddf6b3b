"""Opening balances: brought and previewed by accounting, posted by management, undone as a whole.

INT-12 brings them in, INT-13 takes them back.
"""

from datetime import date
from hashlib import sha256
from typing import Annotated, Any

from cartera.accounting.ledger.acts import JOURNAL, post_entry, reverse_entry
from cartera.accounting.ledger.models import Period
from cartera.accounting.ledger.refusals import DayClosed, PeriodClosed
from cartera.accounting.ledger.selectors import period_of
from cartera.company.selectors import company, day_to_post, last_closed_on
from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Label, Note, Text
from cartera.credit.claims.models import Claim
from cartera.kernel.clock import now
from cartera.kernel.text import gettext_noop as _
from cartera.procedures.opening.bringing import bring, ids_of
from cartera.procedures.opening.examining import sound
from cartera.procedures.opening.models import OpeningBatch, OpeningFile, OpeningUndoing
from cartera.procedures.opening.progress import POSTING, WRITING, reach
from cartera.procedures.opening.refusals import (
    BuiltUpon,
    CutInFuture,
    FileUnknown,
    NoOpeningStands,
    OpeningStands,
    OpeningWaits,
)
from cartera.procedures.opening.undoing import built_upon, hold, withdraw

EVENT = "opening"
Remarks = Annotated[Note, Label(_("Observaciones"), widget="textarea")]


def keep_file(name: str, content: bytes, *, by_id: int) -> OpeningFile:
    """Keep a workbook as it was uploaded; the same one is kept once."""
    kept, _made = OpeningFile.objects.get_or_create(
        sha256=sha256(content).hexdigest(),
        defaults={
            "name": name[-150:] or "saldos.xlsx",
            "content": content,
            "uploaded_by_id": by_id,
            "uploaded_at": now(),
        },
    )
    return kept


def bring_opening(
    batch: OpeningBatch | None,
    act: Act,
    *,
    file: Annotated[
        Text, Label(_("Huella del libro"), _("La da la página Saldos iniciales al subirlo"))
    ],
    cut_on: Annotated[date, Label(_("Fecha de corte"))],
    remarks: Remarks = "",
) -> Outcome:
    """Propose the balances of a workbook as of a day; nothing is written yet (INT-12 step 1).

    Refuses balances that stand or wait already, a day still to come, closed or without period,
    and a workbook with anything wrong in it, which is told whole.
    """
    kept = OpeningFile.objects.filter(sha256=file).first()
    if kept is None:
        raise FileUnknown(field="file")
    waiting = OpeningBatch.objects.filter(state="proposed").exclude(case_id=act.case_id)
    if waiting.exists():
        raise OpeningWaits
    check_cut(cut_on, act.on)
    examined = sound(bytes(kept.content), cut_on)
    batch = batch or OpeningBatch(case_id=act.case_id)
    batch.file, batch.cut_on, batch.totals = kept, cut_on, dict(examined.totals)
    batch.save()
    return Outcome(result={"rows": sum(examined.counts.values())})


def post_opening(batch: OpeningBatch, act: Act, *, remarks: Remarks = "") -> Outcome:
    """Write all of it and post the opening entry, dated the cut-over day (INT-12 step 2).

    All or nothing. The workbook is read and checked anew: what changed since refuses it.
    """
    check_cut(batch.cut_on, act.on)
    examined = sound(bytes(batch.file.content), batch.cut_on)
    reach(WRITING)
    bring(examined.portfolio, batch, act, company().country)
    reach(POSTING)
    entry = None
    if postings := examined.postings:
        entry = post_entry(
            series=JOURNAL,
            effective_on=batch.cut_on,
            event=EVENT,
            description=_("Partida de apertura al {on}").format(on=f"{batch.cut_on:%d/%m/%Y}"),
            postings=postings,
            prepared_by_id=act.actor_id,
            case_id=act.case_id,
        )
        Claim.objects.filter(pk__in=ids_of(batch, "claim")).update(entry=entry)
    batch.entry, batch.state, batch.posted_at = entry, OpeningBatch.State.POSTED, act.at
    batch.save(update_fields=["entry", "state", "posted_at"])
    return Outcome(result={"entry": entry.number if entry else None})


def reject_opening(batch: OpeningBatch, act: Act, reason: str) -> None:
    """Nothing comes in."""
    OpeningBatch.objects.filter(pk=batch.pk).update(state="rejected")


def content_of_opening(batch: OpeningBatch) -> dict[str, Any]:
    """What management signs: the very file, the day, and the figures that were shown."""
    return {
        "file": batch.file.sha256,
        "cut_on": batch.cut_on.isoformat(),
        "totals": dict(sorted(batch.totals.items())),
    }


def request_undoing(
    undoing: OpeningUndoing | None, act: Act, *, reason: Annotated[Text, Label(_("Motivo"))]
) -> None:
    """Ask that the opening balances be taken back whole (INT-13 step 1).

    Refuses where none stand, and where something has been built on them, which is named.
    """
    batch = OpeningBatch.objects.filter(state="posted").first()
    if batch is None:
        raise NoOpeningStands
    _check_bare(batch)
    undoing = undoing or OpeningUndoing(case_id=act.case_id)
    undoing.batch, undoing.reason = batch, reason
    undoing.save()


def undo_opening(undoing: OpeningUndoing, act: Act, *, remarks: Remarks = "") -> Outcome:
    """Reverse the opening entry and withdraw everything that came with it (INT-13 step 2)."""
    batch = OpeningBatch.objects.select_for_update().get(pk=undoing.batch_id)
    if batch.state != OpeningBatch.State.POSTED:
        raise NoOpeningStands
    hold(batch)
    _check_bare(batch)
    withdraw(batch, act)
    entry = None
    if batch.entry is not None:
        on = day_to_post(batch.cut_on, act.on)
        entry = reverse_entry(batch.entry, reason=undoing.reason, on=on, by_id=act.actor_id)
    batch.undoing_entry, batch.state = entry, OpeningBatch.State.UNDONE
    batch.save(update_fields=["undoing_entry", "state"])
    OpeningUndoing.objects.filter(pk=undoing.pk).update(state="done")
    return Outcome(result={"entry": entry.number if entry else None})


def reject_undoing(undoing: OpeningUndoing, act: Act, reason: str) -> None:
    """They stay."""
    OpeningUndoing.objects.filter(pk=undoing.pk).update(state="rejected")


def check_cut(cut_on: date, today: date) -> None:
    """Refuse a cut-over day on which nothing can be posted, and a second opening."""
    standing = OpeningBatch.objects.filter(state="posted").first()
    if standing is not None:
        raise OpeningStands(cut_on=f"{standing.cut_on:%d/%m/%Y}")
    if cut_on > today:
        raise CutInFuture(today=f"{today:%d/%m/%Y}", field="cut_on")
    if period_of(cut_on).state != Period.State.OPEN:
        raise PeriodClosed(field="cut_on")
    closed_on = last_closed_on()
    if closed_on is not None and cut_on <= closed_on:
        raise DayClosed(field="cut_on")


def _check_bare(batch: OpeningBatch) -> None:
    built = list(built_upon(batch))
    if built:
        raise BuiltUpon(what=", ".join(built))
