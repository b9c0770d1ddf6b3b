"""Receipts for what is recomputed: nothing told twice, nothing taken back before it was told."""

from datetime import date
from typing import Any

import pytest

from cartera.accounting.tax.models import TaxReceipt
from cartera.control.workflow.engine import send_back
from cartera.control.workflow.models import Case, Task
from cartera.credit.payments.models import Payment, PaymentDay
from cartera.credit.payments.refusals import ReceiptStillMissing, RoundAlreadyApplied
from cartera.kernel.clock import FixedClock
from cartera.procedures.closing import close_day
from cartera.procedures.players import Players, usual_answers
from cartera.procedures.verification import verify
from tests.cast import (
    CLIENT,
    OPENING,
    a_company,
    a_document,
    a_live_assignment,
    a_payment,
    move_to,
)
from tests.invariants import broken

EARLIER, LATER = date(2026, 2, 4), date(2026, 2, 19)
LINE = (CLIENT, "100000.00", date(2026, 1, 1), date(2027, 12, 31))


@pytest.fixture
def players(db: None, clock: FixedClock) -> Players:
    company = a_company(clock)
    a_live_assignment(company)
    move_to(clock, LATER)
    return company


@pytest.fixture
def upfront(db: None, clock: FixedClock) -> Players:
    """Interest charged at disbursement, and no commission beside it."""
    company = a_company(clock)
    company.approve_line(*LINE, terms={"interest_charged": "upfront", "commission_pct": "0"})
    return company


def received(players: Players, *payments: Any) -> int:
    return players.open("PCI-F09", "AP_AB", {"payments": list(payments)})


def turned_back(players: Players, case: int, to: int) -> None:
    task = Task.objects.get(case_id=case, state="open")
    send_back(task.pk, players.who(task), "falta algo", to=to)


def standing() -> list[str]:
    return sorted(f"{r.kind} {r.total}" for r in TaxReceipt.objects.all())


def test_a_round_that_undoes_its_own_work_tells_only_what_stands(players: Players) -> None:
    case = received(players, a_payment(1, "3000.00", LATER), a_payment(1, "3000.00", EARLIER))
    players.play_through(case, upto=2)
    first = Payment.objects.get(value_on=LATER)
    players.play(case, {"payments": [first.pk], "finish": False})
    players.play_through(case)
    assert PaymentDay.objects.get().state == "posted"
    assert standing() == ["CCF 101.70", "CCF 241.80"]  # commission; 180.00 and 61.80
    assert broken() == []


def test_what_another_round_has_not_told_is_not_taken_back(players: Players) -> None:
    one = received(players, a_payment(1, "3000.00", LATER))
    players.play_through(one, upto=5)
    two = received(players, a_payment(1, "3000.00", EARLIER))
    with pytest.raises(ReceiptStillMissing, match=r"PCI-F09 1"):
        players.play_through(two)
    players.play_through(one)
    players.play_through(two)
    assert standing() == ["CCF 101.70", "CCF 241.80", "CCF 270.00", "NC 270.00"]
    assert broken() == []


def test_a_bounce_waits_for_the_receipts_of_the_round_that_it_recomputes(
    players: Players, clock: FixedClock
) -> None:
    move_to(clock, EARLIER)
    players.receive_and_apply([a_payment(1, "3000.00", EARLIER)])
    move_to(clock, LATER)
    two = received(players, a_payment(1, "3000.00", LATER))
    players.play_through(two, upto=3)
    typed = {
        "payment": Payment.objects.get(value_on=EARLIER).pk,
        "bounced_on": LATER.isoformat(),
        "reason": "sin fondos",
    }
    bounce = players.open("INT-06", "AP_AB", typed)
    with pytest.raises(ReceiptStillMissing, match=r"PCI-F09 2"):
        players.play(bounce)
    players.play_through(two)
    players.play(bounce)
    assert standing()[2:] == ["CCF 270.00", "CCF 61.80", "NC 180.00", "NC 61.80"]
    assert broken() == []


@pytest.mark.parametrize("way", [(2, 1), (2,)])
def test_a_round_that_comes_back_after_its_receipts_goes_on_unchanged(
    players: Players, way: tuple[int, ...]
) -> None:
    case = received(players, a_payment(1, "3000.00", LATER))
    players.play_through(case, upto=6)
    for to in way:
        turned_back(players, case, to)
    if way[-1] == 1:
        more = {"payments": [a_payment(1, "3000.00", EARLIER)]}
        with pytest.raises(RoundAlreadyApplied):
            players.play(case, more)
    players.play_through(case)
    assert PaymentDay.objects.get().state == "posted"
    assert standing() == ["CCF 101.70", "CCF 270.00"]


def test_what_was_typed_wrong_beside_a_payment_applied_is_withdrawn(players: Players) -> None:
    case = received(
        players, a_payment(1, "10.00", LATER), a_payment(1, "20.00", LATER, reference="otro")
    )
    players.play_through(case, upto=2)
    right, wrong = Payment.objects.order_by("pk")
    players.play(case, {"payments": [right.pk], "finish": False})
    turned_back(players, case, 1)
    players.play(case, {"withdraw": [wrong.pk]})
    players.play_through(case)
    assert PaymentDay.objects.get().state == "posted"
    assert broken() == []


def test_interest_that_comes_back_waits_for_the_receipt_of_its_disbursement(
    upfront: Players,
) -> None:
    case = upfront.request(CLIENT, [a_document()], "10000.00", 45)
    upfront.play_through(case, usual_answers(["Q-2587"]), upto=12)
    paid = received(upfront, a_payment(1, "5000.00", OPENING.date()))
    with pytest.raises(ReceiptStillMissing, match=r"PCI-F01 1"):
        upfront.play_through(paid)
    upfront.play_through(case)
    upfront.play_through(paid)
    assert standing() == ["CCF 270.00", "NC 270.00"]


def test_interest_given_back_again_and_again_fits_the_receipts_that_charged_it(
    upfront: Players, clock: FixedClock
) -> None:
    a_live_assignment(upfront)
    move_to(clock, date(2026, 1, 8))
    for day in (8, 7, 6, 5):
        typed = a_payment(1, "1000.00", date(2026, 1, day), reference=f"R-{day}")
        upfront.receive_and_apply([typed])
    typed = {
        "payment": Payment.objects.get(reference="R-6").pk,
        "bounced_on": "2026-01-08",
        "reason": "sin fondos",
    }
    upfront.play_through(upfront.open("INT-06", "AP_AB", typed))
    assert broken() == []


@pytest.mark.parametrize("upto", [1, 2])
def test_a_round_of_which_all_was_withdrawn_ends_and_lets_the_day_close(
    players: Players, upto: int
) -> None:
    case = received(players, a_payment(1, "10.00", LATER))
    players.play_through(case, upto=upto)
    turned_back(players, case, 1)
    players.play(case, {"withdraw": [Payment.objects.get().pk]})
    assert PaymentDay.objects.get().state == "void"
    assert Case.objects.get(pk=case).state == "closed"
    players.receive_and_apply([a_payment(1, "10.00", LATER)])
    assert broken() == []
    assert [answer.check.name for answer in verify() if not answer.holds] == []
    close_day(players.users["contab"], players.users["aud_int"])
