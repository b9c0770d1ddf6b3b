"""The verification by telephone: whom to call, what to ask, and what each document says."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Any

from cartera.credit.assignments.models import AssignedDocument, DebtVerification
from cartera.credit.parties.models import Debtor
from cartera.desk.work.at import At
from cartera.kernel.money import ZERO

EARLIER_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Call:
    """One debtor to call, and the documents to ask it about."""

    debtor: Debtor
    documents: tuple[AssignedDocument, ...]
    earlier: tuple[DebtVerification, ...]

    @property
    def total(self) -> Decimal:
        """The sum of its documents."""
        return sum((document.amount for document in self.documents), ZERO)


def context(at: At, foreseen: Any) -> dict[str, Any]:
    """The calls to make."""
    return {"calls": list(_calls(at.subject.listed))}


def _calls(listed: Iterable[AssignedDocument]) -> Iterable[Call]:
    by_debtor = sorted(listed, key=attrgetter("debtor_id", "pk"))
    earlier = _earlier({document.debtor_id for document in by_debtor})
    for pk, found in groupby(by_debtor, key=attrgetter("debtor_id")):
        documents = tuple(found)
        yield Call(documents[0].debtor, documents, tuple(earlier.get(pk, ())[:EARLIER_AT_MOST]))


def _earlier(debtors: set[int]) -> dict[int, list[DebtVerification]]:
    """Who informed for these debtors before, each person's last call, newest first. One query."""
    found = DebtVerification.objects.filter(document__debtor_id__in=debtors)
    newest = found.select_related("document").order_by("-id")[: EARLIER_AT_MOST * 10]
    by_debtor: dict[int, dict[str, DebtVerification]] = {}
    for call in newest:
        by_debtor.setdefault(call.document.debtor_id, {}).setdefault(call.informed_by, call)
    return {debtor: list(calls.values()) for debtor, calls in by_debtor.items()}
