"""The sets of papers that go out: what the client gets, what stays, and where it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cartera.accounting.tax.models import TaxReceipt
from cartera.credit.parties.models import Client
from cartera.desk.work.at import At
from cartera.entrance.casework import (
    PrintedPaper,
    assignment_in,
    for_clients,
    traces_of,
)


@dataclass(frozen=True, slots=True)
class Sets:
    """Papers and receipts of a case by who gets them."""

    client: Client | None
    to_client: Sequence[PrintedPaper]
    kept: Sequence[PrintedPaper]
    receipts: Sequence[TaxReceipt]


def context(at: At, foreseen: Any) -> dict[str, Any]:
    """What there is to put together and send."""
    traces = traces_of(at.task.case_id)
    theirs = for_clients(traces).papers
    assignment = assignment_in(at.subject)
    return {
        "sets": Sets(
            client=assignment.client if assignment else None,
            to_client=theirs,
            kept=[printed for printed in traces.papers if printed not in theirs],
            receipts=traces.receipts,
        )
    }
