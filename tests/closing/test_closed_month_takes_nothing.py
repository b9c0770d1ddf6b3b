"""R18: every act that posts is refused whole while the month of its day is closed."""

from collections.abc import Callable
from datetime import date

import pytest

from cartera.accounting.ledger.acts import close_period, reopen_period
from cartera.accounting.ledger.models import Entry, Period
from cartera.accounting.tax.models import TaxReceipt
from cartera.control.workflow.engine import perform
from cartera.control.workflow.models import Case, Task
from cartera.credit.payments.models import Payment
from cartera.kernel.clock import FixedClock
from cartera.kernel.refusals import Refusal
from cartera.procedures.players import Players, usual_answers
from tests.cast import CLIENT, a_company, a_document, a_live_assignment, a_payment, move_to

THE_DAY = date(2026, 2, 4)


def _play_until(players: Players, case_id: int, step: int, answers: dict[int, dict]) -> int:  # type: ignore[type-arg]
    while (waiting := Task.objects.get(case_id=case_id, state="open").step) < step:
        players.play(case_id, answers.get(waiting, {}))
    return case_id


def _a_disbursement(players: Players, step: int) -> int:
    document = a_document("Q-9", "2000.00", due_on="2026-03-20")
    case_id = players.request(CLIENT, [document], "2000.00", 30)
    return _play_until(players, case_id, step, usual_answers(["Q-9"]))


def _a_round(players: Players, step: int) -> int:
    payments = [a_payment(1, "5000.00", THE_DAY)]
    return _play_until(players, players.open("PCI-F09", "AP_AB", {"payments": payments}), step, {})


def _a_settlement(players: Players, step: int) -> int:
    players.receive_and_apply([a_payment(1, "10000.00", THE_DAY)])
    answers = {3: {"documents_out": True}, 4: {"promissory_note": True}}
    return _play_until(players, Case.objects.get(procedure="PCI-F10").pk, step, answers)


def _a_bounce(players: Players, step: int) -> int:
    players.receive_and_apply([a_payment(1, "5000.00", THE_DAY)])
    payment = Payment.objects.get().pk
    typed = {"payment": payment, "bounced_on": THE_DAY.isoformat(), "reason": "Sin fondos"}
    return players.open("INT-06", "AP_AB", typed)


POSTING = [
    ("PCI-F01", 13, _a_disbursement),
    ("PCI-F01", 16, _a_disbursement),
    ("PCI-F09", 6, _a_round),
    ("PCI-F09", 9, _a_round),
    ("PCI-F10", 13, _a_settlement),
    ("INT-06", 2, _a_bounce),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "step", "prepare"), POSTING)
def test_a_posting_act_is_refused_whole_until_the_month_is_open_again(
    code: str, step: int, prepare: Callable[[Players, int], int], clock: FixedClock
) -> None:
    players = a_company(clock)
    a_live_assignment(players)
    move_to(clock, THE_DAY)
    case_id = prepare(players, step)
    task = Task.objects.get(case_id=case_id, state="open")
    assert (task.procedure, task.step) == (code, step)
    february, contab = Period.objects.get(year=2026, month=2), players.users["contab"].pk
    posted = (Entry.objects.count(), TaxReceipt.objects.count())
    close_period(february, by_id=contab)
    with pytest.raises(Refusal, match="período"):
        perform(task.pk, players.who(task), {})
    assert (Entry.objects.count(), TaxReceipt.objects.count()) == posted
    assert Task.objects.get(pk=task.pk).state == "open"
    reopen_period(february, by_id=contab, reason="Se cerró antes de tiempo")
    perform(task.pk, players.who(task), {})
    assert (Entry.objects.count(), TaxReceipt.objects.count()) != posted
