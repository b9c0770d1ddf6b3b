"""Run by itself in a child process: reads a workbook from its input, answers its cells as JSON.

It knows nothing of the company, imports nothing of the program, and may die at any point.
"""

import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

NUMBER = "\x01"
OUT_OF_MEMORY = 3
_MOST_COLUMNS = 60
_MOST_CELL = 2000


def main(megabytes: int, seconds: int, most_rows: int, only_first: int) -> None:
    """Limit this process, read, answer."""
    memory = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read()
    try:
        answer = read(content, most_rows, only_first=bool(only_first))
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    sys.stdout.write(json.dumps(answer))


def read(content: bytes, most_rows: int, *, only_first: bool) -> dict[str, Any]:
    """The rows of the first sheet, or of all by name, each cell as text; numbers are marked."""
    import io

    from python_calamine import CalamineError, CalamineWorkbook

    sheets = {}
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names[: 1 if only_first else None]:
            sheet = book.get_sheet_by_name(name)
            if sheet.height > most_rows + 1:
                return {"too_many": name}
            sheets[name] = [_row(row) for row in sheet.iter_rows()]
    except CalamineError:
        return {}
    return {"sheets": sheets}


def _row(row: list[Any]) -> list[str]:
    """The cells of a row; what stands too far to the right is told, not dropped in silence."""
    cells = [_text(cell) for cell in row[:_MOST_COLUMNS]]
    further = any(cell not in ("", None) for cell in row[_MOST_COLUMNS:])
    return [*cells, "…"] if further else cells


def _text(cell: Any) -> str:
    """A cell as a person reads it in Excel, which shows fifteen digits of a number."""
    match cell:
        case bool():
            return "sí" if cell else "no"
        case int():
            return f"{NUMBER}{cell}"
        case float():
            shown = f"{cell:.15g}"
            return f"{NUMBER}{shown}" if "e" not in shown else shown
        case datetime() if cell.time() == time(0):
            return cell.date().isoformat()
        case datetime():
            return cell.isoformat(timespec="minutes")
        case date():
            return cell.isoformat()
        case time() | timedelta():
            return str(cell)
        case _:
            return str(cell)[:_MOST_CELL]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:5]))
