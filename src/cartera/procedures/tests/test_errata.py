"""What the program does where the sources contradict themselves (docs/errata.md)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cartera.control.workflow.registry import procedure_of
from cartera.papers.forms import form_16
from cartera.papers.refusals import WrongPaperValue


def test_values_to_pay_are_reported_by_forms_16_and_17_not_15() -> None:
    step = procedure_of("PCI-F07").step(14)
    assert step is not None
    assert step.makes == ("FORM-16", "FORM-17")


@pytest.mark.parametrize("numbers", [(None, None), ("CES-000118", "DA-00031")])
def test_form_16_has_a_field_for_the_assignment_and_one_for_the_foreign_document(
    numbers: tuple[str | None, str | None],
) -> None:
    owed = form_16.Liquidation(
        "0001", "Izalco", date(2026, 2, 1), Decimal("10.00"), foreign="DA-00031"
    )
    form_16.report_of([owed]).check()
    lame = form_16.report_of([replace(owed, assignment=numbers[0], foreign=numbers[1])])
    with pytest.raises(WrongPaperValue):
        lame.check()
