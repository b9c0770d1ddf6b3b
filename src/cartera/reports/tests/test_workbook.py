"""A workbook read back cell by cell: typed, totalled, and with no cell that became a formula."""

import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook

from cartera.reports.asking import Scope, Wanted
from cartera.reports.tests.made_up import made_up
from cartera.reports.workbook import Dress, workbook_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 1, 5, 15, 30, tzinfo=UTC)
DRESS = Dress("Casa", ZoneInfo("America/El_Salvador"), AT)
HOSTILE = [
    "=1+1",
    "+x",
    "@SUM(A1)",
    "-5",
    "\t=1",
    "=cmd|' /C calc'!A0",
    "http://example.org",
    "007",
]


def _cells(rows: list[tuple[Any, ...]]) -> tuple[list[list[Any]], str]:
    """The cells as read back, and the sheet's own XML."""
    with workbook_of(made_up(rows), Wanted(order="text"), Scope(is_staff=True), DRESS) as made:
        cells = CalamineWorkbook.from_filelike(made).get_sheet_by_index(0).to_python()
        made.seek(0)
        with zipfile.ZipFile(made) as parcel:
            return cells, parcel.read("xl/worksheets/sheet1.xml").decode()


def test_each_cell_is_of_its_columns_type_and_totals_add_up() -> None:
    day = date(2026, 1, 5)
    cells, sheet = _cells(
        [(1, "a", Decimal("-1234.56"), day, AT), (2, "b", Decimal("0.01"), None, None)]
    )
    assert cells[0] == ["Fila", "Texto", "Monto", "Día", "Hora"]
    assert cells[1] == [1.0, "a", -1234.56, day, datetime(2026, 1, 5, 9, 30)]  # noqa: DTZ001 - a cell has no zone
    assert cells[2][:3] == [2.0, "b", 0.01]
    assert cells[3][:3] == ["Total", "", -1234.55]
    assert "<f>SUBTOTAL(109,C2:C3)</f>" in sheet
    assert 'state="frozen"' in sheet
    assert '<autoFilter ref="A1:E3"/>' in sheet


def test_no_text_becomes_a_formula_a_number_or_a_link() -> None:
    cells, sheet = _cells([(n, text, None, None, None) for n, text in enumerate(HOSTILE, 1)])
    assert sorted(row[1] for row in cells[1 : len(HOSTILE) + 1]) == sorted(HOSTILE)
    assert sheet.count("<f>") == 1  # the total's own
    assert "hyperlink" not in sheet


def test_a_long_list_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cartera.reports.workbook.MOST_ROWS", 2)
    cells, _sheet = _cells([(n, "x", None, None, None) for n in range(1, 5)])
    assert [row[0] for row in cells[1:3]] == [1.0, 2.0]
    assert "las primeras 2" in str(cells[-1][0])
