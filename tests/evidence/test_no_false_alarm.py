"""`cartera verify` finds nothing wrong at any moment of sound work."""

from datetime import date

import pytest

from cartera.accounting.ledger.acts import open_account
from cartera.control.workflow import engine
from cartera.control.workflow.models import Case
from cartera.credit.payments.models import Payment
from cartera.kernel.clock import FixedClock
from cartera.procedures.closing import close_day
from cartera.procedures.players import Players, usual_answers
from cartera.procedures.playing_cheques import let_bounce
from cartera.procedures.playing_third_party import (
    bank_it,
    collect_both,
    hold_value,
    pay_again,
    pay_value,
    paying_both,
    retain_value,
)
from cartera.procedures.verification import verify
from tests.cast import CLIENT, a_company, a_document, a_live_assignment, a_payment, move_to

OUTSIDE = "checkpoints_outside"  # nothing is committed in these tests, so nothing leaves


def findings() -> list[str]:
    return [
        f"{answer.check.name}: {finding}"
        for answer in verify()
        for finding in answer.findings
        if answer.check.name != OUTSIDE
    ]


@pytest.fixture
def verified_after_each_act(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every act that succeeds is followed by all checks; the value lists what they found."""
    found: list[str] = []
    recorded = engine._recorded

    def and_verified(actor, attempt):  # type: ignore[no-untyped-def]
        done = recorded(actor, attempt)
        found.extend(f"case {done.case_id}: {finding}" for finding in findings())
        assert found == []
        return done

    monkeypatch.setattr(engine, "_recorded", and_verified)
    return found


@pytest.mark.django_db
def test_nothing_is_wrong_after_any_step_from_request_to_settlement(
    clock: FixedClock, verified_after_each_act: list[str]
) -> None:
    players = a_company(clock)
    a_live_assignment(players)
    for on in (date(2026, 2, 4), date(2026, 2, 19)):
        move_to(clock, on)
        players.receive_and_apply([a_payment(1, "5000.00", on)])
        close_day(players.users["contab"], players.users["aud_int"])
    move_to(clock, date(2026, 2, 20))
    players.settle(Case.objects.get(procedure="PCI-F10").pk)
    close_day(players.users["contab"], players.users["aud_int"])
    assert verified_after_each_act == []


@pytest.mark.django_db
def test_nothing_is_wrong_with_bounces_backdated_payments_and_deductions(
    clock: FixedClock, verified_after_each_act: list[str]
) -> None:
    players = a_company(clock)
    a_live_assignment(players, a_document(), a_document("Q-2", "8000.00"))
    move_to(clock, date(2026, 2, 4))
    players.receive_and_apply([a_payment(1, "4000.00", date(2026, 2, 4))])
    _bounce(players, date(2026, 2, 6), clock, "25.00")
    move_to(clock, date(2026, 2, 10))
    players.receive_and_apply([a_payment(1, "3000.00", date(2026, 2, 10))])
    players.receive_and_apply([a_payment(1, "1000.00", date(2026, 2, 2))])
    _claim(players, "150.00")
    move_to(clock, date(2026, 2, 11))
    case_id = players.request(CLIENT, [a_document("Q-3", "2000.00")], "2000.00", 30)
    players.play(case_id, _papers())
    transfer = {"assignment": 1, "amount": "500.00", "reason": "Pidió abonarlo"}
    players.play(case_id, {"transfers": [transfer]})
    players.disburse(case_id, ["Q-3"])
    players.receive_and_apply([a_payment(1, "6000.00", date(2026, 2, 11), reference="CH-9")])
    players.receive_and_apply(
        [a_payment(1, "8000.00", date(2026, 2, 11), document="Q-2", reference="CH-10")]
    )
    close_day(players.users["contab"], players.users["aud_int"])
    assert verified_after_each_act == []


@pytest.mark.django_db
def test_nothing_is_wrong_when_a_payment_counts_from_before_a_charge_that_is_known(
    clock: FixedClock, verified_after_each_act: list[str]
) -> None:
    players = a_company(clock)
    a_live_assignment(players, a_document(), a_document("Q-2", "8000.00"))
    move_to(clock, date(2026, 2, 4))
    players.receive_and_apply([a_payment(1, "4000.00", date(2026, 2, 4))])
    _bounce(players, date(2026, 2, 6), clock, "25.00")
    move_to(clock, date(2026, 2, 10))
    players.receive_and_apply([a_payment(1, "3000.00", date(2026, 2, 5))])
    assert verified_after_each_act == []


@pytest.mark.django_db
def test_nothing_is_wrong_when_a_concept_goes_to_another_account_from_now_on(
    clock: FixedClock, verified_after_each_act: list[str]
) -> None:
    players = a_company(clock)
    a_live_assignment(players)
    move_to(clock, date(2026, 2, 4))
    players.receive_and_apply([a_payment(1, "9500.00", date(2026, 2, 4))])
    open_account(code="209", name="Valores de clientes", nature="liability", under="2")
    rule = {"setting": "posting_rule", "name": "payable_to_client", "value": "209"}
    players.play_through(players.open("INT-11", "CONTAB", rule | {"reason": "Separarlas"}))
    move_to(clock, date(2026, 2, 5))
    again = a_payment(1, "500.00", date(2026, 2, 5))
    players.receive_and_apply([again])
    players.settle(Case.objects.get(procedure="PCI-F10").pk)
    close_day(players.users["contab"], players.users["aud_int"])
    assert verified_after_each_act == []


def _bounce(players: Players, on: date, clock: FixedClock, charge: str) -> None:
    move_to(clock, on)
    payment = Payment.objects.filter(state="applied", kind="cheque").latest("id")
    typed = {
        "payment": payment.pk,
        "bounced_on": on.isoformat(),
        "reason": "Sin fondos",
        "charge": charge,
    }
    players.play_through(players.open("INT-06", "AP_AB", typed))


def _claim(players: Players, amount: str) -> None:
    typed = {"client": CLIENT, "kind": "other", "amount": amount, "reason": "Mensajería"}
    players.play_through(players.open("INT-07", "AUX_C", typed))


def _papers() -> dict[str, bool]:
    papers: dict[str, bool] = usual_answers([])[2]
    return papers


@pytest.mark.django_db
def test_nothing_is_wrong_with_a_third_partys_value_retained_paid_and_bounced(
    clock: FixedClock, verified_after_each_act: list[str]
) -> None:
    players = a_company(clock)
    a_live_assignment(players, a_document("Q-1", "1000.00", due_on="2026-03-05"))
    move_to(clock, date(2026, 3, 5))
    (case,) = collect_both(players, paying_both("Q-1", "1000.00", "F-9", "250.00", "11"))
    bank_it(players, case, date(2026, 3, 6))
    move_to(clock, date(2026, 3, 6))
    players.receive_and_apply([])
    hold_value(players, case)
    retain_value(players, case, "tiene un cheque rechazado")
    pay_value(players, case)
    pay_again(players, case, date(2026, 3, 6))
    value = Payment.objects.get(source="third_party")
    let_bounce(players, value.pk, date(2026, 3, 6), "sin fondos")
    assert verified_after_each_act == []
