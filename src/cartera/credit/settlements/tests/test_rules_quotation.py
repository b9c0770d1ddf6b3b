"""The quotation: its figures first, then every field that can be wrong."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from cartera.credit.lines.rules import Terms
from cartera.credit.settlements.quotation import quotation_table, quote
from cartera.kernel.refusals import Refusal, Refusals

WORKED = Path(__file__).resolve().parents[6] / "shared" / "data" / "worked" / "on_time.json"
ON_TIME: dict[str, Any] = {
    "terms": Terms().to_json(),
    "documents": [{"debtor": "Comercial Izalco", "number": "Q-2587", "amount": "10000.00"}],
    "disbursed_on": "2026-01-05",
    "matures_on": "2026-02-19",
    "payments": [
        {"on": "2026-02-04", "amount": "5000.00"},
        {"on": "2026-02-19", "amount": "5000.00"},
    ],
    "as_of": "2026-02-19",
}


def changed(**changes: object) -> dict[str, Any]:
    return {**copy.deepcopy(ON_TIME), **changes}


def test_the_worked_example_comes_out_to_the_cent() -> None:
    assert quote(ON_TIME) == {
        "disbursement": {
            "advanced": "9000.00",
            "commission": "90.00",
            "vat": "11.70",
            "upfront_interest": "0.00",
            "upfront_vat": "0.00",
            "net": "8898.30",
        },
        "payments": [
            {
                "on": "2026-02-04",
                "amount": "5000.00",
                "charges": "0.00",
                "default_interest": "0.00",
                "interest": "180.00",
                "vat": "0.00",
                "capital": "4820.00",
                "balance": "4180.00",
            },
            {
                "on": "2026-02-19",
                "amount": "5000.00",
                "charges": "0.00",
                "default_interest": "0.00",
                "interest": "41.80",
                "vat": "0.00",
                "capital": "4958.20",
                "balance": "-778.20",
            },
        ],
        "settlement": {
            "collected": "10000.00",
            "advanced": "9000.00",
            "interest": "221.80",
            "default_interest": "0.00",
            "vat": "0.00",
            "amount_to_return": "778.20",
        },
        "owed_as_of": {
            "capital": "-778.20",
            "interest": "0.00",
            "default_interest": "0.00",
            "vat": "0.00",
            "total": "-778.20",
        },
        "effective_annual_rate_pct": "42.45",
    }


@pytest.mark.skipif(not WORKED.exists(), reason="the worked examples are not here")
def test_the_worked_example_that_is_shipped_comes_out_to_the_cent() -> None:
    worked = json.loads(WORKED.read_text())
    answer = quote(ON_TIME)
    given = worked["disbursement"]
    assert answer["disbursement"]["advanced"] == given["financed"]
    assert answer["disbursement"]["vat"] == given["iva"]
    assert {key: answer["disbursement"][key] for key in ("commission", "net")} == {
        key: given[key] for key in ("commission", "net")
    }
    for got, expected in zip(answer["payments"], worked["payments"], strict=True):
        assert got["default_interest"] == expected["default"]
        for key in ("amount", "interest", "capital", "balance"):
            assert got[key] == expected[key]
    assert answer["settlement"]["amount_to_return"] == worked["to_return"]


def test_terms_that_are_left_out_have_their_defaults() -> None:
    assert quote({key: ON_TIME[key] for key in ON_TIME if key != "terms"}) == quote(ON_TIME)


def test_payments_are_applied_in_the_order_of_their_dates() -> None:
    assert quote(changed(payments=ON_TIME["payments"][::-1])) == quote(ON_TIME)


def test_a_past_day_owes_what_was_owed_then() -> None:
    owed = quote(changed(as_of="2026-02-03"))["owed_as_of"]
    assert (owed["capital"], owed["interest"]) == ("9000.00", "174.00")


def test_without_payments_everything_is_owed_and_the_rate_assumes_maturity() -> None:
    answer = quote(changed(payments=[], as_of="2026-03-01"))
    assert answer["owed_as_of"] == {
        "capital": "9000.00",
        "interest": "330.00",
        "default_interest": "88.77",
        "vat": "0.00",
        "total": "9418.77",
    }
    assert answer["settlement"]["amount_to_return"] == "-9000.00"
    assert answer["effective_annual_rate_pct"] == "39.37"


def test_upfront_interest_is_trued_up_at_the_payment() -> None:
    terms = {"interest_charged": "upfront", "vat_on": ["commission", "interest"]}
    answer = quote(changed(terms=terms, payments=[{"on": "2026-02-04", "amount": "10000.00"}]))
    assert answer["disbursement"]["upfront_interest"] == "270.00"
    assert answer["disbursement"]["upfront_vat"] == "35.10"
    assert answer["disbursement"]["net"] == "8593.20"
    assert answer["payments"][0]["interest"] == "-90.00"
    assert answer["payments"][0]["vat"] == "-11.70"
    assert answer["settlement"]["amount_to_return"] == "1101.70"


def test_a_rate_that_does_not_exist_is_left_empty() -> None:
    paid_at_once = [{"on": "2026-01-05", "amount": "10000.00"}]
    assert quote(changed(payments=paid_at_once))["effective_annual_rate_pct"] is None


def test_two_documents_without_a_name_are_two_documents() -> None:
    documents = [{"amount": "10000.00"}, {"amount": "10000.00"}]
    assert quote(changed(documents=documents))["disbursement"]["advanced"] == "18000.00"


def test_the_table_shows_every_figure_in_spanish() -> None:
    table = quotation_table(quote(ON_TIME))
    for words in ("Neto a entregar", "8,898.30", "4,958.20", "Valor a devolver", "42.45 %"):
        assert words in table
    assert len({line.rindex(".") for line in table.splitlines() if line[:4] == "  20"}) == 1


def test_the_table_of_an_answer_without_payments_has_no_payments() -> None:
    assert "Pagos" not in quotation_table(quote(changed(payments=[])))
    assert "no existe" in quotation_table({**quote(ON_TIME), "effective_annual_rate_pct": None})


def test_the_table_is_translated_word_by_word() -> None:
    assert "VALOR A DEVOLVER" in quotation_table(quote(ON_TIME), str.upper)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"plazo": 45}, "quotation-key-unknown", "plazo"),
        ({"terms": {"rate_basis": "weekly"}}, "term-value-unknown", "terms.rate_basis"),
        ({"terms": []}, "terms-missing", "terms"),
        ({"documents": []}, "no-documents", "documents"),
        ({"documents": {}}, "quotation-list-expected", "documents"),
        ({"documents": ["10000.00"]}, "quotation-row-unreadable", "documents.0"),
        ({"documents": [{}]}, "quotation-key-missing", "documents.0.amount"),
        ({"documents": [{"amount": "1,000.00"}]}, "amount-wrong-mark", "documents.0.amount"),
        ({"documents": [{"amount": "1234,56"}]}, "amount-wrong-mark", "documents.0.amount"),
        ({"documents": [{"amount": 1234.56}]}, "amount-not-text", "documents.0.amount"),
        ({"documents": [{"amount": "0.00"}]}, "amount-not-positive", "documents.0.amount"),
        (
            {"documents": [{"amount": "1", "numero": "2"}]},
            "quotation-key-unknown",
            "documents.0.numero",
        ),
        (
            {"documents": [{"amount": "1", "number": 2587}]},
            "quotation-text-expected",
            "documents.0.number",
        ),
        (
            {"documents": [{"debtor": "A", "number": "1", "amount": "5"}] * 2},
            "document-repeated",
            "documents.1.number",
        ),
        ({"disbursed_on": "05/01/2026"}, "date-unreadable", "disbursed_on"),
        ({"disbursed_on": None}, "date-missing", "disbursed_on"),
        ({"matures_on": "2026-02-30"}, "date-not-in-calendar", "matures_on"),
        ({"matures_on": "2026-01-05"}, "maturity-not-after-disbursement", "matures_on"),
        ({"as_of": "2026-01-04"}, "as-of-before-disbursement", "as_of"),
        (
            {"payments": [{"on": "2026-01-04", "amount": "1"}]},
            "payment-before-disbursement",
            "payments.0.on",
        ),
        ({"payments": [{"on": "2026-02-04"}]}, "quotation-key-missing", "payments.0.amount"),
        (
            {"payments": [{"on": "2026-02-04", "amount": "-1"}]},
            "amount-signed",
            "payments.0.amount",
        ),
        ({"payments": "none"}, "quotation-list-expected", "payments"),
    ],
)
def test_what_is_wrong_is_refused_at_its_place(
    changes: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        quote(changed(**changes))
    assert (refused.value.code, refused.value.field) == (code, field)


@pytest.mark.parametrize("missing", ["documents", "disbursed_on", "matures_on", "as_of"])
def test_what_has_no_default_must_be_there(missing: str) -> None:
    with pytest.raises(Refusal) as refused:
        quote({key: value for key, value in ON_TIME.items() if key != missing})
    assert (refused.value.code, refused.value.field) == ("quotation-key-missing", missing)


@pytest.mark.parametrize("document", [None, [], "x", 5])
def test_a_document_that_is_no_mapping_is_refused(document: object) -> None:
    with pytest.raises(Refusal, match="objeto JSON"):
        quote(document)


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(Refusals) as refused:
        quote(changed(disbursed_on="x", documents=[{"amount": "y"}], terms={"vat_pct": "z"}))
    assert [refusal.field for refusal in refused.value] == [
        "terms.vat_pct",
        "documents.0.amount",
        "disbursed_on",
    ]


@pytest.mark.parametrize("matures_on", ["2028-01-01", "2099-01-01"])
def test_figures_that_no_column_holds_are_refused(matures_on: str) -> None:
    terms = {"rate_pct": "999", "compounding": "daily"}
    with pytest.raises(Refusal) as refused:
        quote(changed(terms=terms, matures_on=matures_on, as_of=matures_on, payments=[]))
    assert refused.value.code == "figures-too-large"
