"""Money of third parties that came in one cheque with ours: owed to its owner, given once."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from cartera.accounting.banking.models import BankAccount
from cartera.accounting.ledger.models import Line
from cartera.control.workflow.models import Case
from cartera.credit.assignments.models import Assignment
from cartera.credit.claims.models import Claim
from cartera.credit.payments.models import Application, Payment
from cartera.credit.payments.postings import reference_of
from cartera.credit.payments.refusals import ValueNotHeld
from cartera.credit.payments.third_party import pay_out, payments_held, post_payouts
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players
from cartera.procedures.playing_cheques import deposit, let_bounce
from cartera.procedures.verification import verify
from cartera.recovery.cheques.acts import Covered, add_covers
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.custody.acts import Draft, register
from cartera.recovery.custody.models import Original
from cartera.recovery.custody.rules import Holder
from tests.cast import a_company, a_document, a_live_assignment, move_to
from tests.cheque_cast import a_cheque, act_of, begin
from tests.invariants import broken

pytestmark = pytest.mark.django_db
VALUE_DAY = date(2026, 2, 20)
THEIRS = Decimal("250.00")


def a_cheque_for_both(players: Players) -> tuple[Cheque, Original]:
    """A cheque for a document of ours, and for a paper of the client's that was never assigned."""
    ours = Assignment.objects.get(number=1)
    cheque = a_cheque(players, ours, "CH-9", ("Q-2587", "10000.00"), amount=Decimal("10250.00"))
    act = act_of(players.users["j_op"], "J_OP", ours.case_id or 0)
    draft = Draft("unassigned", ours.client_id, number="Q-77", amount=THEIRS)
    with transaction.atomic():
        (paper,) = register([draft], Holder.in_hands_of(act.actor_id), act, "valor ajeno")
        add_covers(cheque, [Covered(paper, THEIRS)])
    return cheque, paper


def applied(clock: FixedClock) -> tuple[Players, Original]:
    """That cheque at the bank, and its day of payments applied and posted."""
    players = a_company(clock)
    a_live_assignment(players, a_document())
    move_to(clock, date(2026, 2, 19))
    cheque, paper = a_cheque_for_both(players)
    (case,) = begin(players, cheque)
    deposit(players, case.pk, VALUE_DAY)
    assert payments_held(paper.pk) == []
    move_to(clock, VALUE_DAY)
    day = players.open("PCI-F09", "AP_AB", {})
    players.play_through(day)
    return players, paper


def give(players: Players, paper: Original, clock: FixedClock) -> None:
    """The house gives it to its owner."""
    act = act_of(players.users["aux_d"], "AUX_D", Case.objects.earliest("id").pk)
    account = BankAccount.objects.earliest("id")
    (held,) = payments_held(paper.pk)
    with transaction.atomic():
        pay_out([held.pk], act, bank_account=account, paid_to="Cliente", reference="T-1")
        post_payouts(act, "Valor ajeno entregado")


def in_the_books(paper: Original) -> list[str]:
    """Every line that names a paper's money: account, debit, credit."""
    lines = Line.objects.filter(reference=reference_of(paper.pk)).select_related("account")
    return [f"{x.account.code} {x.debit} {x.credit}" for x in lines.order_by("entry", "n")]


def says(statement: str, values: list[Any]) -> None:
    """SQL as the application, with what waits for the commit asked at once."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def is_sound() -> None:
    """Every invariant and every check holds."""
    assert broken() == []
    assert [a for a in verify() if a.findings] == []


def test_it_comes_in_and_is_given_once(clock: FixedClock) -> None:
    players, paper = applied(clock)
    assert in_the_books(paper) == ["205 0.00 250.00"]
    theirs = Payment.objects.get(paper_id=paper.pk)
    assert (theirs.amount, theirs.state, theirs.source) == (THEIRS, "applied", "third_party")
    assert Application.objects.get(payment=theirs).third_party == THEIRS
    assert Application.objects.filter(assignment__isnull=False).get().amount == Decimal("10000.00")
    is_sound()
    give(players, paper, clock)
    assert payments_held(paper.pk) == []
    assert in_the_books(paper) == ["205 0.00 250.00", "205 250.00 0.00", "102 0.00 250.00"]
    is_sound()
    account = BankAccount.objects.earliest("id")
    act = act_of(players.users["aux_d"], "AUX_D", Case.objects.earliest("id").pk)
    with pytest.raises(ValueNotHeld):
        pay_out([theirs.pk], act, bank_account=account, paid_to="Otro", reference="T-2")


def test_a_cheque_that_bounces_takes_back_what_was_not_given(clock: FixedClock) -> None:
    players, paper = applied(clock)
    theirs = Payment.objects.get(paper_id=paper.pk)
    move_to(clock, date(2026, 2, 23))
    let_bounce(players, theirs.pk, date(2026, 2, 23), "sin fondos")
    theirs.refresh_from_db()
    assert theirs.state == "bounced"
    assert payments_held(paper.pk) == []
    assert not Claim.objects.exists()
    is_sound()
    account = BankAccount.objects.earliest("id")
    act = act_of(players.users["aux_d"], "AUX_D", Case.objects.earliest("id").pk)
    with pytest.raises(ValueNotHeld):
        pay_out([theirs.pk], act, bank_account=account, paid_to="Cliente", reference="T-1")


def test_what_was_given_before_the_bounce_is_claimed(clock: FixedClock) -> None:
    players, paper = applied(clock)
    give(players, paper, clock)
    theirs = Payment.objects.get(paper_id=paper.pk)
    move_to(clock, date(2026, 2, 23))
    let_bounce(players, theirs.pk, date(2026, 2, 23), "sin fondos")
    claim = Claim.objects.get()
    assert (claim.amount, claim.kind, claim.client_id) == (
        THEIRS,
        "bounced_cheque",
        theirs.client_id,
    )
    is_sound()


def test_the_database_gives_nothing_that_did_not_come_in(clock: FixedClock) -> None:
    players, paper = applied(clock)
    ours = Payment.objects.get(assignment__isnull=False)
    theirs = Payment.objects.get(paper_id=paper.pk)
    insert = (
        "INSERT INTO payments_payout (payment_id, case_id, amount, bank_account_id, paid_to,"
        " reference, paid_on, paid_at, paid_by_id) SELECT %s, (SELECT min(id) FROM workflow_case),"
        " %s, (SELECT min(id) FROM banking_bankaccount), 'X', '', current_date, now(), 1"
    )
    for payment, amount in ((ours.pk, ours.amount), (theirs.pk, THEIRS + 1)):
        with pytest.raises(IntegrityError, match="only_money_that_came_in"):
            says(insert, [payment, amount])
    give(players, paper, clock)
    refused = {
        "UPDATE payments_payout SET amount = 1": "column_is_written_once",
        "UPDATE payments_payout SET entry_id = NULL": "column_is_written_once",
        "UPDATE payments_payment SET client_id = client_id + 1 WHERE paper_id > 0":
            "column_is_written_once",
        "UPDATE payments_payment SET paper_id = paper_id + 1 WHERE paper_id > 0":
            "column_is_written_once",
    }  # fmt: skip
    for statement, rule in refused.items():
        with pytest.raises(IntegrityError, match=rule):
            says(statement, [])
