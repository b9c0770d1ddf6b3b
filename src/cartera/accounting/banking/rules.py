"""What is to be deposited, and how it falls into slips: one for each bank account."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cartera.accounting.banking.refusals import (
    ChequeIncomplete,
    ItemAmountRefused,
    NothingToDeposit,
)
from cartera.kernel.money import CENT

CASH, CHEQUE, TRANSFER = "cash", "cheque", "transfer"
LARGEST = Decimal("99999999999999.99")


@dataclass(frozen=True, slots=True)
class DepositRow:
    """Something to deposit in one of the company's bank accounts.

    `kind` is cash, cheque or transfer; `amount` in the account's currency; `value_on` the day from
    which the bank counts it; `reference` says where it comes from.
    """

    bank_account_id: int
    kind: str
    amount: Decimal
    value_on: date
    cheque_bank: str = ""
    cheque_number: str = ""
    reference: str = ""
    payment_id: int | None = None


def by_bank_account(rows: Sequence[DepositRow]) -> Mapping[int, Sequence[DepositRow]]:
    """The rows of each bank account, in the order they came. (PCI-F09 step 2.)

    Refuses no rows at all, an amount that is not a positive number of cents, a cheque without bank
    or number, and cash or a transfer with one.
    """
    if not rows:
        raise NothingToDeposit
    grouped: dict[int, list[DepositRow]] = defaultdict(list)
    for n, row in enumerate(rows, start=1):
        _check(n, row)
        grouped[row.bank_account_id].append(row)
    return grouped


def _check(n: int, row: DepositRow) -> None:
    amount = row.amount
    if not amount.is_finite() or not 0 < amount <= LARGEST or amount != amount.quantize(CENT):
        raise ItemAmountRefused(n=n, field=f"rows.{n}.amount")
    names_cheque = (bool(row.cheque_bank), bool(row.cheque_number))
    if names_cheque != ((row.kind == CHEQUE),) * 2:
        raise ChequeIncomplete(field=f"rows.{n}.cheque_number")
