"""A delegation beside its steps: its documents and where each is, its guarantee, its time."""

from typing import Any

from cartera.desk.work.at import At
from cartera.kernel.clock import now
from cartera.recovery.custody.selectors import holder_words
from cartera.recovery.delegations.models import Delegation
from cartera.recovery.delegations.selectors import documents_of, operation_of


def context(at: At, foreseen: Any) -> dict[str, Any]:
    """What is delegated. Two queries."""
    delegation: Delegation = at.subject
    rows = documents_of(delegation)
    return {
        "delegation": delegation,
        "is_late": delegation.back_by_at is not None
        and delegation.closed_on is None
        and delegation.back_by_at < now(),
        "guarantee_with": holder_words(delegation.guarantee.original)
        if delegation.guarantee
        else "",
        "delegated": [
            {"row": row, "operation": operation_of(row), "holder": holder_words(row.original)}
            for row in rows
        ],
    }
