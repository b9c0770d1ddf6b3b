"""A small live portfolio as the rows of its workbook, for the tests to bring in and to spoil."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

from cartera.control.workflow.engine import Done, open_case
from cartera.control.workflow.models import Task
from cartera.procedures.opening.acts import keep_file
from cartera.procedures.opening.models import OpeningBatch
from cartera.procedures.opening.writing import write_book
from cartera.procedures.players import Players

CUT_ON = date(2026, 1, 5)
Sheets = dict[str, list[dict[str, Any]]]

_ROWS: Sheets = {
    "clients": [
        {"code": "C1", "name": "Agropecuaria Olocuilta, S.A.", "tax_id": "0614-050707-104-8"},
        {"code": "C2", "name": "Muebles Zacatecoluca, S.A."},
    ],
    "accounts": [
        {"client": "C1", "bank": "Banco Agrícola", "number": "111-1"},
        {"client": "C1", "bank": "Banco Cuscatlán", "number": "111-2"},
        {"client": "C2", "bank": "Banco Agrícola", "number": "222-1"},
    ],
    "debtors": [
        {"code": "X1", "name": "Súper Chalchuapa, S.A.", "limit_amount": Decimal("90000.00")},
        {"code": "X2", "name": "Hotel El Cuco, S.A.", "limit_amount": Decimal("50000.00")},
    ],
    "lines": [
        {
            "client": "C1",
            "amount_approved": Decimal("60000.00"),
            "from_on": date(2025, 7, 1),
            "expires_on": date(2026, 12, 31),
            "rate_pct": Decimal(2),
            "rate_basis": "monthly",
        },
        {
            "client": "C2",
            "amount_approved": Decimal("20000.00"),
            "from_on": date(2025, 7, 1),
            "expires_on": date(2026, 12, 31),
        },
    ],
    "assignments": [
        {
            "number": 1540,
            "client": "C1",
            "account": "111-2",
            "disbursed_on": date(2025, 12, 1),
            "matures_on": date(2026, 1, 30),
            "capital": Decimal("9000.00"),
            "charged_to": date(2025, 12, 31),
        },
        {
            "number": 1538,
            "client": "C1",
            "disbursed_on": date(2025, 10, 1),
            "matures_on": date(2025, 12, 15),
            "capital": Decimal("1200.50"),
            "charged_to": date(2026, 1, 2),
            "interest_due": Decimal("12.25"),
            "default_interest_due": Decimal("3.10"),
            "charges_due": Decimal("15.00"),
        },
        {
            "number": 1535,
            "client": "C2",
            "disbursed_on": date(2025, 11, 3),
            "matures_on": date(2026, 1, 2),
            "capital": Decimal("-410.00"),
            "charged_to": date(2026, 1, 2),
        },
    ],
    "documents": [
        {
            "assignment": 1540,
            "debtor": "X1",
            "number": "Q-900",
            "amount": Decimal("10000.00"),
            "amount_advanced": Decimal("9000.00"),
            "due_on": date(2026, 1, 28),
        },
        {
            "assignment": 1538,
            "debtor": "X2",
            "number": "Q-901",
            "amount": Decimal("3000.00"),
            "amount_advanced": Decimal("2700.00"),
            "collected": Decimal("1500.00"),
            "due_on": date(2025, 12, 10),
        },
        {
            "assignment": 1535,
            "debtor": "X1",
            "kind": "factura",
            "number": "F-77",
            "amount": Decimal("4000.00"),
            "amount_advanced": Decimal("3600.00"),
            "collected": Decimal("4000.00"),
            "due_on": date(2026, 1, 2),
        },
    ],
    "claims": [
        {
            "client": "C1",
            "kind": "direct_payment",
            "amount": Decimal("125.00"),
            "reason": "Abono directo sin reintegrar",
            "claimed_on": date(2025, 12, 20),
        },
    ],
    "balances": [
        {"account": "102", "debit": Decimal("30000.00")},
        {"account": "103", "client": "C1", "debit": Decimal("10200.50")},
        {"account": "11501", "debit": Decimal("140.00")},
        {"account": "205", "credit": Decimal("410.00")},
        {"account": "301", "credit": Decimal("39930.50")},
    ],
}


def a_portfolio(**changed: list[dict[str, Any]]) -> Sheets:
    """The rows, with some sheets as given."""
    return deepcopy(_ROWS) | changed


def changed(sheet: str, place: int, **cells: Any) -> Sheets:
    """The rows with some cells of one row changed."""
    rows = a_portfolio()
    rows[sheet][place] |= cells
    return rows


def with_row(sheet: str, **cells: Any) -> Sheets:
    """The rows and one more."""
    rows = a_portfolio()
    rows[sheet].append(cells)
    return rows


def propose(players: Players, rows: Mapping[str, Any], cut_on: date = CUT_ON) -> int:
    """Accounting brings a workbook (INT-12 step 1); the case."""
    return propose_file(players, write_book(rows), cut_on)


def propose_file(players: Players, content: bytes, cut_on: date = CUT_ON) -> int:
    """The same, of the workbook's bytes."""
    maker = players.users["contab"]
    kept = keep_file("saldos.xlsx", content, by_id=maker.pk)
    typed = {"file": kept.sha256, "cut_on": cut_on.isoformat()}
    return open_case("INT-12", maker, typed).case_id


def bring_in(players: Players, rows: Mapping[str, Any], cut_on: date = CUT_ON) -> OpeningBatch:
    """INT-12 whole."""
    case_id = propose(players, rows, cut_on)
    authorise(players, case_id)
    return OpeningBatch.objects.get(case_id=case_id)


def authorise(players: Players, case_id: int) -> Done:
    """General management does the second step."""
    task = Task.objects.get(case_id=case_id, state="open")
    return players._do(task, {})


def take_back(players: Players, reason: str = "El corte era otro día") -> int:
    """INT-13 whole; the case."""
    case_id = open_case("INT-13", players.users["contab"], {"reason": reason}).case_id
    authorise(players, case_id)
    return case_id
