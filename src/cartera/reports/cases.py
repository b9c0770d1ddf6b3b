"""Which cases a typed text means: by number, client, assignment, document, cheque."""

import re

from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.parties.models import Client
from cartera.credit.payments.models import Payment
from cartera.credit.settlements.models import Settlement
from cartera.kernel.search import number_key
from cartera.reports.listing import Condition
from cartera.reports.matching import by_reference, whole
from cartera.reports.words import has_words

FOUND_AT_MOST = 200
# The case `k` as `str` writes one everywhere else.
CASE_WRITTEN = "k.procedure || ' ' || k.number"
CASE_NAME = re.compile(r"((?:PCI|INT)-?F?[0-9]{2}(?:\.[0-9])?)(?:\D+([0-9]{1,9}))?", re.IGNORECASE)


def cases_meant(text: str) -> Condition:
    """The cases `k` that the text names, or whose client it names, or which hold what it names."""
    named = CASE_NAME.fullmatch(text)
    if named:
        own = Condition("k.procedure = %s", (named[1].upper(),))
        if not named[2]:
            return own
        return Condition(f"{own.sql} AND k.number = %s", (*own.values, int(named[2])))
    ids, codes = sorted(_case_ids(text)), _client_codes(text)
    return Condition("k.id = ANY(%s) OR k.client_code = ANY(%s)", (ids, codes))


def ends_as(text: str) -> RawSQL:
    """A condition for `filter` on payments: the reference is the typed one, however typed."""
    meant = by_reference("reference", text, entire=True)
    return RawSQL(meant.sql, meant.values, output_field=BooleanField())  # noqa: S611 - `sql` is ours


def _client_codes(text: str) -> list[str]:
    meant = Client.objects.filter(Q(code__iexact=text) | Q(tax_id=text) | Q(has_words(text)))
    return list(meant.values_list("code", flat=True)[:FOUND_AT_MOST])


def _case_ids(text: str) -> set[int]:
    """The cases of the assignments, documents and payments that bear what was typed."""
    key, number = number_key(text), whole(text)
    documents = AssignedDocument.objects.filter(number_key=key)
    assignments = set(documents.values_list("assignment", flat=True)[:FOUND_AT_MOST])
    payments = Payment.objects.filter(ends_as(text))
    paid = list(payments.values_list("day__case", "assignment")[:FOUND_AT_MOST])
    assignments |= {assignment for _, assignment in paid}
    if number is not None:
        named = Assignment.objects.filter(number=number)
        assignments |= set(named.values_list("pk", flat=True))
    cases: set[int | None] = {case for case, _ in paid}
    cases |= set(Assignment.objects.filter(pk__in=assignments).values_list("case", flat=True))
    settled = Settlement.objects.filter(assignment__in=assignments)
    cases |= set(settled.values_list("case", flat=True))
    return {case for case in cases if case is not None}
