"""A cheque comes in, is endorsed or exchanged, goes to the bank, clears or bounces."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from cartera.accounting.ledger.acts import load_chart, open_periods
from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.selectors import account_balance
from cartera.control.people.models import User
from cartera.credit.parties.models import Client
from cartera.kernel.clock import now
from cartera.recovery.cheques.acts import (
    ChequeDraft,
    Covered,
    bounce_cheque,
    exchange_cheque,
    move_cheques,
    receive_cheque,
    replace_cheque,
)
from cartera.recovery.cheques.checks import CHECKS
from cartera.recovery.cheques.models import Cheque, ChequeEvent
from cartera.recovery.cheques.refusals import (
    ChangeNotAllowed,
    ChequeReceivedBefore,
    CoversTooMuch,
    DocumentTwice,
    ExchangeDiffers,
    NoChequesNamed,
    NotExchangeable,
    ReasonMissing,
    StaleCheque,
)
from cartera.recovery.cheques.rules import IN_HAND
from cartera.recovery.cheques.selectors import Bounces, bounces_like, history_of, life_of
from cartera.recovery.conftest import As, at_commit
from cartera.recovery.custody.acts import Draft, register
from cartera.recovery.custody.models import Original
from cartera.recovery.custody.rules import Holder

TO_BANK = ("endorsing", "endorsed", "stamped", "slipped")


@pytest.fixture
def client_row(people: dict[str, User]) -> Client:
    """A client, and books that what is stamped is posted in."""
    load_chart("sv")
    today = now().date()
    open_periods(today, today, by_id=people["j_op"].pk)
    return Client.objects.create(code="0001", name="Distribuidora Izalco")


@pytest.fixture
def draft(client_row: Client) -> ChequeDraft:
    return ChequeDraft(
        purpose="payment",
        client_id=client_row.pk,
        drawer="Comercial Sonsonate, S.A.",
        bank="Banco Agrícola",
        number="0012-345",
        amount=Decimal("1500.00"),
        drawn_on=now().date(),
        is_negotiable=True,
    )


def two_documents(acting: As) -> list[Original]:
    act = acting("g_cob")
    papers = [Draft("quedan", number="Q-1"), Draft("unassigned", number="Q-2")]
    return register(papers, Holder.in_hands_of(act.actor_id), act, "en ruta")


def received(draft: ChequeDraft, acting: As) -> Cheque:
    ours, theirs = two_documents(acting)
    covers = [Covered(ours, Decimal("1000.00")), Covered(theirs, Decimal("400.00"))]
    return receive_cheque(draft, covers, acting("g_cob"))


def taken_to_bank(cheque: Cheque, acting: As) -> Cheque:
    for state in TO_BANK:
        move_cheques([cheque], state, acting("j_op"))
    return move_cheques([cheque], "deposited", acting("j_op"), value_on=now().date())[0]


def broken() -> list[str]:
    at_commit()
    found = []
    with connection.cursor() as cursor:
        for check in CHECKS:
            cursor.execute(check.sql)
            found += [check.name for _ in cursor.fetchall()]
    return found


def test_a_cheque_is_received_endorsed_deposited_and_clears(draft: ChequeDraft, acting: As) -> None:
    cheque = taken_to_bank(received(draft, acting), acting)
    in_hand = Cheque.objects.filter(state__in=IN_HAND)
    assert [one.amount for one in in_hand] == [Decimal("1500.00")]
    assert account_balance(Role.CHEQUES_IN_HAND) == Decimal("1500.00")
    assert account_balance(Role.CHEQUES_TO_APPLY) == Decimal("1500.00")
    move_cheques([cheque], "cleared", acting("j_op"))
    assert [event.state for event in history_of(cheque.pk)] == [
        "received", *TO_BANK, "deposited", "cleared"
    ]  # fmt: skip
    assert not in_hand.all()
    assert not broken()


@pytest.mark.parametrize("state", ["stamped", "bounced"])
def test_what_does_not_clear_leaves_the_books(draft: ChequeDraft, acting: As, state: str) -> None:
    """A stamped cheque that goes back, a deposited one that the bank does not pay."""
    cheque = received(draft, acting)
    if state == "stamped":
        move_cheques([cheque], "stamped", acting("j_op"))
        move_cheques([cheque], "returned", acting("j_op"), notes={cheque.pk: "vencido"})
        assert history_of(cheque.pk).last().note == "vencido"  # type: ignore[union-attr]
    else:
        bounce_cheque(taken_to_bank(cheque, acting), acting("j_op"), reason="Sin fondos")
    assert account_balance(Role.CHEQUES_IN_HAND) == account_balance(Role.CHEQUES_TO_APPLY) == 0


def test_it_says_what_it_pays_and_what_it_leaves_uncovered(draft: ChequeDraft, acting: As) -> None:
    life = life_of(received(draft, acting).pk)
    assert life is not None
    assert life.uncovered == Decimal("100.00")
    assert life.cheque.original.kind == "cheque"
    assert life.cheque.original.person_id == acting("g_cob").actor_id


@pytest.mark.parametrize("again", ["0012-345", "0012345", " 0012 345 "])
def test_it_is_received_once_however_it_is_written(
    draft: ChequeDraft, acting: As, again: str
) -> None:
    cheque = received(draft, acting)
    with pytest.raises(ChequeReceivedBefore):
        receive_cheque(replace(draft, number=again, bank="BANCO AGRICOLA"), [], acting("rec"))
    move_cheques([cheque], "returned", acting("g_cob"))
    receive_cheque(replace(draft, number=again), [], acting("rec"))


def test_what_reads_wrong_is_refused(draft: ChequeDraft, acting: As) -> None:
    ours, theirs = two_documents(acting)
    late = replace(draft, drawn_on=now().date() + timedelta(days=1))
    with pytest.raises(StaleCheque):
        receive_cheque(late, [], acting("g_cob"))
    with pytest.raises(DocumentTwice):
        receive_cheque(draft, [Covered(ours, Decimal(1)), Covered(ours, Decimal(1))], acting("rec"))
    too_much = [Covered(ours, Decimal("1000.00")), Covered(theirs, Decimal("500.01"))]
    with pytest.raises(CoversTooMuch):
        receive_cheque(draft, too_much, acting("rec"))
    assert not Cheque.objects.exists()


def test_only_what_is_declared_follows_and_all_or_none(draft: ChequeDraft, acting: As) -> None:
    first = received(draft, acting)
    second = receive_cheque(replace(draft, number="77"), [], acting("g_cob"))
    move_cheques([first], "endorsing", acting("j_op"))
    with pytest.raises(ChangeNotAllowed), transaction.atomic():
        move_cheques([first, second], "endorsing", acting("j_op"))
    with pytest.raises(NoChequesNamed):
        move_cheques([], "endorsing", acting("j_op"))
    second.refresh_from_db()
    assert second.state == "received"
    assert not broken()


def test_an_exchange_names_the_cheque_that_it_came_for(draft: ChequeDraft, acting: As) -> None:
    old = received(replace(draft, is_negotiable=False), acting)
    move_cheques([old], "notified", acting("j_op"))
    new = replace(draft, drawer="Distribuidora Izalco", number="9")
    with pytest.raises(ExchangeDiffers):
        exchange_cheque(old, replace(new, amount=Decimal("1499.99")), acting("rec"))
    with pytest.raises(NotExchangeable):
        exchange_cheque(old, replace(new, is_negotiable=False), acting("rec"))
    came = exchange_cheque(old, new, acting("rec"))
    old.refresh_from_db()
    assert (old.state, came.replaces, came.state) == ("exchanged", old, "received")
    assert [c.amount for c in came.covers.all()] == [Decimal("1000.00"), Decimal("400.00")]
    assert not broken()


def test_a_bounced_cheque_is_counted_and_replaced(draft: ChequeDraft, acting: As) -> None:
    cheque = taken_to_bank(received(draft, acting), acting)
    move_cheques([cheque], "cleared", acting("j_op"))
    with pytest.raises(ReasonMissing):
        bounce_cheque(cheque, acting("j_op"), reason=" ")
    bounce_cheque(cheque, acting("j_op"), reason="Fondos insuficientes")
    others = Cheque(drawer="Otro", client_id=draft.client_id)
    assert [bounces_like(one) for one in (cheque, others)] == [Bounces(1, 1), Bounces(0, 1)]
    replace_cheque(cheque, replace(draft, number="10", amount=Decimal(1600)), acting("rec"))
    cheque.refresh_from_db()
    assert cheque.state == "replaced"
    assert cheque.replaced_by.covers.count() == 2
    assert not broken()


def test_it_costs_the_same_for_two_as_for_fifty(
    draft: ChequeDraft, acting: As, django_assert_num_queries: object
) -> None:
    cheques = [
        receive_cheque(replace(draft, number=f"{n}"), [], acting("g_cob")) for n in range(1, 51)
    ]
    with django_assert_num_queries(3):  # type: ignore[operator]
        move_cheques(cheques, "endorsing", acting("j_op"))
    assert ChequeEvent.objects.filter(state="endorsing").count() == 50


ATTACKS = {
    "a state without its event": "UPDATE cheques_cheque SET state = 'endorsing'",
    "a state out of order": "UPDATE cheques_cheque SET state = 'cleared', value_on = current_date",
    "another amount": "UPDATE cheques_cheque SET amount = amount + 1",
    "another number": "UPDATE cheques_cheque SET number_key = '1', number = '1'",
    "a cheque deleted": "DELETE FROM cheques_chequecover",
    "an event changed": "UPDATE cheques_chequeevent SET note = 'otra'",
    "an event deleted": "DELETE FROM cheques_chequeevent",
    "events truncated": "TRUNCATE cheques_chequeevent",
    "a cover enlarged": "UPDATE cheques_chequecover SET amount = amount * 2",
    "a cover beyond the cheque": "INSERT INTO cheques_chequecover (cheque_id, original_id, amount)"
    " SELECT c.id, c.original_id, 100.01 FROM cheques_cheque c",
    "an event from nowhere": "INSERT INTO cheques_chequeevent (cheque_id, n, state, happened_on,"
    " recorded_at, recorded_by_id, note) SELECT cheque_id, n + 1, state, happened_on, recorded_at,"
    " recorded_by_id, '' FROM cheques_chequeevent",
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_the_database_refuses(attack: str, draft: ChequeDraft, acting: As) -> None:
    """As the application's own role."""
    received(draft, acting)
    at_commit()
    with pytest.raises(DatabaseError), transaction.atomic():
        _execute(attack)
    assert not broken()


def _execute(attack: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(attack)
        assert cursor.rowcount != 0, "the attack touched nothing"
    at_commit()
