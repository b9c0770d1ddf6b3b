"""An XLSX opened safely: its ZIP directory is measured first, then a child process reads it.

A workbook of a megabyte can ask for gigabytes, so nothing of it is opened in the server itself. The
child has limits of memory, processor and wall time; when it dies, the file is refused.
"""

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from decimal import Decimal

from cartera.desk.forms import workbook_child
from cartera.desk.refusals import (
    FileDamaged,
    FileNotSheet,
    FileSuspicious,
    FileTookTooLong,
    FileTooManyRows,
)
from cartera.kernel.money import format_amount
from cartera.kernel.text import gettext_noop as _

MOST_PARTS = 500
MOST_UNPACKED = 60 * 1024 * 1024
MOST_RATIO = 200
SECONDS = 20
MEGABYTES = 768
_MAIN = "xl/workbook.xml"


def grid_of_workbook(content: bytes, locale: str, most_rows: int) -> list[list[str]]:
    """The cells of the first sheet as text, numbers written as `locale` writes them.

    Refuses what is not a workbook, what unpacks to too much, what the child cannot read in time.
    """
    measure(content)
    answer = _ask_child(content, most_rows)
    if answer.get("too_many"):
        raise FileTooManyRows(most=most_rows)
    if "rows" not in answer:
        raise FileDamaged
    point = format_amount(Decimal("0.1"), locale)[1]
    return [[_written(cell, point) for cell in row] for row in answer["rows"]]


def measure(content: bytes) -> None:
    """Look at the ZIP's directory alone. Refuses what a workbook of documents never is."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parcel:
            parts = parcel.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise FileDamaged from None
    names = {part.filename for part in parts}
    if _MAIN not in names:
        raise FileNotSheet
    why = _suspicion(parts, len(content))
    if why:
        raise FileSuspicious(why=why)


def _suspicion(parts: Sequence[zipfile.ZipInfo], size: int) -> str:
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or len({part.filename for part in parts}) != len(parts):
        return _("tiene demasiadas partes o partes repetidas")
    if any(part.flag_bits & 0x1 for part in parts):
        return _("está cifrado")
    if any(_leads_out(part.filename) for part in parts):
        return _("una parte apunta fuera del libro")
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * size:
        return _("al abrirse ocuparía demasiado")
    if sum(part.compress_size for part in parts) > size:
        return _("sus partes se enciman")
    if any("vbaproject" in part.filename.lower() for part in parts):
        return _("lleva macros")
    return ""


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name or ":" in name


def _ask_child(content: bytes, most_rows: int) -> dict[str, list[list[str]]]:
    try:
        child = subprocess.run(
            [sys.executable, "-I", workbook_child.__file__, str(MEGABYTES), str(most_rows)],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            env={"PATH": os.defpath, "MALLOC_ARENA_MAX": "2"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FileTookTooLong from None
    if child.returncode < 0 or child.returncode == workbook_child.OUT_OF_MEMORY:
        raise FileTookTooLong
    if child.returncode:
        raise FileDamaged
    answer: dict[str, list[list[str]]] = json.loads(child.stdout)
    return answer


def _written(cell: str, point: str) -> str:
    if not cell.startswith(workbook_child.NUMBER):
        return cell
    return cell.removeprefix(workbook_child.NUMBER).replace(".", point)
