"""Reads of delegations and loans: what may be delegated, what is with whom, what is late."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet, Sum

from cartera.credit.payments.third_party import payments_held
from cartera.kernel.money import ZERO
from cartera.recovery.cheques.models import Cheque, ChequeCover
from cartera.recovery.cheques.rules import GONE
from cartera.recovery.cheques.selectors import standing_covers
from cartera.recovery.custody.models import Original
from cartera.recovery.custody.selectors import holder_words
from cartera.recovery.delegations.models import (
    Borrowing,
    DelegatedDocument,
    Delegation,
    DocumentLoan,
)
from cartera.recovery.delegations.refusals import (
    BeingLent,
    DelegatedAlready,
    DocumentAskedTwice,
    DocumentElsewhere,
    NotToCollect,
)
from cartera.recovery.routes.models import RouteItem

OPEN = ("asked", "lent")
LENDING = ("asked", "requested", "authorised", "lent")
BORROWED = ("asked", "issued", "delivered", "lent", "routed", "settled", "drawn", "paid")
NO_MONEY = ("bounced", *GONE)
WITH_CLIENT = ("lent", "settling", "unsettled")


def to_delegate() -> QuerySet[Original]:
    """The originals of documents to collect that are in the vault, by their operation."""
    found = Original.objects.filter(document__state="live", state="vault")
    found = found.exclude(loans__state__in=LENDING)
    return found.exclude(delegated__state__in=OPEN).order_by("document__operation_number")


def asked_originals(client_id: int, operations: Sequence[int]) -> list[Original]:
    """The originals of a client's documents, by their operations, in that order. Two queries.

    Refuses an operation that is none of his to collect, one named twice, a document that is not in
    the vault, and one that another delegation has asked for.
    """
    found = Original.objects.filter(
        document__operation_number__in=operations,
        document__state="live",
        document__assignment__client_id=client_id,
    )
    rows = found.select_related("document__assignment", "debtor", "place", "person")
    by_operation = {o.document.operation_number: o for o in rows if o.document}
    asked: list[Original] = []
    for place, operation in enumerate(operations):
        original = by_operation.get(operation)
        if original is None:
            raise NotToCollect(operation=operation, field=f"documents.{place}.operation")
        asked.append(_checked(original, asked, place))
    return asked


def check_free(originals: Iterable[Original], besides: int = 0) -> None:
    """Refuse what another delegation has asked for, or is being lent. Three queries.

    Until the act ends the originals are held, so that of two who ask side by side, the one for a
    client and the other for another company, the second sees what the first was promised.
    """
    wanted = [original.pk for original in originals]
    list(Original.objects.filter(pk__in=wanted).order_by("pk").select_for_update(of=("self",)))
    lent = DocumentLoan.objects.filter(original__in=wanted, state__in=LENDING)
    for loan in lent.select_related("original").order_by("id")[:1]:
        raise BeingLent(number=loan.original.number)
    taken = DelegatedDocument.objects.filter(original__in=wanted, state__in=OPEN)
    others = taken.exclude(delegation_id=besides).select_related("original", "delegation__case")
    first = others.order_by("id").first()
    if first is not None:
        raise DelegatedAlready(number=first.original.number, case=first.delegation.case.number)


def open_documents(delegation: Delegation) -> list[DelegatedDocument]:
    """What of a delegation is asked for or with the client, in the order of the letter. One query,
    which brings the originals and where they are."""
    rows = DelegatedDocument.objects.filter(delegation=delegation, state__in=OPEN)
    return list(rows.select_related(*_BESIDE).order_by("id"))


def documents_of(delegation: Delegation) -> list[DelegatedDocument]:
    """Every document of a delegation that was not taken off its letter. One query."""
    rows = DelegatedDocument.objects.filter(delegation=delegation).exclude(state="void")
    return list(rows.select_related(*_BESIDE, "brought").order_by("id"))


def operation_of(row: DelegatedDocument) -> int:
    """The operation by which a delegated document is told."""
    document = row.original.document
    return (document.operation_number or 0) if document else 0


def overdue_delegations(at: datetime) -> QuerySet[Delegation]:
    """Delegations that should have been settled by an instant, the longest first."""
    late = Delegation.objects.filter(state__in=WITH_CLIENT, back_by_at__lt=at)
    return late.select_related("client", "case").order_by("back_by_at")


def to_collect() -> QuerySet[Original]:
    """The originals of documents to collect that are in the house, by their operation."""
    found = Original.objects.filter(document__state="live", state__in=("vault", "in_hand"))
    return found.order_by("document__operation_number")


def open_borrowings() -> QuerySet[Borrowing]:
    """What other companies are asked for, or lend to us."""
    return Borrowing.objects.filter(state__in=BORROWED)


def covers_in_house(paper: Original) -> QuerySet[ChequeCover]:
    """What cheques pay of a paper, once custody received them, while they stand."""
    received = RouteItem.objects.filter(original=paper, state="cheque", closed_at__isnull=False)
    found = ChequeCover.objects.filter(original=paper, original__in=received.values("original"))
    found = found.filter(cheque__purpose=Cheque.Purpose.PAYMENT)
    return found.exclude(cheque__state__in=NO_MONEY).select_related("cheque").order_by("id")


def collected_in_house(paper: Original) -> Decimal:
    """What came for a paper by those cheques, in the company's currency. One query."""
    total: Decimal | None = covers_in_house(paper).aggregate(total=Sum("amount"))["total"]
    return total or ZERO


def is_paid(paper: Original) -> bool:
    """Whether a cheque that pays a paper may still be money, or its money is held. One that the
    bank returned may be deposited again until it is given back. At most two queries."""
    return standing_covers(paper.pk).exists() or bool(payments_held(paper.pk))


def is_on_a_route(paper: Original) -> bool:
    """Whether a paper is on a route that still has it."""
    return RouteItem.objects.filter(original=paper, closed_at__isnull=True).exists()


_BESIDE = (
    "original__document__assignment",
    "original__debtor",
    "original__place",
    "original__person",
)


def _checked(original: Original, before: Sequence[Original], place: int) -> Original:
    field = f"documents.{place}.operation"
    if original in before:
        raise DocumentAskedTwice(number=original.number, field=field)
    if original.state != Original.State.VAULT:
        holder = holder_words(original)
        raise DocumentElsewhere(number=original.number, holder=holder, field=field)
    return original
