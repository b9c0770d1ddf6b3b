"""An operation computed without recording it: what an executive shows to a client.

`quote` reads and answers the mapping that docs/algorithms/quotation.md describes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation, Overflow
from functools import partial
from typing import Any, Final, TypeVar

from cartera.credit.assignments.rules import (
    Owed,
    Position,
    Price,
    effective_annual_rate,
    opening_position,
    owed_as_of,
    price,
)
from cartera.credit.lines.rules import Terms
from cartera.credit.payments.rules import Paid, Split, replay
from cartera.credit.settlements.refusals import (
    AsOfBeforeDisbursement,
    DocumentRepeated,
    FiguresTooLarge,
    PaymentBeforeDisbursement,
    QuotationKeyMissing,
    QuotationKeyUnknown,
    QuotationListExpected,
    QuotationRowUnreadable,
    QuotationTextExpected,
    QuotationUnreadable,
)
from cartera.credit.settlements.rules import check_against_statement, settlement_figures
from cartera.kernel.dates import parse_date
from cartera.kernel.money import (
    MAX_WHOLE_DIGITS,
    PLAIN,
    AmountNotPositive,
    format_amount,
    parse_amount,
    round_cents,
)
from cartera.kernel.refusals import Refusal, Refusals, raise_gathered
from cartera.kernel.text import gettext_noop as _

T = TypeVar("T")
Read = TypeVar("Read")

_KEYS: Final = ("terms", "documents", "disbursed_on", "matures_on", "payments", "as_of")
_DOCUMENT_KEYS: Final = ("debtor", "number", "amount")
_PAYMENT_KEYS: Final = ("on", "amount")
_HIGHEST_RATE_PCT: Final = Decimal(10) ** 9
_TOO_LARGE: Final = Decimal(10) ** MAX_WHOLE_DIGITS


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation as read: terms, face amounts, dates, and payments in the order of their dates."""

    terms: Terms
    amounts: tuple[Decimal, ...]
    disbursed_on: date
    matures_on: date
    payments: tuple[Paid, ...]
    as_of: date


def quote(document: object) -> dict[str, Any]:
    """The disbursement, the payments, the settlement and what is owed, as texts of two decimals.

    Refused at the field ("documents.0.amount"): an unknown or missing key, an amount or a date
    that is not one, a document twice, a payment or `as_of` before the disbursement, and whatever
    `price` refuses. All that cannot be read is told at once.
    """
    quotation = read_quotation(document)
    try:
        return _answer(quotation)
    except (InvalidOperation, Overflow):
        raise FiguresTooLarge(limit=MAX_WHOLE_DIGITS) from None


def read_quotation(document: object) -> Quotation:
    """The quotation that a parsed JSON document states. Refused as `quote` says."""
    if not isinstance(document, Mapping):
        raise QuotationUnreadable
    reading = _Reading()
    reading.keys(document, _KEYS, "")
    terms = reading.value(lambda: Terms.from_json(document.get("terms", {})))
    amounts = _documents(reading, document)
    disbursed_on = reading.day(document, "disbursed_on")
    matures_on = reading.day(document, "matures_on")
    payments = _payments(reading, document, disbursed_on)
    as_of = reading.day(document, "as_of")
    if as_of and disbursed_on and as_of < disbursed_on:
        refusal = AsOfBeforeDisbursement(as_of=as_of, disbursed_on=disbursed_on, field="as_of")
        reading.refusals.append(refusal)
    raise_gathered(reading.refusals)
    return Quotation(
        _read(terms),
        tuple(amounts),
        _read(disbursed_on),
        _read(matures_on),
        tuple(sorted(payments, key=lambda paid: paid.on)),
        _read(as_of),
    )


def quotation_table(answer: Mapping[str, Any], translate: Callable[[str], str] = str) -> str:
    """The answer of `quote` as a table for the eye; `translate` turns its Spanish words."""
    sections = [
        _section(translate(_("Desembolso")), answer["disbursement"], translate),
        _payments_table(answer["payments"], translate),
        _section(translate(_("Liquidación")), answer["settlement"], translate),
        _section(translate(_("Adeudado a la fecha")), answer["owed_as_of"], translate),
    ]
    rate = answer["effective_annual_rate_pct"]
    shown = translate(_("no existe")) if rate is None else f"{rate} %"
    sections.append(f"{translate(_('Tasa efectiva anual'))}: {shown}")
    return "\n\n".join(section for section in sections if section)


