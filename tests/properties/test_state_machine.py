"""Any sequence of acts keeps the invariants (R9): PCI-F01, F03.2, F06, F09 to F11, INT-06 and 07.

Right people and wrong ones, steps back, rejections, late and backdated payments, cheques that
return, the same request twice: after every act the whole of `tests.invariants` holds, a second
reckoning agrees on every balance, and each refusal is in the chain. A failing sequence is printed
with the seed that brings it back.
"""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cartera.control.audit.models import Event
from cartera.control.people.models import User
from cartera.control.workflow.engine import perform
from cartera.control.workflow.models import Task
from cartera.control.workflow.registry import step_of
from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.claims.models import Claim
from cartera.credit.payments.models import Payment, PaymentDay
from cartera.kernel.clock import FixedClock
from cartera.kernel.money import CENT
from cartera.kernel.refusals import Refusal
from cartera.procedures.playing_delegations import request_of
from cartera.recovery.delegations.selectors import to_delegate
from tests.cast import CLIENT, OPENING, a_company, a_document
from tests.cheque_cast import a_cheque, begin
from tests.invariants import broken
from tests.properties.away import FACTOR
from tests.properties.driven import Driven
from tests.properties.house import TAXED_CLIENT

FACES = ("10000.00", "1234.57", "333.33", "25000.00", "0.07", "60000.00")
SHARES = (10, 50, 90, 100, 101, 130)
WHICH = st.integers(0, 30)
CI_RUNS = 75  # what fits in four minutes of two busy cores; `make long` has the rest


