"""How received cheques go on their way: a batch for each client and kind, in its own case."""

from collections.abc import Sequence
from itertools import groupby

from cartera.control.workflow.definitions import Act
from cartera.control.workflow.models import Case
from cartera.control.workflow.moves import start_at
from cartera.control.workflow.registry import procedure_of
from cartera.credit.parties.models import Client
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.batches import begin_batch, cheques_of, leave_batch
from cartera.recovery.cheques.models import Cheque, ChequeBatch
from cartera.recovery.custody.acts import offer
from cartera.recovery.custody.models import HandOver, Original

OPERATIONS = "J_OP"
_WAYS = {
    ChequeBatch.Kind.NEGOTIABLE: ("PCI-F06", 1),
    ChequeBatch.Kind.NON_NEGOTIABLE: ("PCI-F05", 12),
}


def begin_batches(cheques: Sequence[Cheque], act: Act, *, source: str = "") -> list[Case]:
    """Start PCI-F06 for the negotiable cheques of each client and PCI-F05 for the others.

    `source` is what their payments say of where they come from (`Payment.Source`); without it that
    of their procedure. Who acts has the papers: the head of operations keeps them, anybody else
    offers them to operations, which accepts them with the first step. Refuses a cheque that is in
    another batch, and papers that who acts does not have.
    """
    clients = Client.objects.in_bulk({cheque.client_id for cheque in cheques})
    ordered = sorted(cheques, key=_way)
    cases = []
    for (client_id, is_negotiable), group in groupby(ordered, key=_way):
        kind = ChequeBatch.Kind.NEGOTIABLE if is_negotiable else ChequeBatch.Kind.NON_NEGOTIABLE
        cases.append(_begin(list(group), clients[client_id], kind, act, source))
    return cases


def begin_at_stamp(
    cheques: Sequence[Cheque], about: object, act: Act, *, source: str, keeper: int | None = None
) -> Case:
    """One client's cheques that need no endorsement, or have it, go on from PCI-F06 step 6.

    `keeper` is who has them and stamps them, if it is somebody's own.
    """
    client = cheques[0].client
    title = f"{client.name} · {about}"
    case = start_at(procedure_of("PCI-F06"), 6, act, title, client.code, waits_for=keeper)
    begin_batch(case, cheques, ChequeBatch.Kind.NEGOTIABLE, act, source=source)
    return case


def begin_again(batch: ChequeBatch, act: Act) -> None:
    """What came back without endorsement begins anew, in a batch of its own (PCI-F06 step 5)."""
    later = cheques_of(batch, "received")
    if later:
        leave_batch(later, act)
        begin_batches(later, act, source=batch.source)


def counted(cheques: int) -> str:
    """So many cheques, in words."""
    return _("1 cheque") if cheques == 1 else _("{n} cheques").format(n=cheques)


def send_to_bank(batch: ChequeBatch, act: Act) -> None:
    """The collector is handed cheques and slips for the bank (INT-24)."""
    papers = list(Original.objects.filter(cheque__in=cheques_of(batch)))
    title = f"{batch.client.name} · {counted(len(papers))}"
    errand = procedure_of("INT-24")
    case = start_at(errand, 1, act, title, batch.client.code, waits_for=batch.carrier_id)
    hand_over = HandOver(case=case, within_id=batch.case_id)
    offer(
        papers,
        act,
        role="G_COB",
        reason=_("cheques y remesas para el banco"),
        receiver_id=batch.carrier_id,
        hand_over=hand_over,
    )


def _way(cheque: Cheque) -> tuple[int, bool]:
    return cheque.client_id, cheque.is_negotiable


def _begin(cheques: Sequence[Cheque], client: Client, kind: str, act: Act, source: str) -> Case:
    code, step = _WAYS[ChequeBatch.Kind(kind)]
    title = f"{client.name} · {counted(len(cheques))}"
    case = start_at(procedure_of(code), step, act, title, client.code)
    begin_batch(case, cheques, kind, act, source=source)
    if act.role != OPERATIONS:
        papers = Original.objects.filter(cheque__in=cheques)
        reason = _("cheques recibidos, para su gestión")
        offer(papers, act, role=OPERATIONS, reason=reason, hand_over=HandOver(within=case))
    return case
