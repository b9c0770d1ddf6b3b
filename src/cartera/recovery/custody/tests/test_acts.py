"""Originals come in, pass from hand to hand, rest in the vault; and how they do not."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from cartera.control.people.models import User
from cartera.kernel.clock import now
from cartera.recovery.conftest import As, at_commit
from cartera.recovery.custody.acts import (
    Draft,
    Why,
    accept,
    move,
    offer,
    refuse,
    register,
    take_out,
    withdraw,
)
from cartera.recovery.custody.checks import CHECKS
from cartera.recovery.custody.models import HandOver, Movement, Original, Place
from cartera.recovery.custody.refusals import (
    AlreadyOffered,
    CountDiffers,
    HandOverAnswered,
    MissingUnsaid,
    NoOriginals,
    NotTheAddressee,
    NotTheHolder,
    NotThere,
    SameHands,
)
from cartera.recovery.custody.rules import LABEL_SQL, Holder, label_of
from cartera.recovery.custody.selectors import history_of, holder_words, in_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawer() -> Place:
    return Place.objects.create(code="B-02", name="Gaveta")


def two_papers(acting: As, who: str = "rec") -> list[Original]:
    """A quedan and a note, in the hands of who received them."""
    drafts = [Draft("quedan", number="Q-1"), Draft("note")]
    act = acting(who)
    with transaction.atomic():
        return register(drafts, Holder.in_hands_of(act.actor_id), act, "recibido del cliente")


def stored(acting: As, drawer: Place) -> list[Original]:
    """The two papers in the vault."""
    hand_over = offer(two_papers(acting), acting("rec"), role="R_CUST", reason="a bóveda")
    with transaction.atomic():
        return accept(hand_over, acting("r_cust"), to=Holder.in_place(drawer.pk))


def broken() -> list[str]:
    at_commit()
    with connection.cursor() as cursor:
        found = []
        for check in CHECKS:
            cursor.execute(check.sql)
            found += [check.name for _ in cursor.fetchall()]
    return found


def test_papers_come_in_are_accepted_by_custody_and_rest_in_the_vault(
    acting: As, drawer: Place, people: dict[str, User]
) -> None:
    quedan, note = stored(acting, drawer)
    assert [original.holder for original in (quedan, note)] == [Holder.in_place(drawer.pk)] * 2
    told = [
        (m.state, m.person_id or m.place_id, m.moved_by_id, m.hand_over_id is not None)
        for m in history_of(quedan.pk)
    ]
    rec, custody = people["rec"].pk, people["r_cust"].pk
    assert told == [
        ("in_hand", rec, rec, False),
        ("in_hand", custody, custody, True),
        ("vault", drawer.pk, custody, True),
    ]
    assert in_place(drawer.pk).count() == 2
    assert not broken()


def test_until_it_is_accepted_the_giver_answers_for_it(acting: As, drawer: Place) -> None:
    papers = two_papers(acting)
    offer(papers, acting("rec"), role="R_CUST", reason="a bóveda")
    assert {holder_words(original) for original in Original.objects.all()} == {"rec"}
    with pytest.raises(AlreadyOffered):
        offer(papers, acting("rec"), role="R_CUST", reason="otra vez")
    with pytest.raises(AlreadyOffered):
        move(papers, Holder.back_with("client", "Izalco"), acting("rec"), Why("de vuelta"))


def test_custody_takes_out_and_only_custody(acting: As, drawer: Place) -> None:
    papers = stored(acting, drawer)
    with pytest.raises(NotTheHolder):
        take_out(papers, acting("g_cob"), "ruta")
    taken = take_out(papers, acting("r_cust"), "ruta del día")
    assert {original.state for original in taken} == {"in_hand"}
    with pytest.raises(NotThere):
        take_out(taken, acting("r_cust"), "otra vez")


def test_who_receives_counts_and_what_differs_is_named(
    acting: As, drawer: Place, people: dict[str, User]
) -> None:
    papers = take_out(stored(acting, drawer), acting("r_cust"), "ruta")
    to = people["g_cob"].pk
    hand_over = offer(papers, acting("r_cust"), role="G_COB", reason="ruta", receiver_id=to)
    with pytest.raises(CountDiffers) as told, transaction.atomic():
        accept(hand_over, acting("g_cob"), seen=[papers[0].label, "CU-0000099-96"])
    assert papers[1].label in str(told.value)
    assert "CU-0000099-96" in str(told.value)
    with pytest.raises(NotTheAddressee):
        accept(hand_over, acting("another"))
    with pytest.raises(SameHands):
        accept(hand_over, acting("r_cust"))
    accept(hand_over, acting("g_cob"), seen=[original.label for original in papers])
    with pytest.raises(HandOverAnswered):
        accept(hand_over, acting("g_cob"))
    assert not broken()


def test_who_refuses_says_what_is_missing_and_the_giver_keeps_all(acting: As) -> None:
    papers = two_papers(acting)
    hand_over = offer(papers, acting("rec"), role="R_CUST", reason="a bóveda")
    with pytest.raises(MissingUnsaid):
        refuse(hand_over, acting("r_cust"), missing="  ")
    refuse(hand_over, acting("r_cust"), missing="falta el pagaré")
    assert HandOver.objects.get().missing == "falta el pagaré"
    assert {holder_words(original) for original in Original.objects.all()} == {"rec"}
    offer(papers, acting("rec"), role="R_CUST", reason="a bóveda, completo")
    assert not broken()


def test_an_offer_can_be_taken_back_until_it_is_answered(acting: As) -> None:
    hand_over = offer(two_papers(acting), acting("rec"), role="R_CUST", reason="a bóveda")
    withdraw(hand_over, acting("rec"))
    with pytest.raises(HandOverAnswered):
        withdraw(hand_over, acting("rec"))
    with pytest.raises(HandOverAnswered):
        accept(hand_over, acting("r_cust"))


def test_what_is_out_must_be_back_and_what_is_gone_is_its_owners(acting: As) -> None:
    quedan, note = two_papers(acting)
    due = now()
    move([quedan], Holder.away_with("factor", "Factor Y"), acting("rec"), Why("p", back_by_at=due))
    move([note], Holder.back_with("client", "Izalco"), acting("rec"), Why("d", received_by="Ana"))
    quedan.refresh_from_db()
    assert (quedan.state, quedan.party, quedan.back_by_at) == ("out", "Factor Y", due)
    move([quedan], Holder.in_hands_of(acting("g_cob").actor_id), acting("g_cob"), Why("volvió"))
    quedan.refresh_from_db()
    assert (quedan.state, quedan.back_by_at) == ("in_hand", None)
    assert Movement.objects.get(original=note, n=2).received_by == "Ana"


def test_nothing_is_no_hand_over_and_nobody_hands_to_himself(acting: As) -> None:
    with pytest.raises(NoOriginals):
        offer([], acting("rec"), role="R_CUST", reason="nada")
    papers = two_papers(acting)
    with pytest.raises(SameHands):
        offer(papers, acting("rec"), role="REC", reason="x", receiver_id=acting("rec").actor_id)
    with pytest.raises(NotTheHolder):
        offer(papers, acting("g_cob"), role="R_CUST", reason="ajeno")


def test_it_costs_the_same_for_two_as_for_two_hundred(
    acting: As, drawer: Place, django_assert_max_num_queries: Any
) -> None:
    act = acting("rec")
    many = [Draft("quedan", number=f"Q-{n}") for n in range(200)]
    with transaction.atomic(), django_assert_max_num_queries(20):
        papers = register(many, Holder.in_hands_of(act.actor_id), act, "recibidos")
        hand_over = offer(papers, act, role="R_CUST", reason="a bóveda")
        accept(hand_over, acting("r_cust"), to=Holder.in_place(drawer.pk))
    assert in_place(drawer.pk).count() == 200
    assert not broken()


@pytest.mark.parametrize("number", [1, 97, 9_999_999, 123_456_789])
def test_the_database_writes_the_same_label(number: int, people: dict[str, User]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {LABEL_SQL.format(number=number)}", [])
        assert cursor.fetchone()[0] == label_of(number)


ATTACKS = {
    "a holder without a movement": "UPDATE custody_original SET party = 'nadie',"
    " outside = 'client', state = 'gone', place_id = NULL, person_id = NULL",
    "two holders": "UPDATE custody_original SET place_id = (SELECT min(id) FROM custody_place)",
    "another count of movements": "UPDATE custody_original SET moves = moves - 1",
    "a movement changed": "UPDATE custody_movement SET reason = 'otro'",
    "a movement deleted": "DELETE FROM custody_movement",
    "movements truncated": "TRUNCATE custody_movement CASCADE",
    "an original deleted": "DELETE FROM custody_original",
    "another number": "UPDATE custody_original SET number = 'Q-9'",
    "a movement from nowhere": "INSERT INTO custody_movement (original_id, n, state, place_id,"
    " person_id, outside, party, moved_on, moved_at, moved_by_id, reason, received_by)"
    " SELECT original_id, n + 1, state, place_id, person_id, outside, party, moved_on, moved_at,"
    " moved_by_id, 'otro', '' FROM custody_movement ORDER BY n DESC LIMIT 1",
    "accepted by the giver": "UPDATE custody_handover SET answered_by_id = giver_id,"
    " answered_at = now(), state = 'accepted' WHERE state = 'offered'",
    "an answer taken back": "UPDATE custody_handover SET state = 'offered'"
    " WHERE state = 'accepted'",
    "an item opened again": "UPDATE custody_handedoriginal SET closed_at = NULL"
    " WHERE closed_at IS NOT NULL",
    "a hand-over deleted": "DELETE FROM custody_handover",
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_the_database_refuses(attack: str, acting: As, drawer: Place) -> None:
    """As the application's own role, with one hand-over answered and one that waits."""
    stored(acting, drawer)
    offer(two_papers(acting), acting("rec"), role="R_CUST", reason="otra")
    at_commit()
    with pytest.raises(DatabaseError), transaction.atomic():
        _execute(attack)
    assert not broken()


def test_what_is_offered_does_not_leave_its_giver_behind_the_programs_back(
    acting: As, people: dict[str, User]
) -> None:
    paper = two_papers(acting)[0]
    offer([paper], acting("rec"), role="R_CUST", reason="a bóveda")
    with pytest.raises(IntegrityError), transaction.atomic():
        _execute(
            "WITH moved AS (UPDATE custody_original SET person_id = %s, moves = moves + 1"
            " WHERE id = %s RETURNING *)"
            " INSERT INTO custody_movement (original_id, n, state, person_id, outside, party,"
            " moved_on, moved_at, moved_by_id, reason, received_by)"
            " SELECT id, moves, state, person_id, '', '', current_date, now(), person_id, 'x', ''"
            " FROM moved",
            people["g_cob"].pk,
            paper.pk,
        )


def _execute(attack: str, *values: int) -> None:
    """The attack, to its commit; one that touches nothing proves nothing."""
    with connection.cursor() as cursor:
        cursor.execute(attack, values or None)
        assert cursor.rowcount != 0, "the attack touched nothing"
    at_commit()
