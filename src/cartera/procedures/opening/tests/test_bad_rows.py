"""Every kind of bad row is told by its sheet, row and column; all of them at once."""

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter

from cartera.kernel.refusals import Refusal
from cartera.procedures.opening import refusals as no
from cartera.procedures.opening.examining import Examined, examine
from cartera.procedures.opening.template import SHEETS
from cartera.procedures.opening.tests.portfolios import (
    CUT_ON,
    Sheets,
    a_portfolio,
    changed,
    with_row,
)
from cartera.procedures.opening.writing import template_workbook, write_book
from cartera.procedures.players import Players

_DOCUMENT = {
    "assignment": 1540,
    "debtor": "X1",
    "number": "Q-1",
    "amount": Decimal("10.00"),
    "amount_advanced": Decimal("9.00"),
    "due_on": date(2026, 2, 1),
}
_HUGE = Decimal("100000.00")

# Each with the sheet, the row and the column at which it is told, and the refusal's name.
BAD: list[tuple[Sheets, str, int, str, str]] = [
    (changed("clients", 0, code="C 1"), "clientes", 2, "Código", "CodeUnreadable"),
    (changed("clients", 0, name="x" * 151), "clientes", 2, "Razón social", "TextTooLong"),
    (changed("clients", 0, name=""), "clientes", 2, "Razón social", "CellMissing"),
    (changed("clients", 0, tax_id="0614-1"), "clientes", 2, "NIT", "NitInvalid"),
    (changed("clients", 0, email="nadie"), "clientes", 2, "Correo electrónico", "EmailUnreadable"),
    (changed("claims", 0, client="C2", assignment=1540), "cargos", 2, "Cesión",
     "AssignmentNotOfClient"),
    (changed("clients", 1, code="C1"), "clientes", 3, "", "RepeatedInSheet"),
    (changed("clients", 1, tax_id="06140507071048"), "clientes", 3, "NIT", "RepeatedInSheet"),
    (a_portfolio(accounts=[]), "clientes", 2, "Código", "ClientWithoutAccount"),
    (changed("accounts", 0, client="C9"), "cuentas", 2, "Cliente", "ClientUnknown"),
    (with_row("accounts", client="C1", bank="Banco Agrícola", number="111-1"), "cuentas", 5, "",
     "RepeatedInSheet"),
    (changed("debtors", 0, limit_amount="mil"), "deudores", 2, "Límite", "AmountUnreadable"),
    (changed("debtors", 0, limit_amount=Decimal(-1)), "deudores", 2, "Límite", "AmountSigned"),
    (changed("debtors", 1, code="X1"), "deudores", 3, "", "RepeatedInSheet"),
    (changed("lines", 0, expires_on=date(2025, 1, 1)), "líneas", 2, "Vence",
     "LineEndsBeforeItBegins"),
    (changed("lines", 0, from_on="31/02/2025"), "líneas", 2, "Desde", "DateNotInCalendar"),
    (changed("lines", 0, rate_basis="diaria"), "líneas", 2, "Tasa por período", "ChoiceUnknown"),
    (changed("lines", 0, advance_pct=Decimal(120)), "líneas", 2, "Anticipo, %",
     "PercentageOutOfRange"),
    (changed("lines", 0, amount_approved=Decimal("10000.00")), "líneas", 2, "Monto aprobado",
     "LineExceeded"),
    (changed("lines", 0, max_term_days=721), "líneas", 2, "Plazo máximo, días",
     "WholeNumberUnreadable"),
    (changed("assignments", 0, number="A-1"), "cesiones", 2, "Cesión", "WholeNumberUnreadable"),
    (changed("assignments", 1, number=1540), "cesiones", 3, "", "RepeatedInSheet"),
    (changed("assignments", 0, account="999"), "cesiones", 2, "Cuenta de abono",
     "AccountNotOfClient"),
    (changed("assignments", 0, matures_on=date(2025, 12, 1)), "cesiones", 2, "Vence",
     "MaturesBeforeItBegins"),
    (changed("assignments", 0, disbursed_on=date(2026, 1, 6)), "cesiones", 2, "Inicio",
     "BeginsAfterCut"),
    (changed("assignments", 0, charged_to=date(2025, 11, 30)), "cesiones", 2,
     "Interés cobrado hasta", "InterestBeforeStart"),
    (changed("assignments", 0, capital=Decimal("9000.01")), "cesiones", 2, "Saldo de capital",
     "CapitalBeyondAdvanced"),
    (changed("assignments", 0, capital=Decimal("10.005")), "cesiones", 2, "Saldo de capital",
     "AmountTooManyDecimals"),
    (changed("assignments", 2, charges_due=Decimal("1.00")), "cesiones", 4, "Saldo de capital",
     "OwedByClientAndToHim"),
    (changed("assignments", 2, capital=Decimal("0.00")), "cesiones", 4, "Saldo de capital",
     "SettledAlready"),
    (changed("documents", 0, collected=Decimal("10000.00")), "cesiones", 2, "Saldo de capital",
     "NothingToCollect"),
    (changed("documents", 0, assignment=1538), "cesiones", 2, "Cesión",
     "AssignmentWithoutDocuments"),
    (changed("documents", 0, assignment=77), "documentos", 2, "Cesión", "AssignmentUnknown"),
    (changed("documents", 0, debtor="X9"), "documentos", 2, "Deudor", "DebtorUnknown"),
    (changed("documents", 0, amount_advanced=Decimal("10000.01")), "documentos", 2, "Financiado",
     "AdvancedBeyondFace"),
    (changed("documents", 1, collected=Decimal("3000.01")), "documentos", 3, "Cobrado",
     "CollectedBeyondFace"),
    (with_row("documents", **(_DOCUMENT | {"number": "q 900"})), "documentos", 5, "",
     "RepeatedInSheet"),
    (with_row("documents", **(_DOCUMENT | {"amount": Decimal("0.00"),
     "amount_advanced": Decimal("0.00")})), "documentos", 5, "Valor", "CellMissing"),
    (changed("claims", 0, client="C9"), "cargos", 2, "Cliente", "ClientUnknown"),
    (changed("claims", 0, claimed_on=date(2026, 1, 6)), "cargos", 2, "Fecha", "BeginsAfterCut"),
    (changed("claims", 0, assignment=77), "cargos", 2, "Cesión", "AssignmentUnknown"),
    (changed("balances", 0, account="99"), "saldos del mayor", 2, "Cuenta", "AccountUnknown"),
    (changed("balances", 0, account="101"), "saldos del mayor", 2, "Cuenta",
     "AccountTakesNoPostings"),
    (changed("balances", 0, account="11502"), "saldos del mayor", 2, "Cuenta",
     "InterestKeptAsCash"),
    (changed("balances", 0, credit=Decimal("1.00")), "saldos del mayor", 2, "Deudor",
     "AmountOnBothSides"),
    (changed("balances", 1, client=""), "saldos del mayor", 3, "Cuenta", "AccountByClient"),
    (changed("balances", 4, credit=_HUGE), "saldos del mayor", 0, "", "BalancesUneven"),
    (changed("balances", 2, debit=Decimal("150.00")), "saldos del mayor", 4, "", "ControlDiffers"),
]  # fmt: skip


