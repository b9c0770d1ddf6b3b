"""Six weeks of a small company, with everything in them that the checks look at."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from cartera.accounting.ledger.acts import post_entry, reverse_entry
from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.rules import credit, debit
from cartera.control.dossiers.acts import attach_file
from cartera.control.dossiers.tests.files import jpeg
from cartera.control.mail.acts import write_mail
from cartera.control.mail.jobs import send
from cartera.control.mail.models import Message
from cartera.control.mail.rules import NewEnclosure, Recipient
from cartera.control.workflow.engine import open_case
from cartera.control.workflow.models import Case, Task
from cartera.credit.assignments.models import AssignedDocument
from cartera.credit.payments.models import Payment
from cartera.kernel.clock import FixedClock
from cartera.kernel.refusals import Refusal
from cartera.procedures.closing import close_day
from cartera.procedures.opening.tests.portfolios import bring_in
from cartera.procedures.players import Players, usual_answers
from cartera.procedures.playing_delegations import borrow, delegate, lend
from cartera.procedures.playing_routes import collect
from cartera.procedures.playing_third_party import (
    bank_it,
    hold_value,
    pay_again,
    pay_value,
    value_answers,
)
from cartera.recovery.routes.models import Visit
from cartera.recovery.routes.photographing import keep_photo, photo_of
from cartera.recovery.third_party.models import ForeignDocument
from tests.cast import CLIENT, DEBTOR, a_company, a_document, a_payment, move_to

TAXED = "0002"
BUSY_DAY = date(2026, 2, 4)


def live(clock: FixedClock) -> Players:
    """Three assignments: one settled, one live after a bounce and a late payment, one released.

    Nine days are closed; the work of the last one is not finished.
    """
    players = a_company(clock)
    players.admit_client(TAXED, "Textiles Apopa, S.A. de C.V.")
    terms = {"vat_on": ["commission", "interest"]}
    players.approve_line(TAXED, "50000.00", date(2026, 1, 1), date(2027, 12, 31), terms)
    _disburse(players, CLIENT, a_document())
    _close(players)
    move_to(clock, date(2026, 1, 12))
    _disburse(players, TAXED, a_document("Q-20", "8000.00"), a_document("Q-21", "4000.00"))
    _close(players)
    _collect(players, clock)
    _collect_in_the_street(players, clock)
    _correct_by_hand(players)
    _withhold(players, clock)
    _pay_directly(players, clock)
    _borrow(players)
    _delegate(players)
    _pay_a_third_party(players, clock)
    _leave_unfinished(players)
    _mail()
    return players


def _collect(players: Players, clock: FixedClock) -> None:
    first, last = date(2026, 2, 4), date(2026, 2, 19)
    move_to(clock, first)
    players.receive_and_apply(
        [a_payment(1, "5000.00", first), _payment(2, "3000.00", first, "Q-20", "CH-A")]
    )
    _refused(players)
    _close(players)
    move_to(clock, date(2026, 2, 6))
    bounced = Payment.objects.get(reference="CH-A")
    typed = {"payment": bounced.pk, "bounced_on": "2026-02-06", "reason": "Sin fondos"}
    players.play_through(players.open("INT-06", "AP_AB", typed | {"charge": "25.00"}))
    _close(players)
    move_to(clock, date(2026, 2, 16))
    players.receive_and_apply([_payment(2, "4000.00", date(2026, 2, 16), "Q-20", "CH-B")])
    players.receive_and_apply([_payment(2, "1000.00", date(2026, 2, 2), "Q-21", "CH-C")])
    _close(players)
    move_to(clock, last)
    paid_off = players.receive_and_apply([a_payment(1, "5000.00", last)])
    _close(players)
    move_to(clock, date(2026, 2, 20))
    players.settle(paid_off.children.get().pk)
    _close(players)


def _collect_in_the_street(players: Players, clock: FixedClock) -> None:
    """A route that brings a cheque for more than one document, and the other one back."""
    move_to(clock, date(2026, 2, 21))
    paid = {"document": "Q-20", "outcome": "cheque", "number": "771"}
    away = {"document": "Q-21", "outcome": "uncollected", "reason": "cerrado",
            "new_on": "2026-03-02"}  # fmt: skip
    cheque = {"number": "771", "bank": "Banco Agrícola", "amount": "4500.00",
              "is_negotiable": True}  # fmt: skip
    collect(players, [{"debtor": DEBTOR, "outcomes": [paid, away], "cheques": [cheque]}])
    keep_photo(Visit.objects.earliest("id"), players.users["g_cob"], photo_of("foto.jpg", jpeg()))
    rest = {"document": "F-9", "amount": "500.00", "of": "third_party"}
    resolved = {"resolution": "explained", "explanation": "detalle", "excess": [rest]}
    players.play_through(
        Case.objects.get(procedure="PCI-F08").pk, {3: {"attempt": "otra factura"}, 4: resolved}
    )


def _correct_by_hand(players: Players) -> None:
    """An entry between two incomes, and its reversal."""
    by_id, five = players.users["contab"].pk, Decimal("5.00")
    with transaction.atomic():
        entry = post_entry(
            series="diario",
            effective_on=date(2026, 2, 23),
            event="by_hand",
            description="Reclasificación",
            postings=[debit(Role.INTEREST, five), credit(Role.COMMISSION, five)],
            prepared_by_id=by_id,
        )
        reverse_entry(entry, reason="Era al revés", on=date(2026, 2, 23), by_id=by_id)


def _withhold(players: Players, clock: FixedClock) -> None:
    """A claim and money for another assignment, taken from a disbursement, then applied."""
    move_to(clock, date(2026, 2, 23))
    _bring_balances(players)
    claim = {"client": TAXED, "kind": "other", "amount": "40.00", "reason": "Mensajería"}
    players.play_through(players.open("INT-07", "AUX_C", claim))
    case_id = players.request(TAXED, [_document("Q-30", "2000.00")], "2000.00", 30)
    transfer = {"assignment": 2, "amount": "300.00", "reason": "Pidió abonarlo"}
    answers = usual_answers(["Q-30"])
    players.play_through(case_id, answers | {3: {"transfers": [transfer]}})
    _close(players)
    move_to(clock, date(2026, 2, 24))
    players.receive_and_apply([])
    _close(players)


def _pay_directly(players: Players, clock: FixedClock) -> None:
    """A debtor paid part of a document to the client, who refunds it by a cheque."""
    day = clock.now().date().isoformat()
    note = {"assignment": 2, "document": "Q-21", "reference": "NA-1", "amount": "150.00"}
    case_id = players.open("PCI-F04", "R_CUST", note | {"paid_on": day})
    back = {"bank": "Banco Cuscatlán", "number": "R-1", "drawn_on": day}
    refunded = {"way": "cheque", "cheque": [back], "finish": True}
    players.play_through(case_id, {6: {"informed": "Tesorero"}, 7: refunded}, upto=10)


def _bring_balances(players: Players) -> None:
    """What the old books had beside the portfolio comes in (INT-12)."""
    ten = Decimal("10.00")
    rows = {"balances": [{"account": "10101", "debit": ten}, {"account": "301", "credit": ten}]}
    bring_in(players, rows, date(2026, 2, 23))


def _borrow(players: Players) -> None:
    """Another company has lent a document of lesser value, which a collector has."""
    factor = {"code": "F01", "name": "Crédito Centroamericano, S.A."}
    players.play_through(players.open("INT-23", "J_COB", factor))
    ours = AssignedDocument.objects.get(number="Q-21")
    borrow(players, ours.operation_number or 0, "Z-9", "1500.00", upto=4)


def _delegate(players: Players) -> None:
    """A client collects one document himself and settles it; another company has another one."""
    first, second = (AssignedDocument.objects.get(number=number) for number in ("Q-21", "Q-30"))
    players.store_originals(second.assignment.case_id or 0)
    delegate(players, TAXED, [first.operation_number or 0], "4000.00")
    lend(players, "F01", second.operation_number or 0, upto=8)


def _pay_a_third_party(players: Players, clock: FixedClock) -> None:
    """What the street's cheque brought for a document of no assignment is paid to its owner."""
    day = date(2026, 2, 25)
    move_to(clock, day)
    case_id = ForeignDocument.objects.get(number="F-9").case_id
    players.play_through(case_id, value_answers("F-9", "500.00"), upto=11)
    bank_it(players, case_id, day)
    players.receive_and_apply([])
    hold_value(players, case_id)
    pay_value(players, case_id)
    pay_again(players, case_id, day)


