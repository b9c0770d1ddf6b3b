"""A loan between factoring companies beside the other one's steps: what it was asked and said."""

from typing import Any

from cartera.desk.work.at import At
from cartera.kernel.clock import now
from cartera.recovery.delegations.answering import answers_in
from cartera.recovery.delegations.models import Borrowing, DocumentLoan


def context(at: At, foreseen: Any) -> dict[str, Any]:
    """The loan, its clock, and what the other company said by its link. One query."""
    loan: Borrowing | DocumentLoan = at.subject
    ours = loan.original
    number = loan.number if isinstance(loan, Borrowing) else ours.number
    return {
        "loan": loan,
        "number": number,
        "debtor": ours.debtor,
        "is_late": loan.back_by_at is not None
        and loan.closed_on is None
        and loan.back_by_at < now(),
        "answers": answers_in(loan.case_id),
    }