class _Reading:
    """Reads value by value and keeps every refusal, so that all are told at once."""

    def __init__(self) -> None:
        self.refusals: list[Refusal] = []

    def value(self, read: Callable[[], T]) -> T | None:
        """What `read` reads, or None with its refusals kept."""
        try:
            return read()
        except Refusal as refusal:
            self.refusals.extend(refusal if isinstance(refusal, Refusals) else (refusal,))
            return None

    def keys(self, row: Mapping[str, object], allowed: Sequence[str], field: str) -> None:
        """Refuse every key that `allowed` lacks."""
        self.refusals.extend(
            QuotationKeyUnknown(
                key=str(key)[:40], allowed=", ".join(allowed), field=f"{field}{str(key)[:40]}"
            )
            for key in row
            if key not in allowed
        )

    def day(self, row: Mapping[str, object], key: str, field: str = "") -> date | None:
        """The date under `key`."""
        return self.value(lambda: parse_date(_required(row, key, field), field=f"{field}{key}"))

    def amount(self, row: Mapping[str, object], key: str, field: str) -> Decimal | None:
        """The positive amount under `key`."""
        return self.value(lambda: _positive(_required(row, key, field), f"{field}{key}"))

    def rows(
        self, document: Mapping[str, object], name: str, keys: Sequence[str]
    ) -> list[tuple[str, Mapping[str, object]]]:
        """The rows listed under `name`, each with its place ("documents.0.")."""
        listed = document.get(name, [])
        if not isinstance(listed, list | tuple):
            self.refusals.append(QuotationListExpected(field=name))
            return []
        found: list[tuple[str, Mapping[str, object]]] = []
        for n, row in enumerate(listed):
            if isinstance(row, Mapping):
                self.keys(row, keys, f"{name}.{n}.")
                found.append((f"{name}.{n}.", row))
            else:
                self.refusals.append(
                    QuotationRowUnreadable(keys=", ".join(keys), field=f"{name}.{n}")
                )
        return found


def _documents(reading: _Reading, document: Mapping[str, object]) -> list[Decimal]:
    if "documents" not in document:
        reading.refusals.append(QuotationKeyMissing(key="documents", field="documents"))
    seen: set[tuple[str, str]] = set()
    amounts: list[Decimal] = []
    for field, row in reading.rows(document, "documents", _DOCUMENT_KEYS):
        amount = reading.amount(row, "amount", field)
        reading.value(partial(_check_new, row, field, seen))
        if amount is not None:
            amounts.append(amount)
    return amounts


def _check_new(row: Mapping[str, object], field: str, seen: set[tuple[str, str]]) -> None:
    named = _text(row, "debtor", field), _text(row, "number", field)
    if named in seen:
        raise DocumentRepeated(debtor=named[0], number=named[1], field=f"{field}number")
    if all(named):
        seen.add(named)


def _payments(
    reading: _Reading, document: Mapping[str, object], disbursed_on: date | None
) -> list[Paid]:
    payments: list[Paid] = []
    for field, row in reading.rows(document, "payments", _PAYMENT_KEYS):
        on, amount = reading.day(row, "on", field), reading.amount(row, "amount", field)
        if on and disbursed_on and on < disbursed_on:
            reading.refusals.append(
                PaymentBeforeDisbursement(paid_on=on, disbursed_on=disbursed_on, field=f"{field}on")
            )
        elif on and amount:
            payments.append(Paid(on, amount))
    return payments


def _required(row: Mapping[str, object], key: str, field: str) -> object:
    if key not in row:
        raise QuotationKeyMissing(key=key, field=f"{field}{key}")
    return row[key]


def _positive(value: object, field: str) -> Decimal:
    amount = parse_amount(value, PLAIN, field=field)
    if not amount:
        raise AmountNotPositive(field=field)
    return amount


def _text(row: Mapping[str, object], key: str, field: str) -> str:
    text = row.get(key, "")
    if not isinstance(text, str):
        raise QuotationTextExpected(text=str(text)[:40], field=f"{field}{key}")
    return text.strip()


def _read(value: Read | None) -> Read:
    if value is None:
        raise AssertionError("a refusal must have been raised for what could not be read")
    return value


def _answer(quotation: Quotation) -> dict[str, Any]:
    terms, matures_on = quotation.terms, quotation.matures_on
    priced = price(terms, quotation.amounts, quotation.disbursed_on, matures_on)
    opening = opening_position(priced, quotation.disbursed_on)
    applied = replay(terms, opening, matures_on, quotation.payments)
    splits = [step.split for step in applied if step.split]
    known = [opening, *(step.position for step in applied if step.event.on <= quotation.as_of)]
    final = applied[-1].position if applied else opening
    owed = owed_as_of(terms, known[-1], matures_on, quotation.as_of)
    return {
        "disbursement": _disbursement(priced),
        "payments": [
            _payment(paid, split) for paid, split in zip(quotation.payments, splits, strict=True)
        ],
        "settlement": _settlement(quotation, priced, splits, final),
        "owed_as_of": _owed(owed),
        "effective_annual_rate_pct": _annual_rate(quotation, priced, splits, final),
    }


