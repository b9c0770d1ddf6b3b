"""Documents that somebody else collects: FORM-24 (PCI-F11 step 1)."""

from collections.abc import Iterator

from cartera.kernel.calendar import Deadline
from cartera.kernel.text import gettext_noop as _
from cartera.papers.collect.sources import (
    Drawn,
    Sources,
    cents,
    client_block,
    number_of,
    representative_of,
    total,
)
from cartera.papers.forms import form_24
from cartera.recovery.delegations.models import DelegatedDocument, Delegation
from cartera.recovery.delegations.rules import SETTLE_WITHIN
from cartera.recovery.delegations.selectors import documents_of, operation_of

_UNITS = {"business_days": _("{n} días hábiles"), "hours": _("{n} horas"), "days": _("{n} días")}


def delegation_letter(sources: Sources) -> Iterator[Drawn]:
    """FORM-24, with the documents by assignment."""
    delegation: Delegation = sources.subject
    grouped: dict[int, list[DelegatedDocument]] = {}
    for row in documents_of(delegation):
        document = row.original.document
        number = (document.assignment.number or 0) if document else 0
        grouped.setdefault(number, []).append(row)
    groups = tuple(_of_assignment(number, rows) for number, rows in sorted(grouped.items()))
    payload = form_24.Payload(
        factor=sources.house.name,
        client=client_block(delegation.client),
        assignments=groups,
        total=total(group.subtotal for group in groups),
        within=within_words(SETTLE_WITHIN),
        representative=representative_of(delegation.client),
    )
    yield Drawn("", payload)


def within_words(deadline: Deadline) -> str:
    """How long somebody has, as a letter says it."""
    return _UNITS[deadline.unit].format(n=deadline.amount)


def _of_assignment(number: int, rows: list[DelegatedDocument]) -> form_24.OfAssignment:
    listed = tuple(
        form_24.DelegatedRow(
            number=row.original.number,
            operation=str(operation_of(row)),
            debtor=row.original.debtor.name if row.original.debtor else "",
            amount=cents(row.amount),
        )
        for row in rows
    )
    return form_24.OfAssignment(number_of(number), listed, total(row.amount for row in listed))
