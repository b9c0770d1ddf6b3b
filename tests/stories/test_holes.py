"""What a dishonest clerk, a careless one and two at once tried: each way is closed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cartera.accounting.ledger.acts import open_account
from cartera.control.people.models import RoleGrant
from cartera.control.workflow.claiming import claim_task
from cartera.control.workflow.engine import open_case, perform, send_back
from cartera.control.workflow.models import Case, Task
from cartera.control.workflow.refusals import BarredByFourEyes, ClaimedByAnother
from cartera.credit.assignments.models import Assignment
from cartera.credit.assignments.refusals import DocumentNumberShared, LineNoLongerInForce
from cartera.credit.payments.models import Payment
from cartera.credit.payments.refusals import PaymentReceivedBefore
from cartera.credit.settlements.models import Settlement
from cartera.credit.settlements.refusals import (
    AssignmentNotPaidOff,
    FiguresChanged,
    PaymentsOnTheirWay,
    RoundNotTiedOut,
)
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players, usual_answers
from cartera.procedures.refusals import AccountInUse, DayStillToCome
from cartera.procedures.verification import verify
from tests.cast import CLIENT, a_company, a_document, a_live_assignment, a_payment, move_to

MATURITY = date(2026, 2, 19)
OUT = {"documents_out": True}
BOTH = (a_document("Q-2"), a_document("Q-3"))


@pytest.fixture
def players(db: None, clock: FixedClock) -> Players:
    return a_company(clock)


def nothing_is_wrong() -> bool:
    """`cartera verify` finds nothing in this database."""
    return [answer.check.name for answer in verify() if not answer.holds] == []


def back(players: Players, case: int, *ways: int) -> None:
    """The operation goes back step by step."""
    for to in ways:
        task = Task.objects.get(case_id=case, state="open")
        send_back(task.pk, players.who(task), "algo no cuadra", to=to)


def priced(players: Players) -> tuple[int, dict[int, Any]]:
    """A request of two documents that has its price and waits to be recorded."""
    case = players.request(CLIENT, BOTH, "20000.00", 45)
    answers = usual_answers(["Q-2", "Q-3"])
    players.play_through(case, answers, upto=6)
    return case, answers


def test_one_call_cannot_verify_two_debtors_documents(players: Players) -> None:
    twins = [a_document("Q-1"), a_document(" q 1", "20000.00", debtor="D002")]
    with pytest.raises(DocumentNumberShared):
        players.request(CLIENT, twins, "30000.00", 45)


def test_more_can_be_withheld_from_an_operation_that_came_back_with_its_price(
    players: Players,
) -> None:
    case, answers = priced(players)
    owed = {"client": CLIENT, "kind": "other", "amount": "50.00", "reason": "gestión"}
    players.play_through(players.open("INT-07", "AUX_C", owed))
    back(players, case, 6, 3)
    players.play_through(case, answers)
    assert Assignment.objects.get().deductions == Decimal("50.00")
    assert nothing_is_wrong()


def test_a_document_can_still_be_refused_by_its_debtor_after_it_was_priced(
    players: Players,
) -> None:
    case, answers = priced(players)
    back(players, case, 6, 4)
    answers[4]["verifications"][1]["is_confirmed"] = False
    players.play_through(case, answers)
    assert Assignment.objects.get().amount_advanced == Decimal("9000.00")
    assert nothing_is_wrong()


def test_a_priced_request_can_be_asked_again_for_less(players: Players) -> None:
    case, _answers = priced(players)
    back(players, case, 6, 4, 1)
    less = {"client": CLIENT, "amount": "1", "term_days": 45, "documents": [BOTH[0]]}
    players.play(case, less)
    players.play_through(case, usual_answers(["Q-2"]))
    assert Assignment.objects.get().amount_advanced == Decimal("9000.00")
    assert nothing_is_wrong()


def changed(players: Players, setting: str, **more: str) -> None:
    """A setting asked for and authorised (INT-11)."""
    asked = {"setting": setting, "reason": "conviene", **more}
    players.play_through(players.open("INT-11", "CONTAB", asked))


@pytest.mark.parametrize(
    ("name", "value"),
    [("claims", "205"), ("claims", "103"), ("vat", "11501"), ("payable_to_client", "102")],
)
def test_a_balance_that_is_tied_out_shares_its_account_with_no_other(
    players: Players, name: str, value: str
) -> None:
    with pytest.raises(AccountInUse):
        changed(players, "posting_rule", name=name, value=value)


def test_an_amount_can_go_to_an_account_of_its_own_and_come_back(players: Players) -> None:
    open_account(code="209", name="Otros valores", nature="liability", under="2")
    for value in ("209", "205"):
        changed(players, "posting_rule", name="payable_to_client", value=value)
    assert nothing_is_wrong()


def test_closing_twice_does_not_close_tomorrow(players: Players) -> None:
    open_case("INT-04", players.users["contab"], {})
    with pytest.raises(DayStillToCome):
        open_case("INT-04", players.users["contab"], {})


@pytest.fixture
def paid(players: Players, clock: FixedClock) -> int:
    """An assignment that a round has paid off and handed to custody; nobody has tied it out."""
    a_live_assignment(players)
    move_to(clock, MATURITY)
    paying = {"payments": [a_payment(1, "10000.00", MATURITY)]}
    case = players.open("PCI-F09", "AP_AB", paying)
    players.play_through(case, upto=5)
    return case


def test_nothing_goes_back_to_the_client_on_payments_that_nobody_has_tied_out(
    players: Players, paid: int
) -> None:
    settlement = Case.objects.get(procedure="PCI-F10").pk
    with pytest.raises(RoundNotTiedOut):
        players.settle(settlement)
    assert Task.objects.get(case_id=settlement, state="open").step == 8
    players.play_through(paid)
    players.settle(settlement)
    assert Assignment.objects.get().state == "settled"
    assert nothing_is_wrong()


def test_documents_are_not_returned_while_a_payment_waits_or_is_not_tied_out(
    players: Players, clock: FixedClock
) -> None:
    a_live_assignment(players, a_document("Q-1", "9000.00"), a_document("Q-2", "100.00"))
    move_to(clock, MATURITY)
    covers = {"payments": [a_payment(1, "9000.00", MATURITY, document="Q-1")]}
    first = players.open("PCI-F09", "AP_AB", covers)
    players.play_through(first, upto=5)
    proposed = {"assignment": 1, "documents": ["Q-2"], "reason": "lo cobra él"}
    returned = players.open("INT-10", "R_CUST", proposed)
    with pytest.raises(RoundNotTiedOut):
        players.play(returned)
    players.play_through(first)
    comes = {"payments": [a_payment(1, "100.00", MATURITY, document="Q-2", reference="X")]}
    second = players.open("PCI-F09", "AP_AB", comes)
    with pytest.raises(PaymentsOnTheirWay):
        players.play(returned)
    players.play_through(second)
    assert nothing_is_wrong()


def test_a_settlement_whose_lines_changed_is_squared_again_though_it_returns_the_same(
    players: Players, paid: int
) -> None:
    """The cheque bounces and comes back a day later, bigger by the interest of that day."""
    players.play_through(paid)
    settlement = Case.objects.get(procedure="PCI-F10").pk
    players.play_through(settlement, {3: OUT, 4: {"promissory_note": True}}, upto=7)
    typed = {
        "payment": Payment.objects.get().pk,
        "bounced_on": MATURITY.isoformat(),
        "reason": "sin fondos",
        "charge": "6.00",
    }
    players.play_through(players.open("INT-06", "AP_AB", typed))
    players.receive_and_apply([a_payment(1, "10006.00", MATURITY)])
    with pytest.raises(FiguresChanged):
        players.play(settlement)
    back(players, settlement, 5)
    players.settle(settlement)
    assert Settlement.objects.get().bounce_charges == Decimal("6.00")
    assert nothing_is_wrong()


def replaced(players: Players) -> None:
    """A much smaller line takes the place of the client's first one."""
    players.approve_line(CLIENT, "1000.00", date(2026, 1, 1), date(2027, 12, 31))


