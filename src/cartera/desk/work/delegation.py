"""A delegation beside its steps: its documents and where each is, its guarantee, its time."""

from typing import Any

from cartera.desk.work.at import At
from cartera.kernel.clock import now
from cartera.recovery.custody.models import Original
from cartera.recovery.custody.selectors import holder_words
from cartera.recovery.delegations.models import Delegation
from cartera.recovery.delegations.selectors import documents_of, operation_of


def context(at: At, foreseen: Any) -> dict[str, Any]:
    """What is delegated. Two queries. Clients are not told who of the house has what."""
    delegation: Delegation = at.subject
    rows = documents_of(delegation)
    holder = holder_words if at.visitor.is_staff else _nobody
    return {
        "delegation": delegation,
        "is_late": delegation.back_by_at is not None
        and delegation.closed_on is None
        and delegation.back_by_at < now(),
        "guarantee_with": holder(delegation.guarantee.original) if delegation.guarantee else "",
        "delegated": [
            {"row": row, "operation": operation_of(row), "holder": holder(row.original)}
            for row in rows
        ],
    }


def _nobody(_original: Original) -> str:
    return ""
