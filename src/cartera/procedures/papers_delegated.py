"""Where delegations meet the vault and the cheques: what came back uncollected goes into the vault,
a guarantee that was for nothing goes back, cheques go on to endorsement or exchange."""

from collections.abc import Sequence
from itertools import groupby

from cartera.control.workflow.definitions import Act
from cartera.control.workflow.moves import start_at
from cartera.credit.parties.models import Client
from cartera.credit.payments.models import Payment
from cartera.kernel.text import gettext_noop as _
from cartera.procedures.cheque_batches import begin_at_stamp, begin_batches
from cartera.procedures.house_custody import INT_17
from cartera.procedures.house_delegations import INT_25
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.custody.acts import CUSTODIAN, offer
from cartera.recovery.custody.models import HandOver, Original
from cartera.recovery.delegations.acts import deny_delegation
from cartera.recovery.delegations.models import Delegation, DocumentLoan, GuaranteeReturn
from cartera.recovery.delegations.settling import brought_cheques, unsaid_cheques


def deny(delegation: Delegation, act: Act, reason: str) -> None:
    """Nothing is lent, and who has the guarantee gives it back (INT-25)."""
    deny_delegation(delegation, act, reason)
    if delegation.guarantee is not None:
        _give_back(delegation.guarantee, act)


def close_papers(delegation: Delegation, act: Act) -> None:
    """What came back uncollected goes to custody from who has it (INT-17); a guarantee that pays,
    to the bank, and a cheque with which the client did not settle after all, back to him
    (INT-25)."""
    if delegation.state == Delegation.State.CLAIMED and delegation.guarantee is not None:
        _deposit(delegation.guarantee, act, _("garantía que se cobra"))
        for cheque in unsaid_cheques(delegation):
            _give_back(cheque, act)
    back = delegation.documents.filter(state="returned").values("original")
    held = Original.objects.filter(pk__in=back, state="in_hand").order_by("person_id", "pk")
    for keeper, papers in groupby(held, key=lambda paper: paper.person_id):
        _to_vault(list(papers), delegation.client, act, keeper)


def close_loan(loan: DocumentLoan, act: Act) -> None:
    """The other company's cheque goes to the bank; a document that came back, to custody."""
    if loan.cheque is not None:
        _deposit(loan.cheque, act, _("cheque de la otra factoraje"))
    else:
        _to_vault([loan.original], loan.original.client, act)


def pass_on(delegation: Delegation, act: Act) -> None:
    """The client's cheques go on to endorsement or exchange, as any other cheque does."""
    begin_batches(brought_cheques(delegation), act, source=Payment.Source.DELEGATED)


def _give_back(cheque: Cheque, act: Act) -> None:
    """Who has a cheque gives it back to its client (INT-25)."""
    title, keeper = f"{cheque} · {cheque.client.name}", cheque.original.person_id
    case = start_at(INT_25, 1, act, title, cheque.client.code, waits_for=keeper)
    GuaranteeReturn.objects.create(case=case, cheque=cheque)


def _deposit(cheque: Cheque, act: Act, reason: str) -> None:
    """A cheque written to the house needs no endorsement: it is stamped next (PCI-F06 step 6)."""
    case = begin_at_stamp([cheque], cheque, act, source=Payment.Source.DELEGATED)
    there = HandOver(within=case)
    offer([cheque.original], act, role="AP_AB", reason=reason, hand_over=there)


def _to_vault(
    held: Sequence[Original], owner: Client | None, act: Act, keeper: int | None = None
) -> None:
    """What came back uncollected goes to custody, from who acts or from its keeper (INT-17)."""
    name, code = (owner.name, owner.code) if owner else ("", "")
    case = start_at(INT_17, 2, act, name, code)
    reason = _("devuelto sin cobrar")
    there = HandOver(case=case)
    offer(held, act, role=CUSTODIAN, reason=reason, giver_id=keeper, hand_over=there)