def test_an_operation_under_a_line_that_was_replaced_needs_management(players: Players) -> None:
    case = players.request(CLIENT, BOTH, "20000.00", 45)
    replaced(players)
    answers = usual_answers(["Q-2", "Q-3"])
    players.play_through(case, answers, upto=5)
    players.play(case)
    waits = Task.objects.get(case_id=case, state="open")
    assert (waits.step, waits.kind, waits.role) == (6, "authorisation", "G_GRAL")
    assert Assignment.objects.get().exceptions == ["expired"]


def test_what_was_within_a_line_is_not_recorded_once_another_took_its_place(
    players: Players,
) -> None:
    case, answers = priced(players)
    replaced(players)
    with pytest.raises(LineNoLongerInForce):
        players.play(case, answers[7])


def test_who_set_the_price_does_not_let_the_money_go(players: Players) -> None:
    asked = {"kind": "role", "user": "ej_neg", "role": "G_GRAL", "from_on": "2026-01-05"}
    players.play_through(players.open("INT-08", "ADM_ACC", asked | {"reason": "suplencia"}))
    case, answers = priced(players)
    players.play_through(case, answers, upto=11)
    task = Task.objects.get(case_id=case, state="open")
    with pytest.raises(BarredByFourEyes):
        perform(task.pk, players.users["ej_neg"], {})


