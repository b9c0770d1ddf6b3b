"""The words in which the stories of papers out of the house are told (PCI-F11)."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from cartera.accounting.banking.models import DepositSlip
from cartera.control.people.models import RoleGrant, User
from cartera.control.workflow.engine import perform
from cartera.control.workflow.models import Case, Task
from cartera.credit.assignments.models import AssignedDocument
from cartera.credit.parties.models import Client, Representative
from cartera.kernel.clock import now
from cartera.procedures.players import Players
from cartera.procedures.playing_delegations import (
    a_cheque,
    delegation_answers,
    loan_answers,
    play_for_outside,
    request_of,
)
from cartera.procedures.setup import FIRST_PLACE
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.custody.models import Original
from cartera.recovery.custody.selectors import holder_words
from cartera.recovery.delegations.selectors import overdue_delegations
from tests.cast import CLIENT, a_live_assignment

ZONE = ZoneInfo("America/El_Salvador")
DELEGATIONS: Mapping[tuple[str, int], dict[str, Any]] = {
    **{
        ("PCI-F11", step): answer
        for step, answer in delegation_answers("0.00", "", "").items()
        if step not in (2, 11, 13)
    },
    ("INT-17", 2): {"place": FIRST_PLACE},
}


class TellsOfDelegations:
    """Documents lent, and how they come back."""

    players: Players
    opens: Any
    does: Any
    goes_on: Any
    waits: Any

    def live_with(self, *documents: dict[str, str]) -> int:
        """An assignment of these documents, disbursed today; its case."""
        return a_live_assignment(self.players, *documents)

    def asks_to_collect(self, *numbers: str, client: str = CLIENT, who: str = "cte") -> Any:
        """A client asks for documents to collect himself; the case, or why not."""
        operations = [self._operation(number) for number in numbers]
        return self.opens("PCI-F11", who, **request_of(client, operations))

    def asks_again(self, case: int, *numbers: str) -> str:
        """The letter that came back, corrected."""
        operations = [self._operation(number) for number in numbers]
        told: str = self.does("cte", case, **request_of(CLIENT, operations))
        return told

    def guarantee(self, amount: str, **more: Any) -> dict[str, Any]:
        """The guarantee cheque and the letter, as the assistant reads them."""
        return a_cheque("G-1", amount, letter=True) | more

    def brings(self, number: str, amount: str, **more: Any) -> dict[str, Any]:
        """A cheque that the client brings."""
        return a_cheque(number, amount, **more)

    def told(self, number: str, cheque: str = "") -> dict[str, Any]:
        """What became of a document."""
        return {"operation": self._operation(number), "cheque": cheque}

    def delegated(self, numbers: tuple[str, ...], until: int) -> int:
        """A delegation played up to a step; its case."""
        case: int = self.asks_to_collect(*numbers)
        amount = Case.objects.get(pk=case).delegation.amount
        answers = delegation_answers(f"{amount:.2f}", "G-1", "P-1")
        while task := Task.objects.filter(case_id=case, state="open", step__lt=until).first():
            typed = answers.get(task.step, {}) if task.kind == "step" else {}
            perform(task.pk, self.players.who(task), typed)
        return case

    def admits_factor(self, code: str) -> str:
        """Another factoring company recorded and admitted (INT-23)."""
        typed = {"code": code, "name": "Crédito Centroamericano, S.A."}
        ended: str = self.goes_on(self.players.open("INT-23", "J_COB", typed))
        return ended

    def lends(self, number: str) -> Any:
        """A document of ours is to be lent to the other company; the case, or why not."""
        return self.lends_operation(self._operation(number))

    def lends_operation(self, operation: int) -> Any:
        """The same by its operation."""
        return self.opens("PCI-F03.2", "j_cob", factor="F01", operation=operation)

    def lent_until(self, case: int, until: int) -> str:
        """A loan played up to a step; what it waits for."""
        play_for_outside(self.players, case, loan_answers(), until - 1)
        told: str = self.waits(case)
        return told

    def other_client(self, code: str) -> None:
        """Another client, for whom 'otro' speaks."""
        typed = {"code": code, "name": "Textiles Apopa, S.A. de C.V."}
        account = {"bank": "Banco Agrícola", "account": f"15191{code}"}
        self.players.play_through(self.players.open("INT-01", "EJ_NEG", typed | account))
        client = Client.objects.get(code=code)
        user = User.objects.create(username="otro", full_name="otro", email="otro@x.example")
        RoleGrant.objects.create(user=user, role="CTE", from_on=now().date(), recorded_at=now())
        Representative.objects.create(user=user, client=client)
        self.players = Players({**self.players.users, "otro": user})

    def taken_out(self, number: str, receiver: str) -> str:
        """Custody gives an original to somebody (INT-18)."""
        label = Original.objects.filter(number=number).latest("id").label
        typed = {"originals": [label], "receiver": receiver, "reason": "visita"}
        ended: str = self.goes_on(self.players.open("INT-18", "R_CUST", typed))
        return ended

    def given_back(self, number: str) -> str:
        """Who has an original gives it to custody again (INT-17)."""
        original = Original.objects.filter(number=number, kind="quedan").latest("id")
        typed = {"originals": [original.label], "reason": "vuelve"}
        giver = (original.person.username if original.person else "").upper()
        ended: str = self.goes_on(self.players.open("INT-17", giver, typed))
        return ended

    def goes_back(self, number: str) -> int:
        """The case in which a cheque goes back to its client (INT-25)."""
        return Cheque.objects.get(number=number).guarantee_return.case_id

    def reaches_bank(self, deposit: int) -> None:
        """The collector leaves at the bank what he was handed in a case (INT-24)."""
        errand = Case.objects.get(parent_id=deposit, procedure="INT-24", state="open")
        self.players.play_through(errand.pk, {2: {"receipt": "R-1"}})

    def slip_of(self, deposit: int) -> list[dict[str, Any]]:
        """What the bank said of the slip of a case, of today."""
        slip = DepositSlip.objects.filter(case_id=deposit).latest("id")
        return [{"slip": slip.number, "receipt": "R-1", "value_on": f"{now():%Y-%m-%d}"}]

    # --- what there is ------------------------------------------------------------------------

    def where(self, number: str) -> str:
        """Where an original is, and who has it."""
        original = Original.objects.filter(number=number, kind="quedan").latest("id")
        return f"{original.get_state_display()}: {holder_words(original)}"

    def back_by(self, number: str) -> str:
        """When an original must be back."""
        return _instant(Original.objects.get(number=number, kind="quedan").back_by_at)

    def time_is_up(self, case: int) -> str:
        """When what waits in a case is due."""
        return _instant(Task.objects.get(case_id=case, state="open").due_at)

    def guarantee_is(self) -> str:
        """The last guarantee that came: its state, its amount, who has it."""
        return _told_of(Cheque.objects.filter(purpose="guarantee").latest("id"))

    def paper_of(self, number: str) -> str:
        """A cheque's state, its amount, who has it."""
        return _told_of(Cheque.objects.filter(number=number).latest("id"))

    def late(self) -> list[str]:
        """Delegations past their time."""
        return [f"{one.client.code} {one.amount}" for one in overdue_delegations(now())]

    def goes_on_from(self, case: int) -> list[str]:
        """What the cases that a case began wait for."""
        children = Case.objects.filter(parent_id=case, state="open").order_by("procedure", "id")
        tasks = Task.objects.filter(case__in=children, state="open").order_by("procedure", "id")
        return [f"{task.procedure} {task.step} {task.role}" for task in tasks]

    def child(self, case: int) -> int:
        """The open case that a case began."""
        return Case.objects.get(parent_id=case, state="open").pk

    def begun(self, case: int, procedure: str) -> int:
        """The open case of a procedure that a case began."""
        return Case.objects.get(parent_id=case, state="open", procedure=procedure).pk

    def to_collect(self, assignment: int) -> list[str]:
        """What of an assignment's documents is still to be collected, and what came in for each."""
        rows = AssignedDocument.objects.filter(assignment__number=assignment).order_by("id")
        return [f"{row.number} {row.get_state_display()} {row.amount_collected}" for row in rows]

    def _operation(self, number: str) -> int:
        document = Original.objects.filter(number=number, kind="quedan").latest("id").document
        return (document.operation_number or 0) if document else 0


def _instant(at: Any) -> str:
    return f"{at.astimezone(ZONE):%d/%m %H:%M}"


def _told_of(cheque: Cheque) -> str:
    state = cheque.get_state_display()
    return f"{state}, de {cheque.amount}, lo tiene {holder_words(cheque.original)}"
