"""From the stamp to the bank's value date, the same for both procedures: PCI-F05 steps 16 to 19,
PCI-F06 steps 6 to 9, and the collector's errand to the bank (INT-24)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

from django.db.models import QuerySet
from pydantic import Field

from cartera.accounting.banking.acts import confirm_deposits, hand_over_slips
from cartera.accounting.banking.models import DepositItem, DepositSlip
from cartera.accounting.banking.selectors import slips_of_case
from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Day, Label, Note, Row, Text
from cartera.credit.payments.awaiting import (
    Expected,
    await_payments,
    give_value_date,
    queue_awaited,
)
from cartera.credit.payments.models import Payment
from cartera.credit.payments.remitting import slips_for
from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.acts import move_cheques
from cartera.recovery.cheques.batches import (
    accept_offered,
    cheques_of,
    collector_named,
    leave_batch,
    set_batch,
)
from cartera.recovery.cheques.endorsing import CollectorName
from cartera.recovery.cheques.models import Cheque, ChequeBatch, ChequeCover
from cartera.recovery.cheques.refusals import (
    CollectorStillAnswers,
    CoversIncomplete,
    NotAtTheBank,
    SlipUnknown,
    SlipWithoutReceipt,
    ValueBeforeDeposit,
)
from cartera.recovery.custody.acts import Why, accept, move, refuse
from cartera.recovery.custody.counting import Seen
from cartera.recovery.custody.models import HandOver, Original
from cartera.recovery.custody.rules import Holder

BankAccountNumber = Annotated[
    str, Label(_("Cuenta bancaria propia"), _("Vacía: la principal"), options="bank_accounts")
]


class SlipReceipt(Row):
    """What the bank said of a slip."""

    slip: Annotated[int, Label(_("Remesa"))]
    receipt: Annotated[str, Field(min_length=1, max_length=60), Label(_("Comprobante del banco"))]
    value_on: Annotated[Day, Label(_("Fecha valor"))]


def prepare_deposit(
    batch: ChequeBatch,
    act: Act,
    *,
    seen: Seen = [],  # noqa: B006 (pydantic copies it)
    bank_account: BankAccountNumber = "",
) -> Outcome:
    """Take the endorsed cheques, stamp them 'for deposit', make slips by bank (PCI-F06 step 6)."""
    accept_offered(batch, act, seen)
    ready = cheques_of(batch, "endorsed", "received", "reserved", "bounced", "held")
    return Outcome(result={"slips": stamp_and_slip(batch, ready, act, bank_account)})


def stamp_and_slip(
    batch: ChequeBatch, cheques: Sequence[Cheque], act: Act, bank_account: str
) -> list[int]:
    """Cheques are stamped and put on slips by bank; their payments await the bank. Slip numbers.

    Refuses a cheque of which something is for no paper, and a document that is no longer pending.
    What is for a paper of no assignment is a third party's (PCI-F07).
    """
    covers = _covers_of(cheques)
    expected = [
        Expected(
            cheque.pk,
            cover.original.assignment_id,
            cover.original.document_id,
            cheque.bank,
            cheque.number,
            cover.amount,
            cover.original.client_id or cheque.client_id,
            cover.original_id,
        )
        for cheque in cheques
        for cover in covers[cheque.pk]
    ]
    payments = await_payments(expected, batch.source, act)
    _name_payments([cover for cheque in cheques for cover in covers[cheque.pk]], payments)
    slips = slips_for(payments, act, bank_account)
    fresh = [cheque for cheque in cheques if cheque.state != "bounced"]
    if fresh:
        move_cheques(fresh, "stamped", act)
    move_cheques(cheques, "slipped", act)
    set_batch(batch, state="stamped")
    return [slip.number for slip in slips]


def give_to_collector(batch: ChequeBatch, act: Act, *, collector: CollectorName) -> None:
    """Hand cheques and slips to a collector, who takes them to the bank (F05 step 17, F06 step 7).

    Done again only once the collector has said what is missing.
    """
    who = collector_named(collector, act)
    if errands_of(batch).filter(state__in=("offered", "accepted")).exists():
        raise CollectorStillAnswers(who=str(batch.carrier))
    prepared = [slip for slip in slips_of_case(batch.case_id) if slip.state == "prepared"]
    hand_over_slips(prepared)
    set_batch(batch, carrier_id=who.pk)


def errands_of(batch: ChequeBatch) -> QuerySet[HandOver]:
    """The hand-overs by which a batch went to a collector for the bank, the last one last."""
    return HandOver.objects.filter(within_id=batch.case_id, case__isnull=False).order_by("id")


def take_to_bank(
    errand: HandOver,
    act: Act,
    *,
    seen: Seen = [],  # noqa: B006 (pydantic copies it)
) -> Outcome:
    """The collector counts cheques and slips and answers for them (INT-24 step 1)."""
    return Outcome(result={"accepted": len(accept(errand, act, seen=seen))})


def leave_at_bank(
    errand: HandOver,
    act: Act,
    *,
    receipt: Annotated[Text, Label(_("Comprobante del banco"), _("Su número"))],
) -> Outcome:
    """The bank has the cheques, against its receipt (INT-24 step 2)."""
    papers = list(Original.objects.filter(handed__hand_over=errand))
    for bank, held in _by_bank(errand, papers).items():
        move(held, Holder.back_with("bank", bank), act, Why(_("depositado"), receipt[:120]))
    return Outcome(result={"deposited": len(papers)})


def decline_errand(errand: HandOver, act: Act, reason: str) -> None:
    """The collector does not take them, and says what is missing."""
    refuse(errand, act, missing=reason)


def settle_deposit(
    batch: ChequeBatch,
    act: Act,
    *,
    slips: Annotated[
        list[SlipReceipt], Field(min_length=1, max_length=100), Label(_("Remesas depositadas"))
    ],
) -> Outcome:
    """The bank's receipt and value date of each slip: the cheques are deposited (F05 step 18,
    F06 step 8).

    Refuses while the collector has not left them at the bank, a slip that is not of the batch or
    without receipt, and a value date before the slip's day.
    """
    if Original.objects.filter(cheque__in=cheques_of(batch)).exclude(outside="bank").exists():
        raise NotAtTheBank(who=str(batch.carrier))
    waiting = {slip.number: slip for slip in slips_of_case(batch.case_id)}
    told = _told(slips, waiting)
    confirm_deposits(list(waiting.values()))
    on_slip = _cheques_by_slip(waiting.values())
    for number, slip in waiting.items():
        said, carried = told[number], on_slip[slip.pk]
        note = f"{_('remesa')} {number} · {said.receipt}"
        move_cheques(carried, "deposited", act, note=note, value_on=said.value_on)
        give_value_date([cheque.pk for cheque in carried], said.value_on)
    set_batch(batch, state="deposited")
    return Outcome(result={"deposited": sum(len(carried) for carried in on_slip.values())})


def pass_to_application(
    batch: ChequeBatch, act: Act, *, remarks: Annotated[Note, Label(_("Observaciones"))] = ""
) -> Outcome:
    """The payments wait for PCI-F09, each for its value date (F05 step 19, F06 step 9)."""
    cheques = cheques_of(batch)
    queued = queue_awaited([cheque.pk for cheque in cheques])
    leave_batch(cheques, act)
    set_batch(batch, state="passed")
    return Outcome(result={"queued": queued})


def _covers_of(cheques: Sequence[Cheque]) -> dict[int, list[ChequeCover]]:
    """What each cheque pays; refuses what no paper explains."""
    found: dict[int, list[ChequeCover]] = {cheque.pk: [] for cheque in cheques}
    rows = ChequeCover.objects.filter(cheque__in=cheques).select_related("original")
    for cover in rows.order_by("id"):
        found[cover.cheque_id].append(cover)
    for cheque in cheques:
        told = [c.amount for c in found[cheque.pk] if c.original.assignment_id or _not_ours(c)]
        left = cheque.amount - sum(told, ZERO)
        if left:
            raise CoversIncomplete(number=cheque.number, bank=cheque.bank, amount=left)
    return found


def _not_ours(cover: ChequeCover) -> bool:
    """For a paper that is nobody's assignment, and that the house knows as such."""
    return cover.original.kind in (Original.Kind.UNASSIGNED, Original.Kind.BORROWED)


