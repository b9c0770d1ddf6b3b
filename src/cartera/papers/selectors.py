"""Which papers there are."""

from collections.abc import Iterable
from datetime import date

from cartera.credit.assignments.models import Assignment
from cartera.credit.payments.models import PaymentDay
from cartera.papers.models import Paper

HASH_DIGITS = 64
SHORTEST_HASH = 16  # as many as a paper prints


def last_issued(code: str, case_ids: Iterable[int]) -> list[Paper]:
    """The papers of a form that the cases' last step to issue it made, in their order."""
    papers = Paper.objects.filter(form=code, case_id__in=list(case_ids))
    last = papers.order_by("-issued_at", "-id").first()
    if last is None:
        return []
    same = papers.filter(case_id=last.case_id, issued_at=last.issued_at)
    return list(same.select_related("case").order_by("id"))


def cases_of_assignment(number: int) -> list[int]:
    """The cases whose papers speak of one assignment: its request and its settlements."""
    assignment = Assignment.objects.filter(number=number).first()
    if assignment is None or assignment.case_id is None:
        return []
    return [assignment.case_id, *assignment.settlements.values_list("case_id", flat=True)]


def cases_of_day(on: date) -> list[int]:
    """The cases of a day's rounds of payments."""
    return list(PaymentDay.objects.filter(on=on).values_list("case_id", flat=True))


def papers_by_hash(typed: str) -> list[Paper]:
    """The papers whose content has this hash: all of it, or the digits that a paper prints.

    Spaces, capitals and what a QR code says before the hash are of no matter. Too few digits find
    nothing.
    """
    digits = typed.rsplit("/", 1)[-1].rsplit(":", 1)[-1].replace(" ", "").strip().lower()
    if not SHORTEST_HASH <= len(digits) <= HASH_DIGITS or not set(digits) <= set(
        "0123456789abcdef"
    ):
        return []
    found = Paper.objects.filter(content_hash__startswith=digits)
    return list(found.select_related("case").order_by("id"))
