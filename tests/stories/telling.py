"""The words in which the stories are told: who does what in which case, and what he is told."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from cartera.accounting.ledger.selectors import trial_balance
from cartera.control.audit.models import Event
from cartera.control.people.models import RoleGrant, StandIn, User
from cartera.control.workflow.answers import Done
from cartera.control.workflow.engine import open_case, perform, reject, send_back
from cartera.control.workflow.models import Case, Task
from cartera.credit.assignments.models import Assignment
from cartera.credit.claims.models import Claim, Deduction
from cartera.credit.payments.models import Application, Payment
from cartera.credit.settlements.models import Settlement
from cartera.kernel.clock import FixedClock, now
from cartera.kernel.refusals import Refusal
from cartera.papers.collect.statement import statement
from cartera.procedures.players import Players, usual_answers
from cartera.recovery.cheques.models import Cheque
from tests.cast import CLIENT, OPENING, a_company, a_document, a_live_assignment, move_to
from tests.invariants import broken
from tests.stories.telling_cheques import USUAL_OF_CHEQUES, OfCheques
from tests.stories.telling_delegations import DELEGATIONS, TellsOfDelegations
from tests.stories.words_of_differences import DifferenceWords
from tests.stories.words_of_loans import LoanWords
from tests.stories.words_of_notes import NoteWords
from tests.stories.words_of_routes import RouteWords
from tests.stories.words_of_third_party import ThirdPartyWords

USUAL: dict[tuple[str, int], dict[str, Any]] = {
    ("PCI-F01", 2): usual_answers([])[2],
    ("PCI-F01", 7): {"documentation_correct": True},
    ("PCI-F01", 10): {"is_correct": True},
    ("PCI-F10", 3): {"documents_out": True},
    ("PCI-F10", 4): {"promissory_note": True},
    **USUAL_OF_CHEQUES,
    **DELEGATIONS,
}


class Story(
    RouteWords,
    DifferenceWords,
    NoteWords,
    OfCheques,
    TellsOfDelegations,
    LoanWords,
    ThirdPartyWords,
):
    """One telling, from an empty company on. Every word answers with a sentence."""

    def __init__(self, clock: FixedClock) -> None:
        self._clock = clock
        self.players: Players = a_company(clock)

    def words(self) -> dict[str, Any]:
        """What a story can say."""
        mine = {name: getattr(self, name) for name in dir(self) if not name.startswith("_")}
        return mine | {"CLIENT": CLIENT, "a_document": a_document,
                       "Assignment": Assignment, "Payment": Payment, "Cheque": Cheque,
                       "Decimal": Decimal}  # fmt: skip

    # --- people -------------------------------------------------------------------------------

    def somebody(self, name: str, *roles: str, superuser: bool = False) -> None:
        """A person more, with these roles."""
        user = User.objects.create(
            username=name, full_name=name, email=f"{name}@x.example", is_superuser=superuser
        )
        for role in roles:
            RoleGrant.objects.create(user=user, role=role, from_on=self.today(), recorded_at=now())
        self.players = Players({**self.players.users, name: user})

    def stands_in(self, substitute: str, absent: str, role: str) -> None:
        """For a week the one does the other's work."""
        StandIn.objects.create(
            substitute=self.players.users[substitute],
            absent=self.players.users[absent],
            role=role,
            from_on=self.today(),
            until_on=self.today() + timedelta(days=7),
            reason="vacación",
            recorded_at=now(),
        )

    # --- acts ---------------------------------------------------------------------------------

    def opens(self, code: str, who: str, **inputs: Any) -> int | str:
        """A case is opened: its id, or why not."""
        answer = self._told(lambda: open_case(code, self.players.users[who], inputs))
        return answer if isinstance(answer, str) else answer.case_id

    def does(self, who: str, case: int, **inputs: Any) -> str:
        """The step that waits is done: what waits next, or why not."""
        task = Task.objects.filter(case_id=case, state="open").order_by("id")[0]
        usual = USUAL.get((task.procedure, task.step), {}) if task.kind == "step" else {}
        if task.procedure == "PCI-F01" and task.step == 4 and not inputs:
            inputs = usual_answers(self._numbers(case))[4]
        answer = self._told(lambda: perform(task.pk, self.players.users[who], {**usual, **inputs}))
        return answer if isinstance(answer, str) else self.waits(case)

    def sends_back(self, who: str, case: int, reason: str, to: int | None = None) -> str:
        """The case goes back: where it waits, or why not."""
        task = Task.objects.filter(case_id=case, state="open").order_by("id")[0]
        answer = self._told(lambda: send_back(task.pk, self.players.users[who], reason, to))
        return answer if isinstance(answer, str) else self.waits(case)

    def rejects(self, who: str, case: int, reason: str) -> str:
        """The case ends here: how it ended, or why not."""
        task = Task.objects.filter(case_id=case, state="open").order_by("id")[0]
        answer = self._told(lambda: reject(task.pk, self.players.users[who], reason))
        return answer if isinstance(answer, str) else self.waits(case)

    def does_again(self, who: str, case: int, step: int) -> str:
        """Somebody tries a step that was already done."""
        task = Task.objects.filter(case_id=case, step=step).order_by("id")[0]
        answer = self._told(lambda: perform(task.pk, self.players.users[who], {}))
        return answer if isinstance(answer, str) else "done twice"

    def goes_on(self, case: int, until: int = 99) -> str:
        """The usual people do the usual thing, up to a step; originals go into the vault."""
        while task := Task.objects.filter(case_id=case, state="open", step__lt=until).first():
            inputs = USUAL.get((task.procedure, task.step), {}) if task.kind == "step" else {}
            if (task.procedure, task.step) == ("PCI-F01", 4):
                inputs = usual_answers(self._numbers(case))[4]
            perform(task.pk, self.players.who(task), inputs)
        self.players.store_originals(case)
        return self.waits(case)

    def _told(self, attempt: Any) -> Done | str:
        try:
            done: Done = attempt()
        except Refusal as refusal:
            return f"No: {refusal}"
        return done

    def _numbers(self, case: int) -> list[str]:
        rows = Assignment.objects.get(case=case).documents.exclude(state="withdrawn")
        return list(rows.order_by("id").values_list("number", flat=True))

    # --- ready-made beginnings ----------------------------------------------------------------

    def asks(self, *documents: dict[str, str], term_days: int = 45, who: str = "cte") -> Any:
        """The client asks for money; the case, or why not."""
        listed = [*documents] or [a_document()]
        return self.opens("PCI-F01", who, client=CLIENT, amount="9000", term_days=term_days,
                          documents=listed)  # fmt: skip

    def live(self, number: str = "Q-2587", amount: str = "10000.00") -> int:
        """An assignment disbursed today; its case."""
        return a_live_assignment(self.players, a_document(number, amount))

    def terms(self, **terms: Any) -> str:
        """The client's line is approved anew under other terms."""
        until = OPENING.date() + timedelta(days=700)
        self.players.approve_line(CLIENT, "100000.00", self.today(), until, terms=terms)
        return "approved"

    def owes(self, amount: str) -> str:
        """The client owes something outside his assignments (INT-07)."""
        case = self.players.open("INT-07", "AUX_C", {
            "client": CLIENT, "kind": "other", "amount": amount, "reason": "gestión de cobro",
        })  # fmt: skip
        return self.goes_on(case)

    def cheque(self, assignment: int, amount: str, on: date | None = None, **more: Any) -> Any:
        """A cheque as it is typed at PCI-F09 step 1."""
        day = on or self.today()
        typed = {"assignment": assignment, "bank": "Banco Agrícola", "amount": amount,
                 "reference": f"CH-{assignment}-{day:%m%d}-{amount}"}  # fmt: skip
        return typed | {"value_on": day.isoformat()} | more

    def pays(self, *cheques: Any) -> int:
        """A whole day of payments; its case."""
        return self.players.receive_and_apply(list(cheques)).pk

    def bounces(self, reference: str, charge: str = "0.00") -> str:
        """The bank returns a cheque, and both people say so (INT-06)."""
        payment = Payment.objects.filter(reference=reference).latest("id")
        return self.goes_on(self.players.open("INT-06", "AP_AB", {
            "payment": payment.pk, "bounced_on": self.today().isoformat(),
            "reason": "fondos insuficientes", "charge": charge,
        }))  # fmt: skip

    def stores(self, case: int) -> int:
        """Custody takes in what a case hands it; how many steps."""
        return self.players.store_originals(case)

    # --- what there is ------------------------------------------------------------------------

    def today(self) -> date:
        """The day it is in the story."""
        return self._clock.now().date()

    def days_pass(self, days: int) -> None:
        """It is nine in the morning, so many days later."""
        move_to(self._clock, self.today() + timedelta(days=days))

    def waits(self, case: int) -> str:
        """What the case waits for, with the note that came with it."""
        tasks = Task.objects.filter(case_id=case, state="open").order_by("id")
        if not tasks:
            return Case.objects.get(pk=case).get_state_display()
        return ", ".join(
            f"{'firma' if t.kind == 'authorisation' else t.step} {t.role}"
            + (f" ({t.note})" if t.note else "")
            for t in tasks
        )

    def assignment(self, case: int) -> Assignment:
        """The assignment of a case."""
        return Assignment.objects.get(case=case)

    def stands(self, number: int) -> str:
        """Where an assignment stands."""
        a = Assignment.objects.get(number=number)
        said = f"{a.get_state_display()}: capital {a.capital}"
        dues = {"interés": a.interest_due, "mora": a.default_interest_due, "cargos": a.charges_due}
        return said + "".join(f", {name} {due}" for name, due in dues.items() if due)

    def applied(self, number: int) -> list[str]:
        """Every row applied to an assignment, as it was written."""
        rows = Application.objects.filter(assignment__number=number).order_by("id")
        return [
            f"{x.value_on:%d/%m} {x.amount} = interés {x.interest} + mora {x.default_interest}"
            f" + IVA {x.vat} + cargos {x.charges} + capital {x.capital}; saldo {x.balance}"
            for x in rows
        ]

    def says(self, lines: list[str]) -> None:
        """Each line by itself."""
        for line in lines:
            print(line)

    def statement(self, number: int, as_of: str, known_on: str = "") -> Any:
        """The statement of an assignment as of a day, with what was known by another."""
        known = date.fromisoformat(known_on) if known_on else None
        found = Assignment.objects.get(number=number)
        return statement(found, date.fromisoformat(as_of), known)

    def claims(self) -> list[str]:
        """What the client owes outside his assignments."""
        return [f"{m.amount} {m.get_state_display()}" for m in Claim.objects.order_by("id")]

    def withheld(self, case: int) -> list[str]:
        """What a case withholds."""
        rows = Deduction.objects.filter(case=case).exclude(state="void").order_by("id")
        return [f"{d.amount} {d.get_state_display()}" for d in rows]

    def queue(self) -> list[str]:
        """Payments that wait for a day."""
        rows = Payment.objects.filter(state="queued").order_by("id").select_related("assignment")
        return [f"{p.get_kind_display()} {p.amount} a la {p.assignment}" for p in rows]

    def payment(self, number: int) -> int:
        """The first payment to an assignment."""
        return Payment.objects.filter(assignment__number=number).earliest("id").pk

    def is_being_settled(self, number: int) -> bool:
        """Whether a settlement of the assignment was begun."""
        return Settlement.objects.filter(assignment__number=number).exists()

    def settlement(self, number: int) -> int:
        """The case in which an assignment is settled."""
        latest = Settlement.objects.filter(assignment__number=number).latest("id")
        return latest.case_id

    def returns(self, number: int) -> Decimal:
        """What a settlement gives back."""
        latest = Settlement.objects.filter(assignment__number=number).latest("id")
        return latest.amount_to_return

    def account(self, code: str) -> Decimal:
        """What an account holds, positive as its nature says."""
        return sum((b.natural for b in trial_balance() if b.code == code), Decimal("0.00"))

    def last_event(self) -> str:
        """The last link of the chain."""
        event = Event.objects.latest("seq")
        return f"{event.get_kind_display()} {event.procedure}.{event.step}: {event.reason}"

    def by_hand(self, sql: str) -> int:
        """Somebody writes past the program, as the application's own role."""
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return int(cursor.rowcount)

    def all_holds(self) -> Any:
        """Every invariant of the tests holds; or which does not."""
        return broken() or True
