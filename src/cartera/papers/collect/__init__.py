"""What each form says, read from the rooms at the step that makes it.

A collector is a function of `Sources`; it yields the papers of its form, each with its title.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from cartera.control.workflow.definitions import Act
from cartera.papers.collect import (
    delegated,
    entries,
    foreign,
    operation,
    payments,
    receipts,
    recovered,
    request,
    routes,
    settlement,
)
from cartera.papers.collect.sources import Drawn, Sources
from cartera.papers.forms.codec import to_json
from cartera.papers.registry import form_of

TITLE_LIMIT = 160

COLLECTORS: Mapping[str, Callable[[Sources], Iterator[Drawn]]] = {
    "FORM-01": request.request_letter,
    "FORM-02": request.assignment_letters,
    "FORM-03": request.quedans,
    "FORM-04": request.promissory_note,
    "FORM-05": operation.verification_reports,
    "FORM-06": operation.disbursement_request,
    "FORM-07": operation.credits_to_clients,
    "FORM-08": entries.posted_entry,
    "FORM-09": routes.route_report,
    "FORM-10": recovered.negotiable_cheques,
    "FORM-11": recovered.non_negotiable_cheques,
    "FORM-12": recovered.payment_notes,
    "FORM-18": payments.applications_of_day,
    "FORM-19": payments.income_of_day,
    "FORM-20": entries.payment_entry,
    "FORM-21": settlement.documents_of_assignment,
    "FORM-22": settlement.statement_of_assignment,
    "FORM-23": settlement.settlement_voucher,
    "FORM-13": delegated.loan_letter,
    "FORM-14": foreign.foreign_documents,
    "FORM-16": foreign.pending_liquidations,
    "FORM-17": foreign.collected_documents,
    "FORM-15": delegated.delegated_collection,
    "FORM-24": delegated.delegation_letter,
    "CCF": receipts.receipts_of_case,
}


class Collected(NamedTuple):
    """The content of one paper, ready to be frozen."""

    code: str
    title: str
    content: dict[str, Any]


def collect(codes: tuple[str, ...], subject: Any, act: Act) -> Iterator[Collected]:
    """The content of each paper that a step makes; what several forms need is read once.

    Refuses (FiguresDoNotAdd) what could never be printed: the step is not done then.
    """
    sources = Sources(subject, act)
    for code in codes:
        form_of(code)
        for title, payload in COLLECTORS[code](sources):
            payload.check()
            yield Collected(code, title[:TITLE_LIMIT], to_json(payload))