def test_a_role_with_an_end_can_be_ended_before_it(players: Players) -> None:
    asked = {"user": "rec", "role": "AUX_C", "reason": "apoyo"}
    until = {"kind": "role", "from_on": "2026-01-05", "until_on": "2026-12-31"}
    players.play_through(players.open("INT-08", "ADM_ACC", asked | until))
    ended = {"kind": "end_role", "from_on": "2026-01-07"}
    players.play_through(players.open("INT-08", "ADM_ACC", asked | ended))
    assert RoleGrant.objects.get(user=players.users["rec"], role="AUX_C").until_on == date(
        2026, 1, 6
    )


def test_a_task_kept_by_somebody_who_lost_the_role_is_free(
    players: Players, clock: FixedClock
) -> None:
    case = players.request(CLIENT, BOTH, "20000.00", 45)
    players.play(case, usual_answers([])[2])
    task = Task.objects.get(case_id=case, state="open")
    claim_task(task.pk, players.users["aux_c"])
    given = {"kind": "role", "user": "g_cob", "role": "AUX_C", "from_on": "2026-01-05"}
    players.play_through(players.open("INT-08", "ADM_ACC", given | {"reason": "relevo"}))
    with pytest.raises(ClaimedByAnother):
        perform(task.pk, players.users["g_cob"], {})
    ended = given | {"kind": "end_role", "user": "aux_c", "from_on": "2026-01-06"}
    players.play_through(players.open("INT-08", "ADM_ACC", ended | {"reason": "se fue"}))
    move_to(clock, date(2026, 1, 6))
    claim_task(task.pk, players.users["g_cob"])
    perform(task.pk, players.users["g_cob"], {})
    assert Task.objects.get(pk=task.pk).done_by == players.users["g_cob"]


def test_a_cheque_typed_another_way_is_the_same_cheque(players: Players) -> None:
    a_live_assignment(players)
    today = date(2026, 1, 5)
    once = a_payment(1, "10.00", today, reference="CH-1", bank="Banco Agrícola")
    case = players.open("PCI-F09", "AP_AB", {"payments": [once], "finish": False})
    with pytest.raises(PaymentReceivedBefore):
        players.play(case, {"payments": [once | {"reference": "ch 1", "bank": "banco agricola"}]})


def test_a_bounce_between_authorisation_and_credit_is_no_damage_and_stops_the_money(
    players: Players, paid: int
) -> None:
    players.play_through(paid)
    settlement = Case.objects.get(procedure="PCI-F10").pk
    players.play_through(settlement, {3: OUT, 4: {"promissory_note": True}}, upto=10)
    typed = {
        "payment": Payment.objects.get().pk,
        "bounced_on": MATURITY.isoformat(),
        "reason": "sin fondos",
    }
    players.play_through(players.open("INT-06", "AP_AB", typed))
    assert nothing_is_wrong()
    with pytest.raises(AssignmentNotPaidOff):
        players.play(settlement)
