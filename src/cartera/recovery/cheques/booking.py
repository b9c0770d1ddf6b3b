"""Cheques in hand in the books: an asset from the stamp on, owed to be applied until they clear."""

from collections.abc import Mapping, Sequence

from cartera.accounting.ledger.acts import JOURNAL, post_entry
from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.rules import Posting, credit, debit
from cartera.control.workflow.definitions import Act
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.cheques.rules import IN_HAND

_WORDS = {
    True: _("Cheques en mano, por acreditar"),
    False: _("Cheques que dejan de estar por acreditar"),
}


def book_cheques(
    cheques: Sequence[Cheque], before: Mapping[int, str], state: str, act: Act
) -> None:
    """Post what came into the account of cheques in hand, or left it again; nothing otherwise.

    `before` is the state that each was in. What clears is released by the entry of the day of
    payments that applies it (PCI-F09 step 9), on the bank's value date.
    """
    comes = state in IN_HAND
    if state == "cleared":
        return
    moved = [cheque for cheque in cheques if (before[cheque.pk] in IN_HAND) is not comes]
    if not moved:
        return
    post_entry(
        series=JOURNAL,
        effective_on=act.on,
        event="cheques",
        description=_WORDS[comes],
        postings=[line for cheque in moved for line in _lines(cheque, comes=comes)],
        prepared_by_id=act.actor_id,
        case_id=act.case_id,
    )


def _lines(cheque: Cheque, *, comes: bool) -> tuple[Posting, Posting]:
    what = {"reference": f"cheque {cheque.number}", "client_code": cheque.client.code}
    if comes:
        return (
            debit(Role.CHEQUES_IN_HAND, cheque.amount, **what),
            credit(Role.CHEQUES_TO_APPLY, cheque.amount, **what),
        )
    return (
        debit(Role.CHEQUES_TO_APPLY, cheque.amount, **what),
        credit(Role.CHEQUES_IN_HAND, cheque.amount, **what),
    )
