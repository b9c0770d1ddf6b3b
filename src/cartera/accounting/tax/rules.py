"""What a tax receipt is before it is issued, and what can be said against it without a database."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cartera.accounting.tax.refusals import (
    ReceiptHasNoLines,
    ReceiptLineRefused,
    ReceiptTotalDiffers,
    UntaxedCarriesNoVat,
)
from cartera.kernel.money import CENT, ZERO

LARGEST = Decimal("99999999999999.99")


@dataclass(frozen=True, slots=True)
class Charged:
    """One thing charged, in the company's currency: `taxed` carries `vat`, `exempt` none."""

    concept: str
    taxed: Decimal = ZERO
    exempt: Decimal = ZERO
    vat: Decimal = ZERO
    description: str = ""
    reference: str = ""
    payment_id: int | None = None


@dataclass(frozen=True, slots=True)
class Receiver:
    """The client as the receipt prints it, taken down as it stands on the day of issue."""

    code: str
    name: str
    nit: str = ""
    nrc: str = ""
    activity: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptDraft:
    """A receipt to be issued. `total` is the caller's own sum, and must agree with the lines."""

    receiver: Receiver
    lines: Sequence[Charged]
    total: Decimal
    case_id: int | None = None
    corrects_id: int | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """What the lines of a receipt add up to."""

    taxed: Decimal
    exempt: Decimal
    vat: Decimal


def sums_of(draft: ReceiptDraft) -> Sums:
    """The sums of the lines.

    Refuses no lines, an amount that is negative, not a number or finer than a cent, VAT on what is
    not taxed, and a total that is not taxed + exempt + VAT.
    """
    if not draft.lines:
        raise ReceiptHasNoLines(client=draft.receiver.name)
    for n, line in enumerate(draft.lines, start=1):
        _check(n, line, draft.receiver)
    sums = Sums(
        sum((line.taxed for line in draft.lines), ZERO),
        sum((line.exempt for line in draft.lines), ZERO),
        sum((line.vat for line in draft.lines), ZERO),
    )
    added = sums.taxed + sums.exempt + sums.vat
    if draft.total != added:
        raise ReceiptTotalDiffers(client=draft.receiver.name, total=draft.total, added=added)
    return sums


def _check(n: int, line: Charged, receiver: Receiver) -> None:
    amounts = (line.taxed, line.exempt, line.vat)
    if not all(_is_amount(amount) for amount in amounts) or not line.taxed + line.exempt:
        raise ReceiptLineRefused(n=n, client=receiver.name, field=f"lines.{n}")
    if line.vat and not line.taxed:
        raise UntaxedCarriesNoVat(field=f"lines.{n}")


def _is_amount(amount: Decimal) -> bool:
    return amount.is_finite() and 0 <= amount <= LARGEST and amount == amount.quantize(CENT)
