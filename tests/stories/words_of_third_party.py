"""Words of the stories of documents and money that are not ours."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cartera.accounting.ledger.models import Line
from cartera.control.workflow.engine import perform
from cartera.control.workflow.inputs import model_of
from cartera.control.workflow.models import Case, Task
from cartera.control.workflow.registry import procedure_of
from cartera.credit.payments.models import Payout
from cartera.credit.payments.postings import reference_of
from cartera.procedures.playing_cheques import deposit
from cartera.procedures.playing_routes import collect
from cartera.procedures.verification import verify
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

    def one_cheque(self, number: str, *documents: tuple[str, str], **more: Any) -> dict[str, Any]:
        """A visit to the usual debtor that brings one cheque for several documents."""
        outcomes = [
            {"document": document, "outcome": "cheque", "number": number, "amount": amount}
            for document, amount in documents
        ]
        total = sum((Decimal(amount) for _, amount in documents), Decimal(0))
        cheque = {"number": number, "bank": "Banco Agrícola", "amount": str(total),
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

    def given(self, number: str) -> int:
        """The last time that a foreign document's money was given out."""
        paper = ForeignDocument.objects.filter(number=number).latest("id").paper_id
        return Payout.objects.filter(payment__paper_id=paper).latest("id").pk

    def way_back(self, number: str) -> int:
        """The last case in which a foreign document's paper goes back to its client (INT-27)."""
        found = ForeignDocument.objects.filter(number=number).latest("id")
        return found.paper_returns.latest("id").case_id

    def bounced(self, number: str) -> int:
        """The case in which a bounced cheque is decided upon (INT-22)."""
        cheque = Cheque.objects.filter(number=number).latest("id")
        return cheque.rejections.latest("id").case_id

    def way_of(self, number: str) -> int:
        """The case in which a cheque travels."""
        cheque = Cheque.objects.filter(number=number).latest("id")
        return cheque.batched.latest("id").batch.case_id

    def owed_to_others(self, number: str) -> list[str]:
        """Every entry's line about a foreign document's money: account, debit, credit."""
        paper = ForeignDocument.objects.filter(number=number).latest("id").paper_id or 0
        lines = Line.objects.filter(reference=reference_of(paper)).select_related("account")
        return [f"{x.account.code} {x.debit} {x.credit}" for x in lines.order_by("entry", "n")]

    def verified(self) -> list[str]:
        """The checks of `cartera verify` that find something."""
        return [answer.check.name for answer in verify() if not answer.holds]

    def cases_of(self, procedure: str) -> list[str]:
        """The cases of a procedure, and where each waits."""
        found = Case.objects.filter(procedure=procedure).order_by("id")
        return [f"{one.title}: {self.waits(one.pk)}" for one in found]  # type: ignore[attr-defined]

    def goes_on_with(self, case: int, until: int, **inputs: Any) -> str:
        """The usual people do what is to be done up to a step, with what their steps take."""
        while task := Task.objects.filter(case_id=case, state="open", step__lt=until).first():
            step = procedure_of(task.procedure).step(task.step)
            taken = model_of(step.act).model_fields if step else {}
            mine = {name: value for name, value in inputs.items() if name in taken}
            perform(task.pk, self.players.who(task), mine)
        return str(self.waits(case))  # type: ignore[attr-defined]

    def to_bank(self, case: int, value_on: str) -> str:
        """A batch of cheques is taken to the bank, which counts them from a day."""
        deposit(self.players, case, date.fromisoformat(value_on))
        return str(self.waits(case))  # type: ignore[attr-defined]

    def value_held(self, ours: str, amount: str, other: str, other_amount: str) -> int:
        """A visit's cheque paid a foreign document too, and its value is held; the case."""
        outcome = {"document": ours, "outcome": "cheque", "number": "11", "amount": amount}
        cheque = {"number": "11", "bank": "Banco Agrícola", "is_negotiable": True,
                  "amount": str(Decimal(amount) + Decimal(other_amount))}  # fmt: skip
        others = [{"cheque": "11", "document": other, "amount": other_amount}]
        collect(self.players, [{"debtor": "D001", "outcomes": [outcome], "cheques": [cheque],
                                "others": others}])  # fmt: skip
        case = self.foreign(other)
        told = {"number": other, "amount": other_amount, "way": "endorse"}
        self.goes_on_with(case, 12, **told)
        value_on = self.today() + timedelta(days=1)  # type: ignore[attr-defined]
        self.to_bank(self.way_of("11"), value_on.isoformat())
        self.days_pass(1)  # type: ignore[attr-defined]
        self.pays()  # type: ignore[attr-defined]
        self.goes_on_with(case, 17)
        return case
