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
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cartera.kernel import workbook_child
from cartera.kernel.money import format_amount
from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _

MOST_PARTS = 500
MOST_UNPACKED = 60 * 1024 * 1024
MOST_RATIO = 200
SECONDS = 15
MEGABYTES = 768
NUMBER = workbook_child.NUMBER
_MAIN = "xl/workbook.xml"


class FileTooManyRows(Refusal):
    sentence = _("El archivo tiene más de {most} filas.")


class FileNotSheet(Refusal):
    sentence = _(
        "El archivo no es un libro de Excel (.xlsx) ni un texto separado por comas (.csv)."
    )


class FileSuspicious(Refusal):
    sentence = _("El libro no se abre por seguridad: {why}.")


class FileDamaged(Refusal):
    sentence = _("El libro de Excel está dañado o protegido y no se puede leer.")


class FileTookTooLong(Refusal):
    sentence = _("El libro de Excel pide demasiado tiempo o memoria para leerlo.")


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a workbook may go: rows of a sheet, bytes unpacked, the child's seconds and MB."""

    rows: int
    unpacked: int = MOST_UNPACKED
    seconds: int = SECONDS
    megabytes: int = MEGABYTES


def grid_of_workbook(content: bytes, locale: str, most_rows: int) -> list[list[str]]:
    """The cells of the first sheet as text, numbers written as `locale` writes them.

    Refuses what is not a workbook, what unpacks to too much, what the child cannot read in time.
    """
    sheets = sheets_of_workbook(content, Limits(most_rows), only_first=True)
    point = format_amount(Decimal("0.1"), locale)[1]
    return [[_written(cell, point) for cell in row] for rows in sheets.values() for row in rows]


def sheets_of_workbook(
    content: bytes, limits: Limits, *, only_first: bool = False
) -> dict[str, list[list[str]]]:
    """The cells of every sheet as text, by its name; a number is marked with `NUMBER`.

    Days are 2026-02-19. Refuses as `grid_of_workbook` does.
    """
    measure(content, limits.unpacked)
    answer = _ask_child(content, limits, only_first=only_first)
    if answer.get("too_many"):
        raise FileTooManyRows(most=limits.rows)
    if "sheets" not in answer:
        raise FileDamaged
    sheets: dict[str, list[list[str]]] = answer["sheets"]
    return sheets


def measure(content: bytes, most_unpacked: int = MOST_UNPACKED) -> None:
    """Look at the ZIP's directory alone. Refuses what a workbook of documents never is."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parcel:
            parts = parcel.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise FileDamaged from None
    names = {part.filename for part in parts}
    if _MAIN not in names:
        raise FileNotSheet
    why = _suspicion(parts, len(content), most_unpacked)
    if why:
        raise FileSuspicious(why=why)


def _suspicion(parts: Sequence[zipfile.ZipInfo], size: int, most_unpacked: int) -> str:
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or len({part.filename for part in parts}) != len(parts):
        return _("tiene demasiadas partes o partes repetidas")
    if any(part.flag_bits & 0x1 for part in parts):
        return _("está cifrado")
    if any(_leads_out(part.filename) for part in parts):
        return _("una parte apunta fuera del libro")
    if unpacked > most_unpacked or unpacked > MOST_RATIO * size:
        return _("al abrirse ocuparía demasiado")
    if sum(part.compress_size for part in parts) > size:
        return _("sus partes se enciman")
    if any("vbaproject" in part.filename.lower() for part in parts):
        return _("lleva macros")
    return ""


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name or ":" in name


def _ask_child(content: bytes, limits: Limits, *, only_first: bool) -> dict[str, Any]:
    asked = (limits.megabytes, limits.seconds, limits.rows, int(only_first))
    try:
        child = subprocess.run(
            [sys.executable, "-I", workbook_child.__file__, *map(str, asked)],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.seconds + 5,
            env={"PATH": os.defpath, "MALLOC_ARENA_MAX": "2"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FileTookTooLong from None
    if child.returncode < 0 or child.returncode == workbook_child.OUT_OF_MEMORY:
        raise FileTookTooLong
    if child.returncode:
        raise FileDamaged
    answer: dict[str, Any] = json.loads(child.stdout)
    return answer


def _written(cell: str, point: str) -> str:
    if not cell.startswith(NUMBER):
        return cell
    return cell.removeprefix(NUMBER).replace(".", point)
