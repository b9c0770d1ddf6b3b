"""The procedures that somebody may begin from a page, their form filled with what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass

from cartera.desk.shell.addresses import page_address
from cartera.entrance.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Beginning:
    """A button that begins a procedure."""

    title: str
    address: str


def beginnings(visitor: Visitor, codes: Sequence[str], **typed: object) -> list[Beginning]:
    """Those of the procedures that the visitor may begin, in the order given."""
    may = {procedure.code: procedure for procedure in visitor.can_open}
    return [
        Beginning(may[code].title, page_address("opening", code, **typed))
        for code in codes
        if code in may
    ]
