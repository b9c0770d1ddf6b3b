"""What a client owes outside its assignments, and what is withheld for it."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from cartera.credit.claims.models import Claim, Deduction
from cartera.kernel.money import ZERO


def open_claims(client_id: int) -> QuerySet[Any]:
    """The client's open claims, oldest first, each with its `balance` not yet withheld."""
    withheld = Sum("deductions__amount", filter=~Q(deductions__state="void"), default=ZERO)
    return (
        Claim.objects.filter(client_id=client_id, state="open")
        .annotate(withheld=Coalesce(withheld, ZERO))
        .annotate(balance=F("amount") - F("refunded") - F("withheld"))
        .filter(balance__gt=0)
        .order_by("id")
    )


def deductions_of(case_id: int) -> QuerySet[Deduction]:
    """What is withheld in a case, void ones left out, oldest first."""
    return (
        Deduction.objects.filter(case_id=case_id)
        .exclude(state="void")
        .select_related("claim", "to_assignment")
        .order_by("id")
    )


def deductions_by_case(case_ids: Collection[int]) -> dict[int, list[Deduction]]:
    """What each of several cases withholds. One query."""
    found: dict[int, list[Deduction]] = {case_id: [] for case_id in case_ids}
    rows = Deduction.objects.filter(case__in=case_ids).exclude(state="void")
    for row in rows.select_related("to_assignment").order_by("id"):
        found[row.case_id].append(row)
    return found


def withheld_in(case_id: int) -> Decimal:
    """The sum withheld in a case."""
    total: Decimal = deductions_of(case_id).aggregate(total=Sum("amount", default=ZERO))["total"]
    return total
