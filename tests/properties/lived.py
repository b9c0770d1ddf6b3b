"""A company where every kind of row has been through what befalls it."""

from datetime import date
from typing import Any

from cartera.control.dossiers.acts import attach_file
from cartera.control.mail.acts import write_mail
from cartera.control.mail.rules import Recipient
from cartera.control.workflow.engine import reject
from cartera.control.workflow.models import Case, Task
from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.payments.models import Payment
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players
from cartera.procedures.playing_cheques import deposit, let_bounce
from cartera.procedures.playing_delegations import delegate, lend
from cartera.procedures.playing_routes import collect
from tests.cast import CLIENT, DEBTOR, a_company, a_document, a_live_assignment, a_payment, move_to
from tests.cheque_cast import a_cheque, begin

PAID_ON, SETTLED_ON = date(2026, 2, 4), date(2026, 2, 19)


def a_life(clock: FixedClock) -> Players:
    """One assignment settled with a claim deducted; one whose cheque bounced, then paid short; one
    not collected."""
    players = a_company(clock)
    a_live_assignment(players)
    a_live_assignment(players, a_document("Q-2", "5000.00"))
    a_live_assignment(players, a_document("Q-3", "100.00"))
    claim = {"client": CLIENT, "kind": "other", "amount": "12.00", "reason": "gestión"}
    players.play_through(players.open("INT-07", "AUX_C", claim))
    move_to(clock, PAID_ON)
    second = a_payment(2, "1000.00", PAID_ON, document="Q-2")
    players.receive_and_apply([a_payment(1, "5000.00", PAID_ON), second])
    bounced = Payment.objects.get(assignment__number=2).pk
    typed = {"payment": bounced, "bounced_on": PAID_ON.isoformat(), "reason": "sin fondos",
             "charge": "15.00"}  # fmt: skip
    players.play_through(players.open("INT-06", "AP_AB", typed))
    move_to(clock, SETTLED_ON)
    players.receive_and_apply([a_payment(1, "5000.00", SETTLED_ON)])
    players.settle(Case.objects.get(procedure="PCI-F10").pk)
    _pay_directly(players)
    typed = {"kind": "role", "user": "rec", "role": "AUX_C", "from_on": "2026-02-19",
             "reason": "apoyo"}  # fmt: skip
    access = players.open("INT-08", "ADM_ACC", typed)
    players.play_through(access)
    attach_file(access, players.users["rec"], "nota.txt", b"De acuerdo.\n", key="lived")
    short = {"document": "Q-2", "outcome": "cheque", "number": "771", "amount": "4990.00"}
    away = {"document": "Q-3", "outcome": "uncollected", "reason": "cerrado",
            "new_on": "2026-02-23"}  # fmt: skip
    cheque = {"number": "771", "bank": "Banco Agrícola", "amount": "4990.00"}
    collect(players, [{"debtor": DEBTOR, "outcomes": [short, away], "cheques": [cheque]}])
    _let_a_cheque_bounce(players)
    papers_out(players)
    write_mail(to=Recipient("Ana", "ana@x.example"), subject="Aviso", body="Hola.", case_id=access,
               key="lived")  # fmt: skip
    return players


def _pay_directly(players: Players) -> None:
    """The debtor of the second assignment paid part of it to the client, who refunds it."""
    day = SETTLED_ON.isoformat()
    cheque = {"bank": "Banco Agrícola", "number": "G-1", "amount": "50.00", "drawn_on": day}
    note = {"assignment": 2, "document": "Q-2", "reference": "NA-1", "amount": "200.00",
            "paid_on": day, "guarantee": [cheque]}  # fmt: skip
    back = {"bank": "Banco Cuscatlán", "number": "R-1", "drawn_on": day}
    answers: dict[int, dict[str, Any]] = {
        2: {"funds": "reserved"},
        6: {"informed": "Tesorero"},
        7: {"way": "cheque", "cheque": [back], "finish": True},
    }
    players.play_through(players.open("PCI-F04", "R_CUST", note), answers)


def _let_a_cheque_bounce(players: Players) -> None:
    """A cheque for the second assignment is at the bank, which does not pay it."""
    cheque = a_cheque(players, Assignment.objects.get(number=2), "CH-B", ("Q-2", "100.00"))
    (case,) = begin(players, cheque)
    deposit(players, case.pk, SETTLED_ON)
    let_bounce(players, Payment.objects.get(cheque_id=cheque.pk).pk, SETTLED_ON, "sin fondos")


def papers_out(players: Players) -> None:
    """A document of a third assignment denied to its client, then collected by him; and another
    one that a factoring company is to borrow."""
    papers = [a_document(number, "700.00", due_on="2026-03-20") for number in ("Q-71", "Q-72")]
    a_live_assignment(players, *papers, term_days=30)
    found = AssignedDocument.objects.filter(number__in=("Q-71", "Q-72")).order_by("number")
    first, second = (document.operation_number or 0 for document in found)
    denied = delegate(players, CLIENT, [first], "700.00", upto=3)
    reject(Task.objects.get(case_id=denied, state="open").pk, players.users["aux_c"], "ya no")
    delegate(players, CLIENT, [first], "700.00")
    factor = {"code": "F01", "name": "Crédito Centroamericano, S.A."}
    players.play_through(players.open("INT-23", "J_COB", factor))
    lend(players, "F01", second, upto=1)
