"""Whatever portfolio is written, read and brought in comes out as it went in."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.selectors import balance_by_client, trial_balance
from cartera.kernel.money import ZERO
from cartera.procedures.opening.reading import read_book
from cartera.procedures.opening.selectors import exported
from cartera.procedures.opening.tests.portfolios import CUT_ON, Sheets, bring_in
from cartera.procedures.opening.writing import write_book
from cartera.procedures.players import Players
from cartera.procedures.verification import verify

_CENTS = st.integers(1, 999_999_99).map(lambda n: Decimal(n) / 100)
_TEXT = st.text(st.characters(codec="latin-1", categories=("L", "N", "P")), min_size=1, max_size=30)


@st.composite
def portfolios(draw: st.DrawFn) -> Sheets:
    """A sound portfolio of a few clients, its books left to the program."""
    rows: Sheets = {name: [] for name in ("clients", "accounts", "debtors", "lines")}
    rows |= {name: [] for name in ("assignments", "documents", "claims", "balances")}
    for n in range(draw(st.integers(1, 3))):
        code = f"C{n}"
        rows["clients"].append({"code": code, "name": draw(_TEXT)})
        rows["accounts"].append({"client": code, "bank": draw(_TEXT), "number": f"{n}-1"})
        rows["lines"].append(_line(code))
        if draw(st.booleans()):
            rows["claims"].append(_claim(draw, code))
    rows["debtors"].append({"code": "D", "name": draw(_TEXT), "limit_amount": Decimal(1)})
    for n in range(draw(st.integers(0, 5))):
        _assignment(draw, rows, n + 1, f"C{draw(st.integers(0, len(rows['clients']) - 1))}")
    return rows


def _line(code: str) -> dict[str, Any]:
    return {
        "client": code,
        "amount_approved": Decimal("99999999.00"),
        "from_on": date(2025, 1, 1),
        "expires_on": date(2026, 12, 31),
    }


def _claim(draw: st.DrawFn, code: str) -> dict[str, Any]:
    return {
        "client": code,
        "kind": draw(st.sampled_from(["direct_payment", "difference", "other"])),
        "amount": draw(_CENTS),
        "reason": draw(_TEXT),
        "claimed_on": CUT_ON,
    }


def _assignment(draw: st.DrawFn, rows: Sheets, number: int, client: str) -> None:
    face = draw(_CENTS)
    advanced = min(draw(_CENTS), face)
    capital = min(draw(st.one_of(_CENTS, _CENTS.map(Decimal.copy_negate))), advanced)
    began = CUT_ON - timedelta(days=draw(st.integers(0, 300)))
    owed = capital > 0
    row = {
        "number": number,
        "client": client,
        "disbursed_on": began,
        "matures_on": began + timedelta(days=draw(st.integers(1, 400))),
        "capital": capital,
        "charged_to": began + (CUT_ON - began) // draw(st.integers(1, 4)),
        "interest_due": draw(_CENTS) if owed else ZERO,
        "charges_due": draw(_CENTS) if owed else ZERO,
    }
    rows["assignments"].append(row)
    rows["documents"].append(
        {
            "assignment": number,
            "debtor": "D",
            "number": f"N{number}",
            "amount": face,
            "amount_advanced": advanced,
            "due_on": CUT_ON,
        }
    )


_COMPARED = {
    "clients": ("code", "name"),
    "accounts": ("client", "bank", "number"),
    "debtors": ("code", "name", "limit_amount"),
    "lines": ("client", "amount_approved", "from_on", "expires_on"),
    "assignments": ("number", "client", "disbursed_on", "matures_on", "capital", "charged_to",
                    "interest_due", "charges_due"),
    "documents": ("assignment", "debtor", "number", "amount", "amount_advanced", "due_on"),
    "claims": ("client", "kind", "amount", "reason", "claimed_on"),
}  # fmt: skip


def _said(rows: Any, keys: tuple[str, ...]) -> list[tuple[Any, ...]]:
    return sorted(tuple(row[key] for key in keys) for row in rows)


@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=portfolios())
def test_what_comes_in_comes_out_as_it_went_in(players: Players, rows: Sheets) -> None:
    with transaction.atomic():
        batch = bring_in(players, rows)
        book = read_book(exported(batch), "es_SV")
        assert book.wrongs == []
        for key, columns in _COMPARED.items():
            assert _said(book.sheets[key], columns) == _said(rows[key], columns)
        owed: dict[str, Decimal] = {}
        for row in rows["assignments"]:
            owed[row["client"]] = owed.get(row["client"], ZERO) + max(row["capital"], ZERO)
        assert balance_by_client(Role.RECEIVABLE) == {c: v for c, v in owed.items() if v}
        assert sum(line.closing for line in trial_balance()) == 0
        assert [answer.check.name for answer in verify() if not answer.holds] == []
        transaction.set_rollback(True)


def test_the_balances_come_out_too(players: Players) -> None:
    five = Decimal("5.00")
    rows = {"balances": [{"account": "102", "debit": five}, {"account": "301", "credit": five}]}
    book = read_book(exported(bring_in(players, rows)), "es_SV")
    keys = ("account", "debit", "credit")
    assert [tuple(row[k] for k in keys) for row in book.sheets["balances"]] == [
        ("102", five, None),
        ("301", None, five),
    ]


def test_no_text_of_an_export_starts_a_formula(players: Players) -> None:
    rows = {"clients": [{"code": "C1", "name": "=1+1"}], "debtors": [{"code": "D", "name": "+x"}]}
    read = read_book(write_book(rows), "es_SV")
    assert read.sheets["clients"][0]["name"] == "=1+1"
    assert read.sheets["debtors"][0]["name"] == "+x"
