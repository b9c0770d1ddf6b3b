"""Words of the stories of documents between factoring companies (PCI-F03, PCI-F03.1)."""

from typing import Any

from cartera.accounting.banking.models import IssuedCheque
from cartera.control.workflow.engine import perform
from cartera.control.workflow.models import Case, Task
from cartera.credit.payments.third_party import payments_held
from cartera.kernel.refusals import Refusal
from cartera.papers.models import Paper
from cartera.procedures.pci_f03 import begin_search
from cartera.procedures.playing_delegations import (
    borrow_answers,
    play_for_outside,
    search_answers,
)
from cartera.recovery.custody.models import Original
from cartera.recovery.delegations.models import Borrowing
from tests.cheque_cast import act_of


class LoanWords:
    """What is told of searches and of what other companies lend. The rest is `Story`'s."""

    players: Any
    opens: Any
    waits: Any

    def searches(self, ours: str, number: str, who: str = "j_cob") -> Any:
        """A document is asked for that the same cheque pays as ours; the case, or why not."""
        document = Original.objects.filter(number=ours, kind="quedan").latest("id").document
        operation = document.operation_number if document else 0
        return self.opens("PCI-F03", who, operation=operation, number=number)

    def searches_operation(self, operation: int, number: str) -> Any:
        """The same by the operation of ours."""
        return self.opens("PCI-F03", "j_cob", operation=operation, number=number)

    def searched_until(self, case: int, until: int, amount: str) -> str:
        """A search played up to a step, what the client says recorded; what it waits for."""
        return self._played(case, until, search_answers(amount))

    def told_to_another(self, within: int, ours: str, number: str) -> int:
        """A client says in another case that another company has a document; the search."""
        original = Original.objects.filter(number=ours, kind="quedan").latest("id")
        act = act_of(self.players.users["j_cob"], "J_COB", within)
        return begin_search(original, number, None, act).pk

    def borrowed(self, ours: str, number: str, amount: str, until: int) -> int:
        """A loan to us, from the search on, played up to a step; its case."""
        search = self.searches(ours, number)
        self.searched_until(search, 9, amount)
        case = Case.objects.get(parent_id=search, procedure="PCI-F03.1").pk
        self.borrowed_until(case, until)
        return case

    def borrowed_until(self, case: int, until: int) -> str:
        """A loan to us played up to a step; what it waits for."""
        return self._played(case, until, borrow_answers(f"E-{case}"))

    def pays_both(
        self, number: str, amount: str, *documents: tuple[str, str], **more: Any
    ) -> dict[str, Any]:
        """A visit to the usual debtor that brings one cheque for several documents."""
        outcomes = [
            {"document": paper, "outcome": "cheque", "number": number, "amount": part} | more
            for paper, part in documents
        ]
        cheque = {"number": number, "bank": "Banco Agrícola", "amount": amount,
                  "is_negotiable": True}  # fmt: skip
        return {"debtor": "D001", "outcomes": outcomes, "cheques": [cheque], "finish": True}

    def held_for(self, number: str) -> list[str]:
        """What the house holds for a paper that is not its own."""
        paper = Original.objects.filter(number=number).latest("id")
        return [str(payment.amount) for payment in payments_held(paper.pk)]

    def signs(self, who: str, case: int) -> str:
        """Somebody signs the task of his role; what waits next, or why not."""
        task = Task.objects.get(case_id=case, state="open", role=who.upper())
        try:
            perform(task.pk, self.players.users[who], {})
        except Refusal as refusal:
            return f"No: {refusal}"
        told: str = self.waits(case)
        return told

    def borrowing(self, case: int) -> str:
        """Where a loan to us stands."""
        loan = Borrowing.objects.get(case_id=case)
        collected = f", cobrado {loan.collected}" if loan.collected else ""
        return f"{loan.get_state_display()}{collected}"

    def issued(self) -> list[str]:
        """The cheques of the company's own, and how each stands."""
        return [
            f"{cheque.number} {cheque.get_state_display()} {cheque.amount}"
            for cheque in IssuedCheque.objects.order_by("id")
        ]

    def says_paper(self, case: int, form: str) -> Any:
        """The content of the last paper of a form in a case."""
        return Paper.objects.filter(case_id=case, form=form).latest("id").content

    def _played(self, case: int, until: int, answers: dict[int, dict[str, Any]]) -> str:
        play_for_outside(self.players, case, answers, until - 1)
        told: str = self.waits(case)
        return told