def _examined(rows: Sheets) -> Examined:
    return examine(write_book(rows), CUT_ON)


def _told(examined: Examined) -> set[tuple[str, int, str, str]]:
    return {(w.sheet, w.row, w.column, type(w.refusal).__name__) for w in examined.wrongs}


def test_there_are_more_than_twenty_five_kinds() -> None:
    assert len({(sheet, column, name) for _rows, sheet, _row, column, name in BAD}) > 40


@pytest.mark.parametrize(
    ("rows", "sheet", "row", "column", "name"), BAD, ids=[f"{b[4]}-{n}" for n, b in enumerate(BAD)]
)
def test_a_bad_row_is_told_where_it_is(
    players: Players, rows: Sheets, sheet: str, row: int, column: str, name: str
) -> None:
    examined = _examined(rows)
    assert (sheet, row, column, name) in _told(examined)
    assert all(str(wrong) for wrong in examined.wrongs)


def test_nothing_is_wrong_with_a_sound_portfolio(players: Players) -> None:
    assert _examined(a_portfolio()).wrongs == []


def test_all_mistakes_are_told_at_once(players: Players) -> None:
    rows = changed("clients", 0, tax_id="1", email="x")
    rows["debtors"][0]["limit_amount"] = "x"
    rows["documents"][0]["debtor"] = "X9"
    assert len(_told(_examined(rows))) == 4