def _name_payments(covers: Sequence[ChequeCover], payments: Sequence[Payment]) -> None:
    for cover, payment in zip(covers, payments, strict=True):
        cover.payment = payment
    ChequeCover.objects.bulk_update(covers, ["payment"])


def _told(
    rows: Sequence[SlipReceipt], waiting: Mapping[int, DepositSlip]
) -> dict[int, SlipReceipt]:
    told = {row.slip: row for row in rows}
    for place, row in enumerate(rows):
        slip = waiting.get(row.slip)
        if slip is None:
            raise SlipUnknown(number=row.slip, field=f"slips.{place}.slip")
        if row.value_on < slip.effective_on:
            on = f"{slip.effective_on:%d/%m/%Y}"
            raise ValueBeforeDeposit(on=on, field=f"slips.{place}.value_on")
    for number in waiting:
        if number not in told:
            raise SlipWithoutReceipt(number=number, field="slips")
    return told


def _cheques_by_slip(slips: Iterable[DepositSlip]) -> dict[int, list[Cheque]]:
    """The cheques that each slip carries. Two queries."""
    items = DepositItem.objects.filter(slip__in=list(slips), is_live=True)
    of_payment = dict(items.values_list("payment_id", "slip_id"))
    covers = ChequeCover.objects.filter(payment__in=of_payment).select_related("cheque")
    found: dict[int, dict[int, Cheque]] = {slip: {} for slip in set(of_payment.values())}
    for cover in covers:
        found[of_payment[cover.payment_id]][cover.cheque_id] = cover.cheque
    return {slip: list(held.values()) for slip, held in found.items()}


def _by_bank(errand: HandOver, papers: Sequence[Original]) -> dict[str, list[Original]]:
    """The papers of an errand by the bank whose slip carries each."""
    slips = {slip.pk: slip for slip in slips_of_case(errand.within_id or 0)}
    by_paper = {
        cheque.original_id: slips[slip].bank_account.bank_name
        for slip, held in _cheques_by_slip(slips.values()).items()
        for cheque in held
    }
    found: dict[str, list[Original]] = {}
    for paper in papers:
        found.setdefault(by_paper[paper.pk], []).append(paper)
    return found
