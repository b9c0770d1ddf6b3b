"""Payloads go to JSON and back unchanged; what is not a form's content is refused by its place."""

import dataclasses
import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from cartera.papers.forms import form_05, form_08, form_16, form_17, form_22
from cartera.papers.forms.codec import from_json, to_json
from cartera.papers.refusals import (
    FiguresDoNotAdd,
    MissingPaperField,
    NaiveInstant,
    UnknownPaperField,
    WrongPaperValue,
)
from cartera.papers.registry import FORMS
from cartera.papers.tests.samples import SAMPLES

ONE = Decimal("1.00")


@pytest.mark.parametrize("code", FORMS)
def test_a_payload_comes_back_from_json_as_it_went(code: str) -> None:
    payload = SAMPLES[code](5)
    travelled = json.loads(json.dumps(to_json(payload)))
    assert from_json(FORMS[code].payload, travelled, code=code) == payload


@pytest.mark.parametrize("code", FORMS)
def test_a_typed_payload_is_read_as_itself(code: str) -> None:
    payload = SAMPLES[code](2)
    assert from_json(FORMS[code].payload, payload, code=code) == payload


@pytest.mark.parametrize("code", FORMS)
@pytest.mark.parametrize("documents", [0, 1, 60])
def test_the_samples_figures_add_up(code: str, documents: int) -> None:
    SAMPLES[code](documents).check()


def stored(code: str = "FORM-22", **changes: Any) -> dict[str, Any]:
    return {**to_json(SAMPLES[code](2)), **changes}


def read(content: Any, code: str = "FORM-22") -> Any:
    return from_json(FORMS[code].payload, content, code=code)


def test_what_has_a_default_may_be_absent() -> None:
    content = stored()
    del content["owed"], content["rate_basis"]
    assert read(content).owed is None


def test_refuses_a_missing_field_by_its_place() -> None:
    content = stored()
    del content["movements"][1]["amount"]
    with pytest.raises(MissingPaperField, match=r"FORM-22.*«movements\.2\.amount»"):
        read(content)


def test_refuses_an_unknown_field_by_its_place() -> None:
    with pytest.raises(UnknownPaperField, match="«colour»"):
        read(stored(colour="red"))


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("amount_face", 1.5, "un importe decimal"),
        ("amount_face", "1e5", "un importe decimal"),
        ("amount_face", "NaN", "un importe decimal"),
        ("amount_face", "1,234.00", "un importe decimal"),
        ("amount_face", "1-2", "un importe decimal"),
        ("amount_face", Decimal("Infinity"), "un importe decimal"),
        ("amount_face", None, "un importe decimal"),
        ("term_days", "45", "un número entero"),
        ("term_days", True, "un número entero"),
        ("as_of", "19/02/2026", "una fecha"),
        ("as_of", datetime(2026, 1, 1), "una fecha"),  # noqa: DTZ001  # a naive instant is the point
        ("as_of", 20260219, "una fecha"),
        ("assignment", 118, "un texto"),
        ("movements", "x", "una lista"),
        ("client", "Textiles", "un conjunto de datos"),
    ],
)
def test_refuses_a_value_of_another_kind(field: str, value: Any, expected: str) -> None:
    with pytest.raises(WrongPaperValue, match=f"«{field}».*{expected}"):
        read({**stored(), field: value})


def test_refuses_a_yes_that_is_not_one() -> None:
    content = stored("FORM-21")
    content["documents"][0]["collected"] = "sí"
    with pytest.raises(WrongPaperValue, match="sí o no"):
        read(content, "FORM-21")


def test_refuses_an_instant_without_zone() -> None:
    content = stored("FORM-05")
    content["verifications"][0]["verified_at"] = "2026-01-05T09:20:00"
    with pytest.raises(NaiveInstant, match=r"verifications\.1\.verified_at"):
        read(content, "FORM-05")


def test_refuses_to_store_a_float() -> None:
    with pytest.raises(TypeError, match="float"):
        to_json({"amount": 1.5})


BROKEN: list[tuple[str, dict[str, Any], str]] = [
    ("FORM-01", {"total": ONE}, "total"),
    ("FORM-02", {"total": ONE}, "total"),
    ("FORM-05", {"total": ONE}, "total"),
    ("FORM-06", {"amount_face": ONE}, "amount_face"),
    ("FORM-06", {"amount_advanced": ONE}, "amount_advanced"),
    ("FORM-06", {"amount_deductions": ONE}, "amount_deductions"),
    ("FORM-06", {"amount_net": ONE}, "amount_net"),
    ("FORM-07", {"total": ONE}, "total"),
    ("FORM-08", {"total_debit": ONE}, "total_debit"),
    ("FORM-08", {"total_credit": ONE}, "total_credit"),
    ("FORM-14", {"collected": ONE}, "collected"),
    ("FORM-16", {"amount": ONE}, "amount"),
    ("FORM-16", {"deduction": ONE}, "deduction"),
    ("FORM-16", {"balance": ONE}, "balance"),
    ("FORM-17", {"amount": ONE}, "amount"),
    ("FORM-17", {"collected": ONE}, "collected"),
    ("FORM-17", {"difference": ONE}, "difference"),
    ("FORM-18", {"amount": ONE}, "amount"),
    ("FORM-18", {"vat": ONE}, "vat"),
    ("FORM-18", {"total": ONE}, "total"),
    ("FORM-19", {"total_deposits": ONE}, "total_deposits"),
    ("FORM-19", {"total_interest": ONE}, "total_interest"),
    ("FORM-19", {"total_debits": ONE}, "total_debits"),
    ("FORM-19", {"total_credits": ONE}, "total_credits"),
    ("FORM-19", {"difference": ONE}, "difference"),
    ("FORM-20", {"total_debit": ONE}, "total_debit"),
    ("FORM-21", {"total": ONE}, "total"),
    ("FORM-21", {"documents_open": 1}, "documents_open"),
    ("FORM-22", {"totals": form_22.Totals(ONE, ONE, ONE, ONE)}, "totals.amount"),
    ("FORM-22", {"owed": form_22.Owed(ONE, ONE, ONE, ONE, ONE, ONE)}, "owed.total"),
    ("FORM-23", {"settlement_value": ONE}, "settlement_value"),
    ("FORM-23", {"total_deductions": ONE}, "total_deductions"),
    ("FORM-23", {"amount_to_return": ONE}, "amount_to_return"),
    ("CCF", {"net": ONE}, "net"),
    ("CCF", {"exempt": ONE}, "exempt"),
    ("CCF", {"total": ONE}, "total"),
]


