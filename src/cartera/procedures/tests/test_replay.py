"""A file lived through the procedures ends with every assignment settled and the books clean."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cartera.company.models import DayClose
from cartera.control.workflow.models import Case, Task
from cartera.credit.assignments.models import Assignment
from cartera.credit.payments.models import Application, Payment
from cartera.procedures import checkpoints
from cartera.procedures.replay import Replay, replaying
from cartera.procedures.replay_file import Columns, Invoice, read_invoices
from cartera.procedures.replay_plan import plan_of
from cartera.procedures.replay_summary import is_clean, summary_of, summary_text

PASSWORD = "una-clave-larga-de-prueba"
SAMPLE = Path(__file__).resolve().parents[5] / "shared/data/ar/WA_Fn-UseC_-Accounts-Receivable.csv"


def _invoice(number: int, issued: date, settled: date, client: str = "770") -> Invoice:
    due = date.fromordinal(issued.toordinal() + 30)
    return Invoice(
        number, client, f"D-{number % 3}", str(number), issued, due, Decimal("250.10"), settled
    )


INVOICES = (
    _invoice(1, date(2012, 3, 12), date(2012, 3, 13)),  # paid before its week was assigned
    _invoice(2, date(2012, 3, 16), date(2012, 4, 5)),  # paid on Maundy Thursday
    _invoice(3, date(2012, 3, 17), date(2012, 4, 30), "818"),  # paid late; assigned on Monday
)


@pytest.fixture
def lived(committed_db: str) -> Replay:
    """Committed for real, so that each day's checkpoint leaves the database."""
    checkpoints.path().unlink(missing_ok=True)
    with replaying(plan_of(INVOICES), PASSWORD) as replay:
        replay.live()
    return replay


def test_every_assignment_ends_settled_and_every_day_closed(lived: Replay) -> None:
    assert set(Assignment.objects.values_list("state", flat=True)) == {"settled"}
    assert DayClose.objects.count() == lived.days
    assert not Task.objects.filter(state="open").exists()
    first, second, third = Payment.objects.order_by("id")
    assert first.value_on == date(2012, 3, 16)  # the day on which its assignment began
    assert (second.value_on, second.received_on) == (date(2012, 4, 5), date(2012, 4, 9))
    assert third.value_on == date(2012, 4, 30)
    late = Application.objects.get(payment=third)
    assert late.default_interest > 0
    _tells(lived)


def _tells(lived: Replay) -> None:
    summary = summary_of(lived)
    assert is_clean(summary, whole=True)
    assert summary["assignments"] == {"total": 2, "settled": 2}
    assert summary["money_in"] == "750.30"
    assert summary["arrears_days"] == (date(2012, 4, 30) - date(2012, 4, 16)).days
    assert summary["tie_out_differences"] == 0
    # clients, lines and debtors; two assignments with their settlements; three rounds; the closes
    # originals into the vault and back to their client with each
    expected = 3 * 2 + 2 * 2 + 2 * 2 + 2 * (16 + 13 + 1 + 2) + 3 * 10 + 2 * lived.days
    assert summary["steps"] == expected
    text = summary_text(summary)
    assert "2 (2 liquidada)" in text
    assert "Verificación               limpia" in text


def test_tie_outs_are_signed_by_somebody_else_than_who_applied(lived: Replay) -> None:
    for case in Case.objects.filter(procedure="PCI-F09"):
        applied, tied = (case.performers.get(step=step).actor_id for step in (3, 7))
        assert applied != tied


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample file of invoices is not here")
def test_the_first_weeks_of_the_sample_file_are_lived_clean(committed_db: str) -> None:
    checkpoints.path().unlink(missing_ok=True)
    until = date(2012, 2, 15)
    with replaying(plan_of(read_invoices(SAMPLE, Columns())), PASSWORD) as replay:
        replay.live(until)
        summary = summary_of(replay)
    assert is_clean(summary, whole=False), summary["verify"]["failed"]
    assert summary["until"] == until.isoformat()
    assert summary["assignments"]["settled"] > 0
    assert summary["assignments"]["live"] > 0
