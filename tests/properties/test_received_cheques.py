"""A cheque that was received is always somebody's to send on, and one that is nobody's is found."""

import pytest

from cartera.control.people.models import RoleGrant
from cartera.kernel.clock import FixedClock, now
from cartera.procedures.players import Players
from cartera.procedures.playing_routes import collect
from cartera.procedures.playing_third_party import paying_both, value_answers
from cartera.recovery.cheques.batches import leave_batch
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.custody.acts import Why, move
from cartera.recovery.custody.rules import Holder
from cartera.recovery.third_party.models import ForeignDocument
from tests.cast import OPENING, a_company, a_document, a_live_assignment, move_to
from tests.cheque_cast import act_of
from tests.invariants import broken
from tests.invariants_of_papers import PAPERS

NAME = "received cheques are somebody's"


@pytest.fixture
def players(db: None, clock: FixedClock) -> Players:
    """A cheque for a document of ours and for another: it waits for PCI-F07 step 11."""
    players = a_company(clock)
    a_live_assignment(players, a_document("Q-1", "1000.00"))
    move_to(clock, OPENING.date().replace(month=OPENING.month + 1, day=20))
    collect(players, [paying_both("Q-1", "1000.00", "F-9", "250.00", "77")])
    return players


def cheque() -> Cheque:
    return Cheque.objects.get(number="77")


def lost() -> list[object]:
    """The received cheques that are nobody's; everything else holds."""
    found = dict(broken())
    assert set(found) <= {NAME}
    return [row[1] for row in found.get(NAME, [])]


def at_step_11(players: Players) -> int:
    case_id = ForeignDocument.objects.get(number="F-9").case_id
    players.play_through(case_id, value_answers("F-9", "250.00"), upto=10)
    return case_id


def test_it_is_asked_after_every_act() -> None:
    assert NAME in PAPERS


def test_one_that_waits_for_its_foreign_document_is_somebodys(players: Players) -> None:
    assert (cheque().state, lost()) == ("received", [])
    at_step_11(players)
    assert lost() == []


def test_one_that_left_its_batch_is_nobodys(players: Players) -> None:
    case_id = at_step_11(players)
    players.play(case_id, {"way": "endorse"})
    assert lost() == []
    leave_batch([cheque()], act_of(players.users["j_op"], "J_OP", case_id))
    assert lost() == [cheque().pk]


def test_one_in_the_hands_of_who_cannot_send_it_on_is_nobodys(players: Players) -> None:
    case_id = at_step_11(players)
    act = act_of(players.users["j_op"], "J_OP", case_id)
    away = Holder.in_hands_of(players.users["rec"].pk)
    move([cheque().original], away, act, Why("por error"))
    assert lost() == [cheque().pk]


def test_one_that_waits_for_a_role_that_nobody_holds_is_nobodys(players: Players) -> None:
    at_step_11(players)
    RoleGrant.objects.filter(role="J_OP").update(until_on=now().date())
    assert lost() == [cheque().pk]