@pytest.mark.parametrize(("code", "changes", "where"), BROKEN)
def test_refuses_a_total_that_is_not_its_parts(
    code: str, changes: dict[str, Any], where: str
) -> None:
    broken = dataclasses.replace(SAMPLES[code](2), **changes)
    with pytest.raises(FiguresDoNotAdd, match=f"{code}.*«{where}»"):
        broken.check()


def test_refuses_an_entry_whose_sides_differ() -> None:
    lines = (*SAMPLES["FORM-08"](1).lines, form_08_line())
    lame = form_08.Payload(
        "egreso", "1", date(2026, 1, 5), lines, Decimal("1001.00"), Decimal("1000.00")
    )
    with pytest.raises(FiguresDoNotAdd, match="total_debit"):
        lame.check()


def form_08_line() -> Any:
    return dataclasses.replace(SAMPLES["FORM-08"](1).lines[0], debit=ONE)


def test_refuses_a_debtors_total_that_is_not_its_documents() -> None:
    payload: form_05.Payload = SAMPLES["FORM-05"](2)
    first = dataclasses.replace(payload.verifications[0], total=ONE)
    lame = dataclasses.replace(payload, verifications=(first, *payload.verifications[1:]))
    with pytest.raises(FiguresDoNotAdd, match=r"verifications\.1\.total"):
        lame.check()


def test_refuses_a_movement_whose_parts_are_not_its_amount() -> None:
    payload: form_22.Payload = SAMPLES["FORM-22"](1)
    (one,) = payload.movements
    for changed, where in (
        (dataclasses.replace(one, vat=ONE), r"movements\.1\.amount"),
        (dataclasses.replace(one, balance_after=ONE), r"movements\.1\.balance_after"),
    ):
        lame = dataclasses.replace(payload, movements=(changed,))
        with pytest.raises(FiguresDoNotAdd, match=where):
            lame.check()


def lame_first_row(code: str, rows: str, **changes: Any) -> Any:
    """The form's sample with the first line of its first client changed."""
    payload = SAMPLES[code](2)
    first = payload.clients[0]
    changed = dataclasses.replace(getattr(first, rows)[0], **changes)
    client = dataclasses.replace(first, **{rows: (changed, *getattr(first, rows)[1:])})
    return dataclasses.replace(payload, clients=(client, *payload.clients[1:]))


@pytest.mark.parametrize("field", ["deduction", "balance"])
def test_refuses_a_liquidation_that_is_not_its_amount_less_its_deductions(field: str) -> None:
    lame = lame_first_row("FORM-16", "pending", **{field: ONE})
    with pytest.raises(FiguresDoNotAdd, match=rf"clients\.1\.pending\.1\.{field}"):
        lame.check()


@pytest.mark.parametrize("numbers", [("CES-000118", "DA-00031"), (None, None)])
def test_refuses_a_liquidation_of_both_an_assignment_and_another_document_or_of_neither(
    numbers: tuple[str | None, str | None],
) -> None:
    assignment, foreign = numbers
    lame = lame_first_row("FORM-16", "pending", assignment=assignment, foreign=foreign)
    with pytest.raises(WrongPaperValue, match="uno de los dos"):
        lame.check()


def test_refuses_a_collection_whose_difference_is_not_its_own() -> None:
    lame = lame_first_row("FORM-17", "documents", difference=ONE)
    with pytest.raises(FiguresDoNotAdd, match=r"clients\.1\.documents\.1\.difference"):
        lame.check()


def test_what_waits_to_be_paid_is_by_client_and_the_oldest_first() -> None:
    report: form_16.Payload = SAMPLES["FORM-16"](60)
    places = [(one.code, row.settled_on) for one in report.clients for row in one.pending]
    assert len(places) == 60
    assert places == sorted(places)
    assert len(report.clients) == len({one.code for one in report.clients})


def test_what_was_collected_is_by_client_and_by_day() -> None:
    report: form_17.Payload = SAMPLES["FORM-17"](60)
    places = [(one.code, row.collected_on) for one in report.clients for row in one.documents]
    assert len(places) == 60
    assert places == sorted(places)
    assert len(report.clients) == len({one.code for one in report.clients})
