"""The house that the state machine drives, and what it remembers of it without asking it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from cartera.accounting.banking.selectors import slips_of_case
from cartera.control.audit.models import Event
from cartera.control.people.models import User
from cartera.control.workflow.engine import Done, open_case, perform, reject, send_back
from cartera.control.workflow.models import Case, Task
from cartera.control.workflow.registry import step_of
from cartera.credit.assignments.models import Assignment
from cartera.credit.claims.models import Deduction
from cartera.credit.payments.models import Bounce, Payment
from cartera.credit.settlements.models import Settlement
from cartera.kernel.clock import FixedClock
from cartera.kernel.refusals import Refusal
from cartera.procedures.players import Players, usual_answers
from cartera.procedures.setup import FIRST_PLACE
from cartera.recovery.custody.models import HandedOriginal
from tests.cast import move_to
from tests.properties.away import AWAY, answers_of
from tests.properties.reckoning import Owed, cents, price_of

TAXED_CLIENT = "0002"
IN_CUSTODY = ("INT-17", "INT-20")
OF_CHEQUES = ("PCI-F06", "INT-22", "INT-24")


@dataclass
class Memory:
    """What was done, remembered by the tests: by it every answer of the house is judged."""

    owed: dict[int, Owed] = field(default_factory=dict)
    settled: dict[int, int] = field(default_factory=dict)
    doers: dict[tuple[int, int], set[int]] = field(default_factory=dict)
    opened: dict[int, dict[str, Any]] = field(default_factory=dict)
    refusals: int = 0
    last: tuple[int, int, dict[str, Any], str, Done] | None = None


class House:
    """Every act goes through here, so that what must follow from it is remembered."""

    def __init__(self, players: Players, clock: FixedClock, today: date) -> None:
        self.players, self.clock, self.today = players, clock, today
        self.memory = Memory()
        self.keys = 0
        self.events_before = Event.objects.count()

    # --- acts ---------------------------------------------------------------------------------

    def act(self, task: Task, user: User, inputs: dict[str, Any]) -> Done:
        """Perform, and remember what must follow."""
        key = f"key-{task.pk}-{self.memory.refusals}-{len(self.memory.doers)}-{self.keys}"
        self.keys += 1
        done = self.tried(lambda: perform(task.pk, user, inputs, key=key))
        self.memory.last = (task.pk, user.pk, inputs, key, done)
        if task.kind == "step":
            self.memory.doers.setdefault((task.case_id, task.step), set()).add(user.pk)
        self._remember(task)
        return done

    def open(self, code: str, role: str, inputs: dict[str, Any]) -> int:
        """Open a case, as the player of `role`."""
        user = self.players.users[role.lower()]
        case = self.tried(lambda: open_case(code, user, inputs)).case_id
        self.memory.doers.setdefault((case, 1), set()).add(user.pk)
        self.memory.opened[case] = inputs
        return case

    def who(self, task: Task) -> User:
        """Who does a task when all is in order; what another company does, a person of the house
        records."""
        return self.players.users["j_cob"] if task.role == "EMP_FACT" else self.players.who(task)

    def turn_back(self, task: Task, user: User, to: int | None) -> Done:
        """Send back with a reason."""
        return self.tried(lambda: send_back(task.pk, user, "no coincide", to))

    def turn_down(self, task: Task, user: User) -> Done:
        """Reject with a reason."""
        return self.tried(lambda: reject(task.pk, user, "no procede"))

    def tried(self, attempt: Callable[[], Done]) -> Done:
        """Whatever is refused is counted: each refusal must be in the chain."""
        try:
            return attempt()
        except Refusal:
            self.memory.refusals += 1
            raise

    def answers(self, task: Task) -> dict[str, Any]:
        """What whoever does this step types when all is in order; a first step is typed again."""
        if task.procedure in IN_CUSTODY:
            return self._handing(task)
        if task.procedure in OF_CHEQUES:
            return self._carrying(task)
        if task.procedure in AWAY and (task.step > 1 or task.case_id not in self.memory.opened):
            return answers_of(task)
        if task.step == 1 and task.procedure not in ("PCI-F09", "PCI-F10"):
            return self.memory.opened[task.case_id]
        if task.procedure == "PCI-F01" and task.kind == "step":
            assignment = Assignment.objects.get(case_id=task.case_id)
            numbers = assignment.documents.exclude(state="withdrawn").order_by("id")
            return usual_answers(list(numbers.values_list("number", flat=True))).get(task.step, {})
        usual = {3: {"documents_out": True}, 4: {"promissory_note": True}}
        return usual.get(task.step, {}) if task.procedure == "PCI-F10" else {}

    def go_on(self, case_id: int, steps: int) -> None:
        """The right people do the next steps of a case."""
        for _ in range(steps):
            task = Task.objects.filter(case_id=case_id, state="open").order_by("id").first()
            if task is None:
                break
            self.act(task, self.who(task), self.answers(task))
        self._papers_follow(case_id)

    def _papers_follow(self, case_id: int) -> None:
        """Originals go where the operation that ended sent them: into the vault, or home."""
        ended = Case.objects.exclude(state="open")
        followed = Case.objects.filter(parent__in=ended.filter(pk=case_id), state="open")
        for child in followed.filter(procedure__in=IN_CUSTODY):
            self.go_on(child.pk, 2)

    def _handing(self, task: Task) -> dict[str, Any]:
        """What is typed where originals change hands."""
        if (task.procedure, task.step) == ("INT-17", 1):
            items = HandedOriginal.objects.filter(hand_over__case_id=task.case_id)
            labels = sorted({item.original.label for item in items.select_related("original")})
            return {"originals": labels, "reason": "otra vez"}
        usual = {("INT-17", 2): {"place": FIRST_PLACE}, ("INT-20", 2): {"received_by": "Ana"}}
        return usual.get((task.procedure, task.step), {})

    def take_to_bank(self, case_id: int, steps: int) -> None:
        """The right people take a cheque that far on its way."""
        for _ in range(steps):
            errands = Case.objects.filter(parent_id=case_id, procedure="INT-24", state="open")
            for errand in errands:
                self.go_on(errand.pk, 2)
            self.go_on(case_id, 1)

    def _carrying(self, task: Task) -> dict[str, Any]:
        """What is typed where a cheque goes to the bank, or comes back from it."""
        place = (task.procedure, task.step)
        if place == ("PCI-F06", 8):
            numbers = [slip.number for slip in slips_of_case(task.case_id)]
            said = {"receipt": "B-1", "value_on": self.today.isoformat()}
            return {"slips": [{"slip": number, **said} for number in numbers]}
        if place == ("INT-22", 1):
            return {"decision": "redeposit"}
        usual = {
            ("PCI-F06", 2): {"collector": "g_cob"},
            ("PCI-F06", 7): {"collector": "g_cob"},
            ("INT-24", 2): {"receipt": "B-1"},
            ("INT-22", 4): {"received_by": "Ana"},
        }
        return usual.get(place, {})

    def days_pass(self, days: int) -> None:
        """The clock moves; payments that waited for their value date may now be taken in."""
        self.today += timedelta(days=days)
        move_to(self.clock, self.today)

    # --- what follows -------------------------------------------------------------------------

    def _remember(self, task: Task) -> None:
        place = (task.procedure, task.step, task.kind)
        if place == ("PCI-F01", 12, "step"):
            self._disbursed(Assignment.objects.get(case_id=task.case_id))
        elif place == ("PCI-F09", 3, "step"):
            self._applied(task.case_id)
        elif place == ("INT-06", 2, "step"):
            self._bounced(Bounce.objects.get(case_id=task.case_id))
        elif place == ("PCI-F10", 11, "step"):
            self._settled(Settlement.objects.get(case_id=task.case_id))

    def _disbursed(self, assignment: Assignment) -> None:
        documents = assignment.documents.exclude(state="withdrawn")
        price = price_of([cents(d.amount) for d in documents])
        taken = Deduction.objects.filter(case__assignment=assignment, state="taken")
        withheld = sum(cents(amount) for amount in taken.values_list("amount", flat=True))
        assert cents(assignment.amount_advanced) == price.advanced
        assert cents(assignment.amount_net) == price.net - withheld
        self.memory.owed[assignment.pk] = Owed(
            price.advanced,
            self.today,
            self.today + timedelta(days=assignment.term_days),
            assignment.client.code == TAXED_CLIENT,
        )

    def _applied(self, case_id: int) -> None:
        ours = Payment.objects.filter(assignment__isnull=False)
        for payment in ours.filter(day__case_id=case_id, state="applied"):
            owed = self.memory.owed[payment.assignment_id or 0]
            if all(payment.pk != known for _, known, _ in owed.paid):
                owed.pay(payment.value_on, payment.pk, cents(payment.amount))

    def _bounced(self, bounce: Bounce) -> None:
        if bounce.claim_id:
            return
        owed = self.memory.owed[bounce.payment.assignment_id or 0]
        owed.unpay(bounce.payment_id)
        if bounce.charge:
            owed.charged.append((bounce.bounced_on, cents(bounce.charge)))

    def _settled(self, settlement: Settlement) -> None:
        owed = self.memory.owed[settlement.assignment_id]
        capital, *dues = owed.stands_at()
        assert dues == [0, 0, 0]
        assert cents(settlement.amount_to_return) == -capital - cents(settlement.deductions)
        self.memory.settled[settlement.assignment_id] = cents(settlement.amount_to_return)

    # --- what must hold -----------------------------------------------------------------------

    def disagreements(self) -> list[Any]:
        """Where the house and the second reckoning differ."""
        found: list[Any] = []
        for pk, owed in self.memory.owed.items():
            a = Assignment.objects.get(pk=pk)
            kept = (a.capital, a.interest_due, a.default_interest_due, a.charges_due)
            if owed.stands_at() != tuple(cents(amount) for amount in kept):
                found.append((a.number, kept, owed.stands_at()))
        living = Assignment.objects.filter(state__in=("live", "paid_off", "settled"))
        if set(living.values_list("pk", flat=True)) != set(self.memory.owed):
            found.append("assignments live that nobody disbursed, or the other way round")
        refused = Event.objects.filter(kind="refused").count()
        if refused != self.memory.refusals:
            found.append(("refusals", refused, self.memory.refusals))
        return found

    def open_cases(self, procedure: str = "") -> list[Case]:
        """The cases that wait, in the order they were opened."""
        cases = Case.objects.filter(state="open").order_by("id")
        return list(cases.filter(procedure=procedure) if procedure else cases)

    def expected_refusal(self, task: Task, user: User) -> str | None:
        """What a person must be told who has no business at this task, by our own memory."""
        _, step = step_of(task.procedure, task.step)
        roles = (task.role,) if task.kind == "authorisation" else step.roles
        held = set(user.role_grants.values_list("role", flat=True))
        if not held & set(roles):
            return "role-missing"
        for earlier in step.not_by:
            if user.pk in self.memory.doers.get((task.case_id, earlier), ()):
                return "barred-by-four-eyes"
        return None
