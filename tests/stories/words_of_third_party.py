"""Words of the stories of documents and money that are not ours."""

from typing import Any

from cartera.accounting.ledger.models import Line
from cartera.control.workflow.models import Case
from cartera.credit.payments.postings import reference_of
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.third_party.models import ForeignDocument


class ThirdPartyWords:
    """What is told of foreign documents. The rest of the words are `Story`'s."""

    players: Any

    def includes(self, document: str, other: str, amount: str, new_on: str) -> dict[str, Any]:
        """A visit to the usual debtor, whose cheque is for another document too."""
        kept = {"document": document, "outcome": "other", "number": other, "amount": amount,
                "reason": "el cheque incluye otro documento", "new_on": new_on}  # fmt: skip
        return {"debtor": "D001", "outcomes": [kept]}

    def pays_both(self, number: str, *documents: tuple[str, str], **more: Any) -> dict[str, Any]:
        """A visit to the usual debtor that brings one cheque for several documents."""
        outcomes = [
            {"document": document, "outcome": "cheque", "number": number, "amount": amount}
            for document, amount in documents
        ]
        total = sum(round(float(amount) * 100) for _, amount in documents)
        cheque = {"number": number, "bank": "Banco Agrícola", "amount": f"{total / 100:.2f}",
                  "is_negotiable": True} | more  # fmt: skip
        return {"debtor": "D001", "outcomes": outcomes, "cheques": [cheque], "finish": False}

    def foreign(self, number: str) -> int:
        """The case that follows a foreign document."""
        return ForeignDocument.objects.filter(number=number).latest("id").case_id

    def value(self, number: str) -> str:
        """Where a foreign document stands."""
        found = ForeignDocument.objects.filter(number=number).latest("id")
        said = found.get_state_display()
        return f"{said}: {found.collected}" if found.collected else said

    def payout(self, number: str) -> int:
        """The last case in which a value is paid (INT-26)."""
        found = ForeignDocument.objects.filter(number=number).latest("id")
        return found.value_payments.latest("id").case_id

    def way_of(self, number: str) -> int:
        """The case in which a cheque travels."""
        cheque = Cheque.objects.filter(number=number).latest("id")
        return cheque.batched.latest("id").batch.case_id

    def owed_to_others(self, number: str) -> list[str]:
        """Every entry's line about a foreign document's money: account, debit, credit."""
        paper = ForeignDocument.objects.filter(number=number).latest("id").paper_id or 0
        lines = Line.objects.filter(reference=reference_of(paper)).select_related("account")
        return [f"{x.account.code} {x.debit} {x.credit}" for x in lines.order_by("entry", "n")]

    def cases_of(self, procedure: str) -> list[str]:
        """The cases of a procedure, and where each waits."""
        found = Case.objects.filter(procedure=procedure).order_by("id")
        return [f"{one.title}: {self.waits(one.pk)}" for one in found]  # type: ignore[attr-defined]
