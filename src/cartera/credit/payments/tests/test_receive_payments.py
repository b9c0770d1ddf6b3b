"""What comes in, typed or in a file: each wrong row is told, and nothing half-done stays."""

from datetime import timedelta
from typing import Any

import pytest

from cartera.control.workflow.engine import open_case, perform
from cartera.control.workflow.models import Task
from cartera.credit.assignments.refusals import UnknownAssignment
from cartera.credit.payments.models import Payment
from cartera.credit.payments.reception import rows_of_csv
from cartera.credit.payments.refusals import (
    BouncedBeforeValue,
    DayNotPosted,
    DocumentUnnamed,
    FileUnreadable,
    NotApplied,
    PaymentNotQueued,
    RowUnreadable,
    StillUnapplied,
)
from cartera.kernel.clock import FixedClock
from cartera.kernel.refusals import Refusals
from tests.cast import OPENING, a_company, a_document, a_live_assignment, a_payment

TODAY = OPENING.date()
HEAD = "assignment,document,bank,reference,amount,value_on\n"


@pytest.fixture
def players(db: None, clock: FixedClock) -> Any:
    company = a_company(clock)
    a_live_assignment(company, a_document(), a_document("Q-2", "500.00"))
    return company


def opened(players: Any, *payments: dict[str, Any], **more: Any) -> Task:
    typed = {"payments": list(payments), **more}
    case = open_case("PCI-F09", players.users["ap_ab"], typed).case_id
    return Task.objects.get(case_id=case, state="open")


def test_a_file_is_read_as_it_is_typed() -> None:
    rows = rows_of_csv(HEAD + "1,Q-2587,Banco Agrícola,CH-1,1234.56,2026-01-05\n")
    assert [(r.assignment, str(r.amount), r.kind) for r in rows] == [(1, "1234.56", "cheque")]


def test_every_bad_row_of_a_file_is_told_with_its_column() -> None:
    bad = HEAD + '1,,B,CH-1,"1234,56",2026-01-05\nuno,,B,CH-2,1.00,05/01/2026\n'
    with pytest.raises(Refusals) as refused:
        rows_of_csv(bad)
    assert {(r.details["row"], r.details["column"]) for r in refused.value} == {
        (2, "amount"),
        (3, "assignment"),
        (3, "value_on"),
    }
    with pytest.raises(RowUnreadable, match="Fila 2, columna 7: sobra esta celda"):
        rows_of_csv(HEAD + "1,,B,CH-1,1234,56,2026-01-05\n")
    with pytest.raises(RowUnreadable, match="Fila 2, columna amount"):
        rows_of_csv(HEAD + "1,,B,CH-1,0,2026-01-05\n")


@pytest.mark.parametrize("content", ["", "a,b,c\n1,2,3\n", "\x00\x01", "assignment;amount\n1;2"])
def test_a_file_without_the_columns_is_refused(content: str) -> None:
    with pytest.raises(FileUnreadable):
        rows_of_csv(content)


def test_the_document_must_be_named_where_there_are_several(players: Any) -> None:
    with pytest.raises(DocumentUnnamed) as refused:
        opened(players, a_payment(1, "10.00", TODAY, document=""))
    assert refused.value.field == "payments.0.document"
    assert not Payment.objects.exists()


def test_only_what_waits_in_the_case_is_applied(players: Any) -> None:
    task = opened(players, a_payment(1, "10.00", TODAY), a_payment(1, "20.00", TODAY, bank="B"))
    perform(task.pk, players.users["ap_ab"], {})
    third = Task.objects.get(case_id=task.case_id, state="open").pk
    mine = Payment.objects.earliest("id").pk
    with pytest.raises(PaymentNotQueued):
        perform(third, players.users["ap_ab"], {"payments": [mine, 999_999]})
    with pytest.raises(StillUnapplied):
        perform(third, players.users["ap_ab"], {"payments": [mine]})
    perform(third, players.users["ap_ab"], {"payments": [mine], "finish": False})
    with pytest.raises(PaymentNotQueued):
        perform(third, players.users["ap_ab"], {"payments": [mine]})
    perform(third, players.users["ap_ab"], {})
    assert set(Payment.objects.values_list("state", flat=True)) == {"applied"}


def test_only_an_applied_and_posted_cheque_can_be_returned(players: Any) -> None:
    task = opened(players, a_payment(1, "10.00", TODAY), a_payment(1, "5.00", TODAY, kind="cash"))
    cheque, cash = Payment.objects.order_by("id")
    typed = {"payment": cheque.pk, "bounced_on": TODAY.isoformat(), "reason": "firma"}
    with pytest.raises(NotApplied):
        open_case("INT-06", players.users["ap_ab"], typed)
    for _ in range(2):
        waiting = Task.objects.get(case_id=task.case_id, state="open")
        perform(waiting.pk, players.users["ap_ab"], {})
    with pytest.raises(NotApplied):
        open_case("INT-06", players.users["ap_ab"], {**typed, "payment": cash.pk})
    for days in (-1, 1):
        on = (TODAY + timedelta(days=days)).isoformat()
        with pytest.raises(BouncedBeforeValue):
            open_case("INT-06", players.users["ap_ab"], {**typed, "bounced_on": on})
    returned = open_case("INT-06", players.users["ap_ab"], typed).case_id
    confirm = Task.objects.get(case_id=returned, state="open")
    with pytest.raises(DayNotPosted):
        perform(confirm.pk, players.users["j_op"], {})


def test_nothing_is_received_for_what_is_not_live(players: Any) -> None:
    with pytest.raises(UnknownAssignment):
        opened(players, a_payment(9, "10.00", TODAY))