def test_what_is_recorded_already_is_told(players: Players) -> None:
    players.admit_client("C1", "Otro", tax_id="0614-050707-104-8")
    players.admit_debtor("X1", "Otro", "1.00")
    told = _told(_examined(changed("clients", 1, tax_id="0614-050707-104-8")))
    assert ("clientes", 2, "Código", "AlreadyRecorded") in told
    assert ("clientes", 3, "NIT", "TaxIdRecorded") in told
    assert ("deudores", 2, "Código", "AlreadyRecorded") in told


def test_a_client_who_is_here_needs_no_row_and_no_second_line(players: Players) -> None:
    players.admit_client("C9", "De aquí")
    players.approve_line("C9", "50.00", date(2026, 1, 1), date(2026, 12, 31))
    rows = changed("assignments", 0, client="C9", account="")
    told = _told(_examined(rows))
    assert ("cesiones", 2, "Cliente", "LineExceeded") in told
    line = {"client": "C9", "amount_approved": _HUGE, "from_on": CUT_ON}
    told = _told(_examined(with_row("lines", **line, expires_on=date(2026, 12, 31))))
    assert ("líneas", 4, "Cliente", "ClientHasLine") in told


def test_a_client_without_line_is_told(players: Players) -> None:
    told = _told(_examined(a_portfolio(lines=a_portfolio()["lines"][1:])))
    assert ("cesiones", 2, "Cliente", "ClientWithoutLine") in told


def _book(sheets: dict[str, list[list[Any]]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for n, row in enumerate(rows):
            page.write_row(n, 0, row)
    book.close()
    return out.getvalue()


def test_sheets_and_columns_that_lack_or_are_strange_are_told(players: Players) -> None:
    rows: list[list[Any]] = [["Código *", "Razón social *", "Edad"], ["C1", "Uno", 9, "de más"]]
    told = _told(examine(_book({"clientes": rows, "deudores": [["Código"]]}), CUT_ON))
    assert ("clientes", 1, "", "ColumnUnknown") in told
    assert ("clientes", 2, "", "CellBeyond") in told
    assert ("deudores", 1, "", "ColumnsMissing") in told
    assert ("cesiones", 0, "", "SheetMissing") in told


def test_neither_an_instant_nor_a_number_is_a_day(players: Players) -> None:
    sheets: dict[str, list[list[Any]]]
    sheets = {sheet.title: [[c.title for c in sheet.columns]] for sheet in SHEETS}
    sheets["cargos"].append(["C1", "", "otro", 5, "x", "2026-01-02T10:30"])
    sheets["cargos"].append(["C1", "", "otro", 5, "x", 45000])
    told = _told(examine(_book(sheets), CUT_ON))
    assert ("cargos", 2, "Fecha", "DateUnreadable") in told
    assert ("cargos", 3, "Fecha", "DateFromNumber") in told


def test_the_example_of_the_template_is_not_read(players: Players) -> None:
    with pytest.raises(no.NothingBrought):
        examine(template_workbook(), CUT_ON)


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04 no es un libro", b"codigo,nombre\n1,2\n", template_workbook()[:2000]],
)
def test_what_is_no_workbook_is_refused(players: Players, content: bytes) -> None:
    with pytest.raises(Refusal):
        examine(content, CUT_ON)


def test_a_workbook_beyond_the_limit_is_refused_before_it_is_opened(players: Players) -> None:
    with pytest.raises(no.FileTooLarge):
        examine(b"PK" + b"0" * (25 * 1024 * 1024), CUT_ON)


def test_of_two_sheets_that_read_alike_none_is_taken_in_silence(players: Players) -> None:
    head = [["Código *", "Razón social *"]]
    told = _told(examine(_book({"clientes": head, "clíentes": head}), CUT_ON))
    assert ("clientes", 0, "", "SheetTwice") in told
