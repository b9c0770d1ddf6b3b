"""People who live the procedures: one for each role, and a second for the tie-out.

The training company, the replay and the tests let them work; they go through the same door as
everybody else and are refused like everybody else.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from typing import Any

from cartera.control.people.models import User
from cartera.control.people.roles import ROLES
from cartera.control.workflow.engine import Done, open_case, perform
from cartera.control.workflow.models import Case, Task
from cartera.control.workflow.registry import step_of
from cartera.credit.parties.models import Client, Representative
from cartera.kernel.clock import now
from cartera.procedures.setup import FIRST_PLACE, Person

SECOND = "ap_ab_2"

Watch = Callable[[str, int], AbstractContextManager[None]]
"""Called with procedure and step around each step that is played."""

COMPANY_OF_PLAYERS = (
    *(Person(role.code.lower(), role.name, (role.code,)) for role in ROLES.values()),
    Person(SECOND, "Aplicación de abonos (segunda persona)", ("AP_AB",)),
)


@dataclass(frozen=True, slots=True)
class Players:
    """Users by username; the role's code in small letters is who plays it."""

    users: Mapping[str, User]
    watch: Watch = lambda _procedure, _step: nullcontext()

    def play(self, case_id: int, inputs: Mapping[str, Any] | None = None) -> Done:
        """Whoever the open task of the case is for does it."""
        return self._do(Task.objects.get(case_id=case_id, state="open"), inputs or {})

    def play_through(
        self,
        case_id: int,
        inputs: Mapping[int, Mapping[str, Any]] | None = None,
        upto: int | None = None,
    ) -> int:
        """Play a case to its end, or through step `upto`; how many steps it took.

        `inputs` are by number of step.
        """
        steps = 0
        while task := Task.objects.filter(case_id=case_id, state="open").first():
            if upto is not None and task.step > upto:
                break
            self._do(task, (inputs or {}).get(task.step, {}))
            steps += 1
        return steps

    def _do(self, task: Task, inputs: Mapping[str, Any]) -> Done:
        with self.watch(task.procedure, task.step):
            return perform(task.pk, self.who(task), inputs)

    def who(self, task: Task) -> User:
        """The player of a task: for whom it waits, of its role, the second one for the tie-out."""
        if task.claimed_by_id:
            return User.objects.get(pk=task.claimed_by_id)
        _, step = step_of(task.procedure, task.step)
        barred = task.role == "AP_AB" and step.not_by
        return self.users[SECOND if barred else task.role.lower()]

    def open(self, code: str, role: str, inputs: Mapping[str, Any]) -> int:
        """Somebody of `role` opens a case; its id."""
        with self.watch(code, 1):
            return open_case(code, self.users[role.lower()], inputs).case_id

    def admit_client(self, code: str, name: str, **more: Any) -> Client:
        """A client recorded and admitted (INT-01), for whom the client player speaks."""
        typed = {"code": code, "name": name, "bank": "Banco Agrícola", "account": f"15191{code}"}
        self.play_through(self.open("INT-01", "EJ_NEG", typed | more))
        client = Client.objects.get(code=code)
        Representative.objects.create(user=self.users["cte"], client=client)
        return client

    def admit_debtor(self, code: str, name: str, limit: str, **more: Any) -> None:
        """A debtor recorded and admitted (INT-02)."""
        typed = {"code": code, "name": name, "limit_amount": limit}
        self.play_through(self.open("INT-02", "EJ_NEG", typed | more))

    def approve_line(
        self,
        client: str,
        amount: str,
        from_on: date,
        expires_on: date,
        terms: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> None:
        """A line proposed and approved (INT-03)."""
        typed = {
            "client": client,
            "amount_approved": amount,
            "from_on": from_on.isoformat(),
            "expires_on": expires_on.isoformat(),
            "terms": dict(terms or {}),
        }
        self.play_through(self.open("INT-03", "EJ_NEG", typed | more))

    def request(
        self, client: str, documents: Sequence[Mapping[str, Any]], amount: str, term_days: int
    ) -> int:
        """The client's request (PCI-F01 step 1); the case."""
        typed = {
            "client": client,
            "amount": amount,
            "term_days": term_days,
            "documents": list(documents),
        }
        return self.open("PCI-F01", "CTE", typed)

    def disburse(self, case_id: int, documents: Sequence[str]) -> int:
        """The whole of PCI-F01 from step 2, every debtor confirming, and the originals into the
        vault; how many steps."""
        return self.play_through(case_id, usual_answers(documents)) + self.store_originals(case_id)

    def receive_and_apply(self, payments: Sequence[Mapping[str, Any]]) -> Case:
        """A whole round of PCI-F09 from these payments; its case."""
        case_id = self.open("PCI-F09", "AP_AB", {"payments": list(payments)})
        self.play_through(case_id)
        return Case.objects.get(pk=case_id)

    def settle(self, case_id: int, inputs: Mapping[int, Mapping[str, Any]] | None = None) -> int:
        """The whole of PCI-F10, and the originals back to their client; how many steps."""
        usual = {3: {"documents_out": True}, 4: {"promissory_note": True}}
        steps = self.play_through(case_id, {**usual, **(inputs or {})})
        return steps + self.return_originals(case_id)

    def store_originals(self, case_id: int) -> int:
        """Custody takes in what an operation hands it (INT-17); how many steps."""
        return self._play_children(case_id, "INT-17", {2: {"place": FIRST_PLACE}})

    def return_originals(self, case_id: int) -> int:
        """The client gets back what an operation gives him back (INT-20); how many steps."""
        return self._play_children(case_id, "INT-20", {2: {"received_by": "Encargada de pagos"}})

    def _play_children(
        self, case_id: int, code: str, inputs: Mapping[int, Mapping[str, Any]]
    ) -> int:
        children = Case.objects.filter(parent_id=case_id, procedure=code, state="open")
        return sum(self.play_through(child.pk, inputs) for child in children)


def usual_answers(documents: Sequence[str]) -> dict[int, dict[str, Any]]:
    """What the players of PCI-F01 answer when all is in order, by step."""
    return {
        2: {
            "request_letter": True,
            "assignment_letters": True,
            "quedans": True,
            "promissory_note": True,
        },
        4: {
            "verifications": [
                {
                    "document": number,
                    "informed_by": "Encargada de pagos",
                    "informed_at": now().isoformat(),
                }
                for number in documents
            ]
        },
        7: {"documentation_correct": True},
        10: {"is_correct": True},
    }
