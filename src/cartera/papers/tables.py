"""A table printed on landscape paper: what a list shows, without being a form or being kept."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from cartera.papers.press import PRESS, Press
from cartera.papers.rendering import cleaned

CODE = "LISTA"


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """A column: its title, whether it holds words or figures, whether it takes what is left."""

    title: str
    side: Literal["text", "figure"] = "text"
    wide: bool = False


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table ready to be printed: every cell is written already.

    `made` says when and by whom; `notes` are lines above it; `totals`, if any, has a cell a column.
    """

    company: str
    title: str
    made: str
    columns: Sequence[PrintedColumn]
    rows: Sequence[Sequence[str]]
    totals: Sequence[str] = ()
    notes: Sequence[str] = ()
    training: bool = False


def print_table(table: PrintedTable, *, press: Press = PRESS) -> bytes:
    """The PDF: letter size, landscape, its header on each page. Texts are only ever printed.

    Refuses what the press refuses: a table that takes too long, a typesetting that failed.
    """
    told = json.dumps(cleaned(asdict(table)), ensure_ascii=False)
    return press.typeset(CODE, {"template": "list.typ", "inputs": {"list": told}})
