"""What a table says of itself while it is typed: its totals, terms in days, documents repeated."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, ngettext

from cartera.control.workflow.definitions import Step
from cartera.credit.assignments.acts import request_disbursement
from cartera.credit.assignments.models import Assignment
from cartera.credit.assignments.selectors import same_documents
from cartera.credit.claims.acts import withhold_pending
from cartera.credit.claims.models import Claim
from cartera.credit.parties.models import Debtor
from cartera.credit.settlements.acts import square_settlement
from cartera.desk.forms.fields import Field
from cartera.desk.forms.form import Form
from cartera.desk.forms.sheets import Cells
from cartera.desk.forms.typed import read_cell
from cartera.entrance.offers import debtors_for
from cartera.entrance.visitor import Visitor
from cartera.kernel.money import ZERO, format_amount, parse_amount
from cartera.kernel.numbers import named_number
from cartera.kernel.refusals import Refusal
from cartera.kernel.search import number_key


@dataclass(frozen=True, slots=True)
class Marks:
    """What is told of a table: sums by column, a sentence below it, a word beside a cell's path;
    `alarms` are the words that nobody should miss."""

    sums: Mapping[str, str]
    balance: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    alarms: frozenset[str] = frozenset()


def mark_tables(form: Form, step: Step, subject: Any, visitor: Visitor) -> None:
    """Put beside each table of a form what it says of itself."""
    for asked in form.fields:
        if asked.kind != "table":
            continue
        rows = form.rows_of(asked)
        sums = {c.name: _sum(c, rows, visitor) for c in asked.columns if c.kind == "amount"}
        marked = _MARKED.get((step.act, asked.name))
        notes, alarms, balance = {}, {}, ""
        if marked and rows:
            notes = dict(marked(asked, rows, visitor))
            alarms = dict(_twice(asked.name, rows, subject, visitor)) if asked.required else {}
            balance = _balance(form, sums, visitor) if asked.required else ""
        told = _told(sums, visitor)
        form.marks[asked.name] = Marks(
            told if rows else {}, balance, notes | alarms, frozenset(alarms)
        )


def mark_sums(form: Form, visitor: Visitor) -> None:
    """Put beside each table the sums of its amounts alone."""
    for asked in form.fields:
        rows = form.rows_of(asked) if asked.kind == "table" else []
        if rows:
            sums = {c.name: _sum(c, rows, visitor) for c in asked.columns if c.kind == "amount"}
            form.marks[asked.name] = Marks(_told(sums, visitor))


def _told(sums: Mapping[str, Decimal], visitor: Visitor) -> dict[str, str]:
    return {name: format_amount(sum_, visitor.house.locale) for name, sum_ in sums.items()}


def _sum(column: Field, rows: Sequence[Cells], visitor: Visitor) -> Decimal:
    """The sum of what reads; what does not is marked at its own cell."""
    return sum((_value(column, row, visitor) or ZERO for row in rows), ZERO)


def _value(column: Field, row: Cells, visitor: Visitor) -> Any:
    text = row.get(column.name, "").strip()
    try:
        return read_cell(column, text, visitor.house.locale, column.name) if text else None
    except Refusal:
        return None


def _balance(form: Form, sums: Mapping[str, Decimal], visitor: Visitor) -> str:
    """The documents' total beside the amount that is asked for."""
    locale = visitor.house.locale
    listed = sums.get("amount", ZERO)
    try:
        asked = parse_amount(form.text_of("amount"), locale)
    except Refusal:
        return gettext("Documentos: %(listed)s.") % {"listed": format_amount(listed, locale)}
    words = {
        "listed": format_amount(listed, locale),
        "asked": format_amount(asked, locale),
        "difference": format_amount(abs(listed - asked), locale),
    }
    if listed == asked:
        return gettext("Documentos: %(listed)s, lo mismo que se pide.") % words
    if listed > asked:
        return gettext("Documentos: %(listed)s; se piden %(asked)s: %(difference)s de más.") % words
    return gettext("Documentos: %(listed)s; se piden %(asked)s: faltan %(difference)s.") % words


def _documents(asked: Field, rows: Sequence[Cells], visitor: Visitor) -> Iterator[tuple[str, str]]:
    """Beside each document: its debtor's name, and its term in days."""
    columns = {column.name: column for column in asked.columns}
    codes = {row.get("debtor", "").strip() for row in rows}
    names = {debtor.code: debtor for debtor in debtors_for(visitor).filter(code__in=codes - {""})}
    for place, row in enumerate(rows):
        head = f"{asked.name}.{place}"
        known = names.get(row.get("debtor", "").strip())
        if known:
            yield f"{head}.debtor", known.name
        due_on = _value(columns["due_on"], row, visitor)
        if due_on:
            days = (due_on - visitor.standing.on).days
            told = ngettext("%(days)s día", "%(days)s días", days) % {"days": days}
            yield f"{head}.due_on", told


def _debtors(codes: set[str]) -> dict[str, Debtor]:
    found = Debtor.objects.filter(code__in=codes - {""})
    return {debtor.code: debtor for debtor in found}


def _twice(
    table: str, rows: Sequence[Cells], subject: Any, visitor: Visitor
) -> Iterator[tuple[str, str]]:
    """Documents that are here twice, or stand elsewhere."""
    yield from _repeated(table, rows)
    names = _debtors({row.get("debtor", "").strip() for row in rows})
    for path, other in _elsewhere(table, rows, names, subject):
        if visitor.is_staff:
            yield path, gettext("ya está en la %(other)s") % {"other": other}
        else:  # which one, is no client's business
            yield path, gettext("ya está en otra cesión")


def _repeated(table: str, rows: Sequence[Cells]) -> Iterator[tuple[str, str]]:
    seen: dict[str, int] = {}
    for place, row in enumerate(rows):
        key = number_key(row.get("number", ""))
        if key and seen.setdefault(key, place) != place:
            words = gettext("repetido: es el de la fila %(row)s") % {"row": seen[key] + 1}
            yield f"{table}.{place}.number", words


def _elsewhere(
    table: str, rows: Sequence[Cells], names: Mapping[str, Debtor], subject: Any
) -> Iterator[tuple[str, Assignment]]:
    """Documents that stand in another assignment already, and in which. One query."""
    keys = {
        place: (names[code].pk, number_key(row.get("number", "")))
        for place, row in enumerate(rows)
        if (code := row.get("debtor", "").strip()) in names and row.get("number", "").strip()
    }
    own = subject if isinstance(subject, Assignment) else None
    found = same_documents(keys.values(), own) if keys else {}
    for place, key in keys.items():
        if key in found:
            yield f"{table}.{place}.number", found[key].assignment


def _claims(asked: Field, rows: Sequence[Cells], visitor: Visitor) -> Iterator[tuple[str, str]]:
    """Beside each claim: why it is owed, and how much of it is left."""
    typed = [named_number(row.get("claim", "").strip()) for row in rows]
    found = dict(_reasons({number for number in typed if number is not None}))
    for place, number in enumerate(typed):
        if number in found:
            yield f"{asked.name}.{place}.claim", found[number]


def _reasons(claims: set[int]) -> Iterable[tuple[int, str]]:
    return Claim.objects.filter(pk__in=claims).values_list("pk", "reason") if claims else ()


_MARKED: Mapping[tuple[Callable[..., Any], str], Callable[..., Iterator[tuple[str, str]]]] = {
    (request_disbursement, "documents"): _documents,
    (withhold_pending, "claims"): _claims,
    (square_settlement, "claims"): _claims,
}
