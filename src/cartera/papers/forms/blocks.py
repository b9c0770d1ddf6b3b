"""Pieces that several forms truly share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cartera.papers.refusals import FiguresDoNotAdd

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class PartyBlock:
    """Who a paper speaks of: a client, a debtor or the company, with its tax ids where printed."""

    name: str
    code: str = ""
    address: str = ""
    nit: str = ""
    nrc: str = ""
    activity: str = ""


@dataclass(frozen=True)
class Representative:
    """The legal representative who signs for a client; empty fields print as lines to fill."""

    name: str = ""
    dui: str = ""
    nit: str = ""


NOBODY = Representative()


@dataclass(frozen=True)
class DocumentRow:
    """A ceded document on a letter: who owes it, its number, when it is collected, its value."""

    debtor: str
    number: str
    collection_on: date
    amount: Decimal


@dataclass(frozen=True)
class Deduction:
    """An amount taken from what the client receives, with its reason."""

    reason: str
    amount: Decimal


@dataclass(frozen=True)
class AccountAmount:
    """An amount of one ledger account."""

    account: str
    name: str
    amount: Decimal = ZERO


@dataclass(frozen=True)
class EntryLine:
    """One line of a journal entry; either debit or credit is zero."""

    account: str
    name: str
    reference: str = ""
    debit: Decimal = ZERO
    credit: Decimal = ZERO


def add_up(code: str, where: str, printed: Decimal, parts: Iterable[Decimal]) -> None:
    """Refuses a printed total that is not the sum of its parts, to the cent."""
    computed = sum(parts, ZERO)
    if printed != computed:
        raise FiguresDoNotAdd(code=code, where=where, printed=printed, computed=computed)


def sums_of(names: Iterable[str], parts: Sequence[Any]) -> dict[str, Decimal]:
    """The sum over the parts of each of their amounts so named."""
    return {name: sum((getattr(part, name) for part in parts), ZERO) for name in names}


def add_up_each(
    code: str, where: str, names: Iterable[str], whole: Any, parts: Sequence[Any]
) -> None:
    """Refuses a whole of which an amount so named is not the sum of its parts'."""
    for name in names:
        amounts = (getattr(part, name) for part in parts)
        add_up(code, f"{where}{name}", getattr(whole, name), amounts)