class Machine(Driven):
    """What people may do, in any order."""

    # --- requests and steps -------------------------------------------------------------------

    @rule(
        client=st.sampled_from((CLIENT, CLIENT, TAXED_CLIENT)),
        faces=st.lists(st.sampled_from(FACES), min_size=1, max_size=3),
        term=st.sampled_from((1, 30, 45, 130)),
        steps=st.sampled_from((0, 3, 6, 17, 17, 17, 17)),
    )
    def ask_for_money(self, client: str, faces: list[str], term: int, steps: int) -> None:
        documents = [self._document(face) for face in faces]
        case = self.house.open(
            "PCI-F01",
            "CTE",
            {"client": client, "amount": "100", "term_days": term, "documents": documents},
        )
        self._lawfully(lambda: self.house.go_on(case, steps))

    @rule(which=WHICH)
    def the_same_document_again(self, which: int) -> None:
        held = AssignedDocument.objects.exclude(state__in=("withdrawn", "returned")).order_by("id")
        document = self._pick(list(held), which)
        if document is None:
            return
        again = a_document(f" {document.number.lower()} ", debtor=document.debtor.code)
        again["due_on"] = (self.house.today + timedelta(days=9)).isoformat()
        asked = {"client": CLIENT, "amount": "1", "term_days": 30, "documents": [again]}
        with pytest.raises(Refusal) as refused:
            self.house.open("PCI-F01", "CTE", asked)
        assert refused.value.code == "document-in-another"
        kept = Event.objects.latest("seq")
        assert (kept.kind, kept.result) == ("refused", "document-already-assigned")
        assert str(document.assignment) in kept.reason

    @rule(which=WHICH, steps=st.integers(1, 16))
    def somebody_goes_on(self, which: int, steps: int) -> None:
        case = self._pick(self.house.open_cases(), which)
        if case:
            self._lawfully(lambda: self.house.go_on(case.pk, steps))

    @rule(which=WHICH)
    def a_settlement_goes_through(self, which: int) -> None:
        case = self._pick(self.house.open_cases("PCI-F10"), which)
        if case:
            self._lawfully(lambda: self.house.go_on(case.pk, 13))

    @rule(which=WHICH, to=st.integers(0, 4))
    def somebody_sends_back(self, which: int, to: int) -> None:
        task = self._task(which)
        if task is None:
            return
        _, step = step_of(task.procedure, task.step)
        targets = (step.number,) if task.kind == "authorisation" else step.sends_back_to
        user = self.house.who(task)
        if targets:
            self.house.turn_back(task, user, targets[to % len(targets)])
            assert Task.objects.filter(case_id=task.case_id, state="open").count() == 1
            return
        self._refused("cannot-send-back", lambda: self.house.turn_back(task, user, None))

    @rule(which=WHICH)
    def somebody_rejects(self, which: int) -> None:
        task = self._task(which)
        if task is None:
            return
        procedure, step = step_of(task.procedure, task.step)
        user = self.house.who(task)
        if step.can_reject and procedure.on_reject:
            self._lawfully(lambda: self.house.turn_down(task, user))
        else:
            self._refused("cannot-reject", lambda: self.house.turn_down(task, user))

    @rule(which=WHICH, who=st.integers(0, 40))
    def the_wrong_person_tries(self, which: int, who: int) -> None:
        task = self._task(which)
        if task is None:
            return
        names = sorted(self.house.players.users)
        user: User = self.house.players.users[names[who % len(names)]]
        expected = self.house.expected_refusal(task, user)
        if expected:
            inputs = self.house.answers(task)
            self._refused(expected, lambda: self.house.act(task, user, inputs))

    @precondition(lambda self: self.house.memory.last)
    @rule()
    def the_last_request_comes_again(self) -> None:
        assert self.house.memory.last is not None
        task, user, inputs, key, first = self.house.memory.last
        again = perform(task, User.objects.get(pk=user), inputs, key=key)
        assert again.repeated
        assert json.loads(again.to_json()) == json.loads(first.to_json())

    # --- money --------------------------------------------------------------------------------

    @rule(
        which=WHICH,
        share=st.sampled_from(SHARES),
        late=st.sampled_from((0, 0, 0, 1, 5, 20, -3)),
        kind=st.sampled_from(("cheque", "cheque", "transfer", "cash")),
        steps=st.sampled_from((0, 2, 9, 9, 9)),
    )
    def money_comes(self, which: int, share: int, late: int, kind: str, steps: int) -> None:
        live = list(Assignment.objects.filter(state="live").order_by("id"))
        assignment = self._pick(live, which)
        if assignment is None or assignment.disbursed_on is None:
            return
        row = self._payment(assignment, share, late, kind, which)
        open_round = PaymentDay.objects.filter(state="receiving").first()
        if open_round is None:
            done: list[int] = []
            self._lawfully(lambda: done.append(self._open_day(row)))
            case = done[0] if done else 0
        else:
            case = open_round.case_id
            task = Task.objects.get(case_id=case, state="open")
            if task.step == 1:
                user = self.house.who(task)
                self.house.act(task, user, {"payments": [row], "finish": False})
        if case:
            self._lawfully(lambda: self.house.go_on(case, steps))

    @rule(which=WHICH, steps=st.sampled_from((0, 5, 10, 13, 13)))
    def the_rest_is_paid(self, which: int, steps: int) -> None:
        """Every document of an assignment is paid in full, and its settlement begins."""
        live = list(Assignment.objects.filter(state="live").order_by("id"))
        assignment = self._pick(live, which)
        if assignment is None or PaymentDay.objects.filter(state="receiving").exists():
            return
        documents = list(assignment.documents.filter(state="live").order_by("id"))
        rows = [self._payment(assignment, 100, 0, "cheque", place)
                for place in range(len(documents))]  # fmt: skip
        if not rows:
            return
        case = self.house.open("PCI-F09", "AP_AB", {"payments": rows})
        self._lawfully(lambda: self.house.go_on(case, 9))
        for settlement in self.house.open_cases("PCI-F10"):
            self._lawfully(lambda case=settlement.pk: self.house.go_on(case, steps))

    @rule(
        which=WHICH,
        share=st.sampled_from((10, 50, 100)),
        steps=st.sampled_from((3, 6, 8, 9, 9, 9)),
    )
    def a_cheque_goes_its_way(self, which: int, share: int, steps: int) -> None:
        """Received for a document, endorsed, taken to the bank, passed on: some of it or all."""
        pending = AssignedDocument.objects.filter(state="live", assignment__state="live")
        document = self._pick(list(pending.order_by("id")), which)
        if document is None:
            return
        self.typed += 1
        amount = max((document.amount * share / 100).quantize(document.amount), CENT)
        covers = (document.number, f"{amount:.2f}")
        players = self.house.players
        cheque = a_cheque(players, document.assignment, f"H-{self.typed}", covers)
        (case,) = begin(players, cheque)
        self._lawfully(lambda: self.house.take_to_bank(case.pk, steps))

    # --- documents away -----------------------------------------------------------------------

    @rule(
        which=WHICH,
        by=st.sampled_from(("PCI-F11", "PCI-F03.2")),
        steps=st.sampled_from((0, 3, 8, 11, 15, 19)),
    )
    def others_collect(self, which: int, by: str, steps: int) -> None:
        """A document is lent to its client against a guarantee, or to another company: asked for,
        away, paid with a cheque or brought back; some of it or all."""
        operation = self._to_delegate(which)
        if operation is None:
            return
        found = AssignedDocument.objects.select_related("assignment__client")
        owner = found.get(operation_number=operation).assignment.client
        if by == "PCI-F11":
            case = self.house.open(by, "CTE", request_of(owner.code, [operation]))
        else:
            case = self.house.open(by, "J_COB", {"factor": FACTOR, "operation": operation})
        self._lawfully(lambda: self.house.go_on(case, steps))

    @rule(
        which=WHICH,
        charge=st.sampled_from(("0.00", "15.00")),
        days_after=st.sampled_from((0, 4)),
    )
    def a_cheque_returns(self, which: int, charge: str, days_after: int) -> None:
        at_bank = Q(state__in=("awaiting", "queued"), cheque_id__isnull=False, day__isnull=True)
        returned = Payment.objects.filter(Q(state="applied") | at_bank, kind="cheque")
        cheques = returned.order_by("id")
        payment = self._pick(list(cheques), which)
        if payment is None:
            return
        on = min(payment.value_on + timedelta(days=days_after), self.house.today)
        typed = {"payment": payment.pk, "bounced_on": on.isoformat(), "reason": "sin fondos",
                 "charge": charge}  # fmt: skip

        def record_and_confirm() -> None:
            self.house.go_on(self.house.open("INT-06", "AP_AB", typed), 1)

        self._lawfully(record_and_confirm)

    @rule(amount=st.sampled_from(("12.00", "250.00", "40000.00")))
    def the_client_owes(self, amount: str) -> None:
        if Claim.objects.filter(state="open").count() >= 3:
            return
        typed = {"client": CLIENT, "kind": "other", "amount": amount, "reason": "gestión"}
        self.house.go_on(self.house.open("INT-07", "AUX_C", typed), 1)

    @rule(which=WHICH, other=WHICH, amount=st.sampled_from(("5.00", "100.00")))
    def another_assignment_is_paid_from_this_one(self, which: int, other: int, amount: str) -> None:
        waiting = Task.objects.filter(procedure="PCI-F01", step=3, state="open").order_by("id")
        task = self._pick(list(waiting), which)
        live = Assignment.objects.filter(state="live", client__code=CLIENT).order_by("id")
        target = self._pick(list(live), other)
        if task is None or target is None:
            return
        if Assignment.objects.get(case_id=task.case_id).client_id != target.client_id:
            return
        transfer = {"assignment": target.number, "amount": amount, "reason": "pago"}
        user = self.house.who(task)
        self.house.act(task, user, {"transfers": [transfer]})

    @rule(days=st.sampled_from((1, 1, 7, 15, 40)))
    def days_pass(self, days: int) -> None:
        self.house.days_pass(days)

    # --- what must hold -----------------------------------------------------------------------

    @invariant()
    def everything_holds(self) -> None:
        assert broken() == []
        assert self.house.disagreements() == []

    # --- leaves -------------------------------------------------------------------------------

    def _document(self, face: str) -> dict[str, str]:
        self.typed += 1
        due_on = (self.house.today + timedelta(days=60)).isoformat()
        return a_document(f"Q-{self.typed}", face, due_on=due_on)

    def _payment(
        self, assignment: Assignment, share: int, late: int, kind: str, which: int
    ) -> dict[str, Any]:
        self.typed += 1
        pending = assignment.documents.filter(state="live").order_by("id")
        document = self._pick(list(pending), which)
        owed = document.amount if document else assignment.capital
        amount = max((owed * share / 100).quantize(owed), owed.__class__("0.01"))
        value_on = self.house.today - timedelta(days=late)
        return {
            "assignment": assignment.number,
            "document": document.number if document else "",
            "source": "endorsement" if document else "direct",
            "kind": kind,
            "bank": "Banco Agrícola",
            "reference": f"R-{self.typed}",
            "amount": f"{amount:.2f}",
            "value_on": max(value_on, assignment.disbursed_on or value_on).isoformat(),
        }

    def _open_day(self, row: dict[str, Any]) -> int:
        return self.house.open("PCI-F09", "AP_AB", {"payments": [row], "finish": False})

    def _to_delegate(self, which: int) -> int | None:
        """The operation of a document in the vault; one is disbursed where there is none."""
        if not to_delegate().exists():
            self.ask_for_money(CLIENT, ["1234.57"], 45, 17)
        found = to_delegate().values_list("document__operation_number", flat=True)
        return self._pick([operation for operation in found if operation], which)


@pytest.fixture
def company_to_drive(db: None, clock: FixedClock) -> None:
    """The company of the stories, with a second client whose interest carries IVA."""
    players = a_company(clock)
    players.admit_client(TAXED_CLIENT, "Textiles Metapán, S.A. de C.V.")
    terms = {"vat_on": ["commission", "interest"]}
    line = (OPENING.date(), OPENING.date() + timedelta(days=700))
    players.approve_line(TAXED_CLIENT, "50000.00", *line, terms=terms)
    factor = {"code": FACTOR, "name": "Crédito Centroamericano, S.A."}
    players.play_through(players.open("INT-23", "J_COB", factor))
    Machine.players, Machine.clock = players, clock


def _drive(runs: int, steps: int) -> None:
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_any_sequence_of_acts_keeps_the_invariants(company_to_drive: None) -> None:
    _drive(runs=CI_RUNS, steps=30)


@pytest.mark.long
def test_very_many_long_sequences_keep_the_invariants(company_to_drive: None) -> None:
    _drive(runs=5000, steps=80)
