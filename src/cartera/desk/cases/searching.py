"""Finding a case by what people have in hand: its number, a client, an assignment, a document, a
cheque."""

import re

from django.db.models import Q, QuerySet

from cartera.control.workflow.models import Case
from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.parties.models import Client
from cartera.credit.payments.models import Payment
from cartera.credit.settlements.models import Settlement
from cartera.entrance.visitor import Visitor
from cartera.kernel.search import number_key, search_key

FOUND_AT_MOST = 200
_CASE = re.compile(r"((?:PCI|INT)-?F?[0-9]{2})(?:\D+([0-9]{1,9}))?", re.IGNORECASE)


def found_cases(visitor: Visitor, text: str, state: str) -> QuerySet[Case]:
    """The cases that the visitor may see and that `text` finds, newest first."""
    found = Case.objects.all()
    if not visitor.is_staff:
        found = found.filter(client_code__in=visitor.client_codes).exclude(client_code="")
    if state in Case.State.values:
        found = found.filter(state=state)
    return (found.filter(_meant(text)) if text else found).order_by("-id")


def number_of(text: str) -> int | None:
    """A number that was typed in figures only."""
    digits = text.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


def _meant(text: str) -> Q:
    named = _CASE.fullmatch(text)
    if named:
        wanted = Q(procedure__iexact=named[1])
        return wanted & Q(number=int(named[2])) if named[2] else wanted
    return Q(pk__in=_case_ids(text)) | Q(client_code__in=_client_codes(text))


def _client_codes(text: str) -> list[str]:
    key = search_key(text)
    meant = Q(code__iexact=text) | Q(tax_id=text)
    if key:
        meant |= Q(search_name__contains=key)
    return list(Client.objects.filter(meant).values_list("code", flat=True)[:FOUND_AT_MOST])


def _case_ids(text: str) -> set[int | None]:
    """The cases of the assignments, documents and payments that bear what was typed."""
    key, number = number_key(text), number_of(text)
    assignments = set(
        AssignedDocument.objects.filter(number_key=key).values_list("assignment", flat=True)[
            :FOUND_AT_MOST
        ]
    )
    payments = Payment.objects.filter(reference__iexact=text)
    paid = list(payments.values_list("day__case", "assignment")[:FOUND_AT_MOST])
    assignments |= {assignment for _, assignment in paid}
    if number is not None:
        named = Assignment.objects.filter(number=number)
        assignments |= set(named.values_list("pk", flat=True))
    cases: set[int | None] = {case for case, _ in paid}
    cases |= set(Assignment.objects.filter(pk__in=assignments).values_list("case", flat=True))
    settled = Settlement.objects.filter(assignment__in=assignments)
    return cases | set(settled.values_list("case", flat=True))