def _disbursement(priced: Price) -> dict[str, str]:
    return {
        "advanced": _plain(priced.advanced),
        "commission": _plain(priced.commission),
        "vat": _plain(priced.vat),
        "upfront_interest": _plain(priced.upfront_interest),
        "upfront_vat": _plain(priced.upfront_vat),
        "net": _plain(priced.net),
    }


def _payment(paid: Paid, split: Split) -> dict[str, str]:
    return {
        "on": paid.on.isoformat(),
        "amount": _plain(paid.amount),
        "charges": _plain(split.charges),
        "default_interest": _plain(split.default_interest),
        "interest": _plain(split.interest),
        "vat": _plain(split.vat),
        "capital": _plain(split.capital),
        "balance": _plain(split.balance),
    }


def _settlement(
    quotation: Quotation, priced: Price, splits: Sequence[Split], final: Position
) -> dict[str, str]:
    collected = sum((paid.amount for paid in quotation.payments), Decimal(0))
    figures = settlement_figures(collected, priced.advanced, splits)
    check_against_statement(figures, final.capital)
    return {
        "collected": _plain(figures.collected),
        "advanced": _plain(figures.advanced),
        "interest": _plain(figures.interest),
        "default_interest": _plain(figures.default_interest),
        "vat": _plain(figures.vat),
        "amount_to_return": _plain(figures.amount_to_return),
    }


def _owed(owed: Owed) -> dict[str, str]:
    return {
        "capital": _plain(owed.capital),
        "interest": _plain(owed.interest),
        "default_interest": _plain(owed.default_interest),
        "vat": _plain(owed.vat),
        "total": _plain(owed.total),
    }


def _annual_rate(
    quotation: Quotation, priced: Price, splits: Sequence[Split], final: Position
) -> str | None:
    """Net received against what is repaid; what the payments leave owed, at the later of maturity
    and the last payment."""
    flows = [(quotation.disbursed_on, priced.net)]
    for paid, split in zip(quotation.payments, splits, strict=True):
        flows.append((paid.on, split.excess - paid.amount))
    last_on = max(quotation.matures_on, final.charged_to)
    left = owed_as_of(quotation.terms, final, quotation.matures_on, last_on).total
    if left > 0:
        flows.append((last_on, -left))
    rate = effective_annual_rate(flows)
    return None if rate is None or rate > _HIGHEST_RATE_PCT else _plain(rate)


def _plain(amount: Decimal) -> str:
    if abs(amount) >= _TOO_LARGE:
        raise FiguresTooLarge(limit=MAX_WHOLE_DIGITS)
    return format_amount(amount, PLAIN)


_LABELS: Final = {
    "advanced": _("Monto financiado"),
    "commission": _("Comisión"),
    "vat": _("IVA"),
    "upfront_interest": _("Interés anticipado"),
    "upfront_vat": _("IVA del interés anticipado"),
    "net": _("Neto a entregar"),
    "collected": _("Total cobrado"),
    "interest": _("Interés ordinario"),
    "default_interest": _("Interés moratorio"),
    "amount_to_return": _("Valor a devolver"),
    "capital": _("Capital"),
    "total": _("Total"),
    "on": _("Fecha"),
    "amount": _("Monto"),
    "charges": _("Cargos"),
    "balance": _("Saldo"),
}


def _section(title: str, figures: Mapping[str, str], translate: Callable[[str], str]) -> str:
    lines = [title]
    for key, text in figures.items():
        lines.append(f"  {translate(_LABELS[key]):<28}{_spanish(text):>18}")
    return "\n".join(lines)


def _payments_table(rows: Sequence[Mapping[str, str]], translate: Callable[[str], str]) -> str:
    if not rows:
        return ""
    heads = [translate(_LABELS[key]) for key in rows[0]]
    table = [heads, *([row["on"], *map(_spanish, list(row.values())[1:])] for row in rows)]
    widths = [max(len(line[n]) for line in table) for n in range(len(heads))]
    lines = (
        "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True))
        for line in table
    )
    return "\n".join([translate(_("Pagos")), *(f"  {line}" for line in lines)])


def _spanish(text: str) -> str:
    return format_amount(round_cents(Decimal(text)))
