"""What people type is read strictly: refused in its own place, never read as something else."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from cartera.control.workflow.inputs import opens_by_hand, validate
from cartera.control.workflow.refusals import InputsInvalid
from cartera.control.workflow.registry import procedures
from cartera.credit.assignments.acts import request_disbursement, verify_debt
from cartera.credit.claims.acts import TransferRow, withhold_pending
from cartera.credit.lines.acts import propose_line
from cartera.credit.payments.acts import apply_payments
from cartera.desk.forms.fields import fields_of
from cartera.desk.forms.form import Form
from cartera.desk.forms.typed import UNREADABLE, Typed, read_form
from cartera.entrance.words import CHOICES
from cartera.recovery.direct_payments.acts import hand_note

A_ROW = {"documents.0.debtor": "D1", "documents.0.number": "Q", "documents.0.due_on": "19/02/2026"}


def _read(act: Any, typed: dict[str, str], locale: str = "es_SV", preset: str = "") -> Typed:
    posted = QueryDict(urlencode(typed))
    return read_form(fields_of(act), posted, locale, frozenset(preset.split()))


def _amount(text: str, locale: str = "es_SV") -> Typed:
    return _read(request_disbursement, {"amount": text}, locale)


@pytest.mark.parametrize(
    ("text", "locale", "amount"),
    [
        ("1,234.56", "es_SV", "1234.56"),
        ("1234.5", "es_SV", "1234.50"),
        (" 10 ", "es_SV", "10.00"),
        ("1.234,56", "es_CO", "1234.56"),
    ],
)
def test_an_amount_is_read_as_the_country_writes_it(text: str, locale: str, amount: str) -> None:
    assert _amount(text, locale).inputs["amount"] == Decimal(amount)


@pytest.mark.parametrize(
    "text", ["1234,56", "1234.5678", "1e5", "-5", "+5", "12 34", "abc", "1,23", "٣", "NaN", "=1+1"]
)
def test_an_amount_that_does_not_read_is_refused_and_kept(text: str) -> None:
    form = _amount(text)
    assert form.inputs["amount"] is UNREADABLE
    assert form.texts["amount"] == text
    assert [refusal.field for refusal in form.refusals] == ["amount"]


def test_a_bad_cell_of_a_row_is_refused_at_its_cell() -> None:
    form = _read(request_disbursement, A_ROW | {"documents.0.amount": "1234,56"})
    assert [refusal.field for refusal in form.refusals] == ["documents.0.amount"]
    assert form.rows["documents"][0]["amount"] == "1234,56"


def test_what_does_not_read_is_accepted_by_no_act() -> None:
    for text in ("1e5", "+5", "-5"):
        with pytest.raises(InputsInvalid):
            validate(request_disbursement, _amount(text).inputs)


def test_days_and_hours_are_read_both_ways() -> None:
    typed = {"documents.0.due_on": "19/02/2026", "documents.0.issued_on": "2026-01-31"}
    (row,) = _read(request_disbursement, A_ROW | typed).inputs["documents"]
    assert (row["due_on"], row["issued_on"]) == (date(2026, 2, 19), date(2026, 1, 31))
    call = {"verifications.0.document": "Q", "verifications.0.informed_at": "19/02/2026 8:05"}
    (row,) = _read(verify_debt, call).inputs["verifications"]
    assert row["informed_at"] == datetime(2026, 2, 19, 8, 5)  # noqa: DTZ001 - the act gives the zone


@pytest.mark.parametrize("text", ["31/02/2026", "19/02/26", "19-02-2026", "mañana", "02/2026"])
def test_a_day_that_does_not_read_is_refused(text: str) -> None:
    form = _read(request_disbursement, A_ROW | {"documents.0.due_on": text})
    assert [refusal.field for refusal in form.refusals] == ["documents.0.due_on"]


@pytest.mark.parametrize("text", ["19/02/2026", "19/02/2026 25:00", "19/02/2026 8:60", "ayer 8:00"])
def test_an_hour_that_does_not_read_is_refused(text: str) -> None:
    call = {"verifications.0.document": "Q", "verifications.0.informed_at": text}
    form = _read(verify_debt, call)
    assert [refusal.field for refusal in form.refusals] == ["verifications.0.informed_at"]


@pytest.mark.parametrize("text", ["45.0", "1e2", "-1", "²", "9" * 13])
def test_a_whole_number_is_figures_only(text: str) -> None:
    form = _read(request_disbursement, {"term_days": text})
    assert [refusal.field for refusal in form.refusals] == ["term_days"]


def test_blank_rows_do_not_count_though_their_lists_come_filled() -> None:
    typed = {"documents.4.kind": "quedan", "documents.7.number": "Q", "documents.7.kind": "quedan"}
    form = _read(request_disbursement, typed)
    assert [row["number"] for row in form.inputs["documents"]] == ["Q"]


def test_a_blank_is_left_out_so_that_the_act_s_default_speaks() -> None:
    assert "account" not in _read(request_disbursement, {"account": "  "}).inputs


def test_an_emptied_table_says_that_there_is_none() -> None:
    assert "claims" not in _read(withhold_pending, {}).inputs
    assert _read(withhold_pending, {}, preset="claims").inputs["claims"] == []


def test_a_box_that_is_not_ticked_says_no() -> None:
    assert _read(apply_payments, {}).inputs["finish"] is False
    assert _read(apply_payments, {"finish": "1"}).inputs["finish"] is True


def test_a_list_is_ticked_or_written() -> None:
    assert _read(apply_payments, {"payments": "3, 5\n7"}).inputs["payments"] == [3, 5, 7]
    assert _read(apply_payments, {"payments": "3,x"}).inputs["payments"] is UNREADABLE


def test_terms_are_handed_on_in_the_plain_notation() -> None:
    typed = {"terms.rate_pct": "2,5", "terms.rate_basis": "annual", "terms.vat_on": "commission"}
    terms = _read(propose_line, typed, "es_CO").inputs["terms"]
    assert terms == {"rate_pct": "2.5", "rate_basis": "annual", "vat_on": ["commission"]}


def test_a_table_shows_no_row_more_than_it_takes() -> None:
    (one,) = (asked for asked in fields_of(hand_note) if asked.kind == "table")
    assert one.most == 1
    for form in (Form([one]), Form([one], wants_more_rows=True)):
        (table,) = form.bound()
        assert (len(table.rows), table.is_full) == (1, True)


def test_a_long_table_grows_until_it_is_full() -> None:
    (asked,) = (field for field in fields_of(withhold_pending) if field.row is TransferRow)
    assert asked.most == 50
    (table,) = Form([asked]).bound()
    assert (len(table.rows), table.is_full) == (3, False)
    for filled, shown in ((46, 50), (50, 50)):
        rows = [{"assignment": "1", "amount": "1.00"}] * filled
        (table,) = Form([asked], preset={asked.name: rows}, wants_more_rows=True).bound()
        assert (len(table.rows), table.is_full) == (shown, True)


def test_names_that_no_form_has_are_left_alone() -> None:
    typed = {"documents.x.number": "Q", "documents.99999999.number": "Q", "documents..": "Q"}
    assert _read(request_disbursement, typed).rows["documents"] == []


def test_every_step_has_a_form_that_a_person_can_fill() -> None:
    kinds = {
        "text", "textarea", "amount", "percentage", "whole", "day", "instant", "check", "choice",
        "numbers", "texts", "table", "terms", "fixed", "several", "hidden",
    }  # fmt: skip
    for procedure in procedures():
        for step in procedure.steps:
            fields = fields_of(step.act)
            for field in (*fields, *(column for table in fields for column in table.columns)):
                assert field.kind in kinds, (procedure.code, step.number, field)
                assert field.label != field.name, (procedure.code, step.number, field.name)
                if field.kind in ("choice", "several"):
                    assert set(field.choices) <= set(CHOICES), (procedure.code, field)
            assert len(Form(fields).bound()) <= len(fields)


def test_what_another_procedure_starts_is_not_begun_by_hand() -> None:
    by_hand = {p.code for p in procedures() if opens_by_hand(p.first.act)}
    assert "PCI-F10" not in by_hand
    assert {"PCI-F01", "PCI-F09", "INT-01", "INT-04"} <= by_hand
