"""How people play PCI-F07 when all is in order: a visit's cheque that also pays a document that is
not ours, its money held for its owner, and the payment to him."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from cartera.control.workflow.engine import perform, reject
from cartera.control.workflow.models import Task
from cartera.credit.payments.models import Payout
from cartera.procedures.players import Players
from cartera.procedures.playing_cheques import deposit
from cartera.procedures.playing_routes import collect
from cartera.procedures.setup import FIRST_PLACE
from cartera.recovery.third_party.models import ForeignDocument, ValuePayment


def paying_both(
    ours: str, amount: str, other: str, other_amount: str, cheque: str, **more: Any
) -> dict[str, Any]:
    """What is told of a visit to the usual debtor whose cheque pays a document of ours and another
    that is nobody's assignment (PCI-F02 step 4)."""
    total = Decimal(amount) + Decimal(other_amount)
    paper = {"number": cheque, "bank": "Banco Agrícola", "amount": str(total)}
    return {
        "debtor": "D001",
        "outcomes": [
            {"document": ours, "outcome": "cheque", "number": cheque, "amount": amount}
        ],
        "cheques": [paper | {"is_negotiable": True} | more],
        "others": [{"cheque": cheque, "document": other, "amount": other_amount}],
    }  # fmt: skip


def value_answers(number: str, amount: str, **more: Any) -> dict[int, dict[str, Any]]:
    """What is answered in PCI-F07 from its step 6 on: the cheque is negotiable, the value is
    released, by step. `more` are the answers of the decision, where it is another."""
    return {
        6: {"number": number, "amount": amount},
        11: {"way": "endorse"},
        17: {"decision": "release"} | more,
        20: {"credit_note": f"NA-{number}"},
    }


def collect_both(players: Players, visit: Mapping[str, Any], zone: str = "") -> list[int]:
    """A route whose visit brings such a cheque; each foreign document entered and its cheque sent
    on its way, which waits for the bank; their cases."""
    collect(players, [visit], zone=zone)
    cases = []
    for other in visit["others"]:
        number, amount = other["document"], other["amount"]
        found = ForeignDocument.objects.filter(number=number).latest("id")
        players.play_through(found.case_id, value_answers(number, amount), upto=11)
        cases.append(found.case_id)
    return cases


def bank_it(players: Players, case_id: int, value_on: date) -> None:
    """The batch in which a foreign document's cheque travels is taken to the bank, which gives it
    on a day. PCI-F09 applies it."""
    cheque = ForeignDocument.objects.select_related("cheque").get(case_id=case_id).cheque
    if cheque is None:
        raise ValueError(f"no cheque pays the foreign document of case {case_id}")
    deposit(players, cheque.batched.latest("id").batch.case_id, value_on)


def hold_value(players: Players, case_id: int) -> None:
    """What PCI-F09 applied is held for its owner, reported and listed, up to the decision."""
    players.play_through(case_id, upto=16)


def retain_value(players: Players, case_id: int, reason: str) -> None:
    """The head of collections retains it; he is asked again until he releases it."""
    players.play(case_id, {"decision": "retain", "reason": reason})


def give_up(players: Players, ours: str, number: str, amount: str, new_on: str) -> int:
    """A document that the debtor told of, brought by the client and put into the vault to be
    collected with ours; then the debtor pays ours alone. The case, which is over."""
    told = {"ours": ours, "number": number, "amount": amount}
    case_id = players.open("PCI-F07", "G_COB", told)
    answers = {2: {"new_on": new_on}, 3: {"reason": "el cheque incluye otro documento"}}
    players.play_through(case_id, answers, upto=4)
    _by(players, "j_cob", case_id, perform, {"gives": "document"})
    read = {"number": number, "amount": amount}
    players.play_through(case_id, {6: read, 10: {"place": FIRST_PLACE, "new_on": new_on}}, upto=10)
    _by(players, "j_op", case_id, reject, "el deudor paga solo el nuestro")
    return case_id


def _by(players: Players, who: str, case_id: int, does: Callable[..., Any], said: object) -> None:
    does(Task.objects.get(case_id=case_id, state="open").pk, players.users[who], said)


def pay_again(players: Players, case_id: int, returned_on: date) -> int:
    """The bank gives back what was paid; it is paid once more. The new payment's case."""
    latest = Payout.objects.filter(case__value_payment__value__case=case_id).latest("id")
    told = {"payout": latest.pk, "returned_on": returned_on.isoformat(), "reason": "cuenta cerrada"}
    players.play_through(players.open("INT-28", "AP_AB", told))
    payment = ValuePayment.objects.get(value__case=case_id, state="started")
    players.play_through(payment.case_id)
    return payment.case_id


def pay_value(players: Players, case_id: int) -> int:
    """A held value released, paid to the client and delivered, to the end; the payment's case."""
    number = ForeignDocument.objects.get(case_id=case_id).number
    answers = value_answers(number, "0.00")
    players.play_through(case_id, answers, upto=19)
    payment = ValuePayment.objects.get(value__case=case_id, state="started")
    players.play_through(payment.case_id)
    players.play_through(case_id, answers)
    return payment.case_id