def _leave_unfinished(players: Players) -> None:
    case_id = players.request(CLIENT, [_document("Q-40", "3000.00")], "3000.00", 30)
    answers = usual_answers(["Q-40"])
    while Task.objects.get(case_id=case_id, state="open").step < 9:
        step = Task.objects.get(case_id=case_id, state="open").step
        players.play(case_id, answers.get(step, {}))
    attach_file(case_id, players.users["rec"], "nota.txt", "Se llamó.\n".encode(), key="note")


def _mail() -> None:
    """A letter with a file; it and the days' checkpoints are kept, since no server is set."""
    write_mail(
        to=Recipient("Ana Rivas", "ana@izalco.example"),
        subject="Estado de cuenta",
        body="Adjunto va su estado de cuenta.",
        enclosures=[NewEnclosure("estado.txt", "text/plain", b"Debe 0.00.\n")],
        case_id=None,
        key="statement",
    )
    for message in Message.objects.all():
        send(message_id=message.pk)


def _disburse(players: Players, client: str, *documents: dict[str, str]) -> Case:
    case_id = players.request(client, documents, "9000.00", 45)
    players.disburse(case_id, [document["number"] for document in documents])
    return Case.objects.get(pk=case_id)


def _document(number: str, amount: str) -> dict[str, str]:
    return a_document(number, amount, due_on="2026-03-20")


def _payment(assignment: int, amount: str, on: date, document: str, cheque: str) -> dict[str, Any]:
    return a_payment(assignment, amount, on, document=document, reference=cheque)


def _refused(players: Players) -> None:
    inputs: Mapping[str, Any] = {"payments": [{"assignment": 99}]}
    try:
        open_case("PCI-F09", players.users["ap_ab"], inputs)
    except Refusal:
        return
    raise ValueError("what had to be refused was done")


def _close(players: Players) -> None:
    close_day(players.users["contab"], players.users["aud_int"])
