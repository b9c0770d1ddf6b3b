"""Tax ids: checked, and written one way."""

import pytest

from cartera.kernel.refusals import Refusal
from cartera.kernel.tax_ids import (
    ColombianNitInvalid,
    DuiInvalid,
    NitInvalid,
    NrcInvalid,
    TaxCountryUnknown,
    normalise_colombian_nit,
    normalise_dui,
    normalise_nit,
    normalise_nrc,
    normalise_tax_id,
)


@pytest.mark.parametrize("typed", ["0614-050707-104-8", "06140507071048", " 0614 050707 104 8 "])
def test_a_nit_is_written_in_its_four_groups(typed: str) -> None:
    assert normalise_nit(typed) == "0614-050707-104-8"


@pytest.mark.parametrize("typed", ["00016297-5", "000162975", "02495046-3"])
def test_a_dui_stands_for_the_nit_of_a_person(typed: str) -> None:
    assert normalise_nit(typed) == normalise_dui(typed)
    assert normalise_dui(typed).replace("-", "") == typed.replace("-", "")


@pytest.mark.parametrize("typed", ["1", "12345678", "12345-6"])
def test_an_nrc_has_one_to_eight_digits(typed: str) -> None:
    assert normalise_nrc(typed) == typed.replace("-", "")


def test_a_colombian_nit_is_written_with_its_points() -> None:
    assert normalise_colombian_nit("2131234321") == "213.123.432-1"


def test_a_tax_id_is_read_as_its_country_does() -> None:
    assert normalise_tax_id("SV", "000162975") == "00016297-5"
    assert normalise_tax_id("CO", "213.123.432-1") == "213.123.432-1"


@pytest.mark.parametrize("typed", ["0614-050707-104-9", "0614-050707-104", "", "abc", "6" * 5000])
def test_a_wrong_nit_is_refused(typed: str) -> None:
    with pytest.raises(NitInvalid) as refused:
        normalise_nit(typed, field="tax_id")
    assert refused.value.field == "tax_id"


@pytest.mark.parametrize("typed", ["00016297-4", "0001629-7", "0001629٧5", "A0016297-5"])
def test_a_wrong_dui_is_refused(typed: str) -> None:
    with pytest.raises(DuiInvalid):
        normalise_dui(typed)


@pytest.mark.parametrize("typed", ["", "123456789", "12A"])
def test_a_wrong_nrc_is_refused(typed: str) -> None:
    with pytest.raises(NrcInvalid):
        normalise_nrc(typed)


@pytest.mark.parametrize("typed", ["2131234325", "12", "NIT"])
def test_a_wrong_colombian_nit_is_refused(typed: str) -> None:
    with pytest.raises(ColombianNitInvalid):
        normalise_colombian_nit(typed)


def test_a_country_without_rules_is_refused() -> None:
    with pytest.raises(TaxCountryUnknown) as refused:
        normalise_tax_id("AR", "20-12345678-6")
    assert isinstance(refused.value, Refusal)
