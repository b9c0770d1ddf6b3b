"""What the program does where the sources contradict themselves (docs/errata.md)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cartera.control.workflow.definitions import Step
from cartera.control.workflow.registry import procedure_of
from cartera.kernel.calendar import Deadline
from cartera.papers.forms import form_16
from cartera.papers.refusals import WrongPaperValue


def _step(code: str, number: int) -> Step:
    found = procedure_of(code).step(number)
    assert found is not None
    return found


def test_pci_f05_keeps_the_numbers_that_people_cite() -> None:
    assert [step.number for step in procedure_of("PCI-F05").steps] == list(range(12, 20))


def test_a_difference_that_is_resolved_is_settled_in_pci_f02() -> None:
    assert _step("PCI-F08", 4).calls == ("PCI-F02",)


def test_operations_management_alone_authorises_a_delegation() -> None:
    authorisation = _step("PCI-F11", 4).authorises
    assert authorisation is not None
    assert authorisation.groups == (("G_OP",),)


def test_a_delegation_is_settled_within_two_business_days() -> None:
    assert _step("PCI-F11", 11).due == Deadline(2, "business_days")


def test_values_to_pay_are_reported_by_forms_16_and_17_not_15() -> None:
    assert _step("PCI-F07", 14).makes == ("FORM-16", "FORM-17")


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
