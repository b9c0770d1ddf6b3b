"""Taking, undoing and going on at once: one winner, and the case waits in one place."""

from collections.abc import Callable

from cartera.control.people.models import User
from cartera.control.workflow.answers import Done
from cartera.control.workflow.claiming import claim_task, release_task, snooze_task
from cartera.control.workflow.engine import perform, send_back
from cartera.control.workflow.models import Task
from cartera.control.workflow.undoing import undo
from cartera.credit.assignments.models import Assignment
from cartera.kernel.clock import now
from cartera.kernel.refusals import Refusal
from cartera.procedures.players import SECOND, Players
from tests.cast import a_document
from tests.invariants import broken
from tests.races.clients import CLIENTS, ROUNDS, Attempt, Clients
from tests.races.conftest import RICH
from tests.races.test_one_winner import asked, waiting


def doing(act: Callable[[], object], name: str) -> Attempt:
    """An act that answers nothing of its own, as the clients tell winners."""

    def attempt() -> Done:
        act()
        return Done(0, name)

    return attempt


def refusals(told: tuple[list[Done], list[Refusal]]) -> set[str]:
    return {refusal.code for refusal in told[1]}


@ROUNDS
def test_a_task_is_taken_by_one(players: Players, clients: Clients, rounds: int) -> None:
    """Two people, from four windows each: whoever took it may take it again, the other may not."""
    users = [players.users["ap_ab"], players.users[SECOND]]
    for _number in range(rounds):
        case = players.open("PCI-F09", "AP_AB", {"payments": [_payment(players)]})
        task = waiting(case)

        def one(user: User, pk: int = task.pk) -> Attempt:
            return doing(lambda: claim_task(pk, user), user.username)

        told = clients.race([one(users[n % 2]) for n in range(CLIENTS)])
        keeper = waiting(case).claimed_by
        assert keeper is not None
        assert {done.outcome for done in told[0]} == {keeper.username}
        assert refusals(told) <= {"task-not-open", "claimed-by-another"}
        assert len(told[1]) >= CLIENTS // 2
        release_task(task.pk, keeper)
        players.play_through(case)


def _payment(players: Players) -> dict[str, str | int]:
    if not Assignment.objects.filter(state="live").exists():
        players.disburse(asked(players, "V-0", "900.00"), ["V-0"])
    number = Assignment.objects.filter(state="live")[0].number
    return {"assignment": number or 0, "amount": "0.50", "kind": "cash",
            "value_on": now().date().isoformat()}  # fmt: skip


@ROUNDS
def test_a_return_is_undone_or_acted_upon(players: Players, clients: Clients, rounds: int) -> None:
    """Four windows undo it while four do what it asks: the case goes one way, and once."""
    rec = players.users["rec"]
    for number in range(rounds):
        case = asked(players, f"U-{number}")
        undoable = send_back(waiting(case).pk, rec, "falta la firma", 1).result["undo"]
        task = waiting(case)
        again = _same_request(f"U-{number}")
        acts = [
            doing(lambda u=undoable: undo(u, rec), "undone"),  # type: ignore[misc] # bound now
            doing(lambda t=task.pk: claim_task(t, rec), "claimed"),  # type: ignore[misc] # bound now
            lambda t=task.pk, a=again: perform(t, rec, a),  # type: ignore[misc] # bound now
            doing(lambda t=task.pk: snooze_task(t, rec, now()), "snoozed"),  # type: ignore[misc] # bound now
        ]
        told = clients.race([acts[n % 4] for n in range(CLIENTS)])
        undone = [done for done in told[0] if done.outcome == "undone"]
        done = [done for done in told[0] if done.case_id]
        assert len(undone) + len(done) == 1, [str(refusal) for refusal in told[1]]
        assert refusals(told) <= {
            "task-not-open", "touched-since", "too-late-to-undo", "snooze-not-ahead",
        }  # fmt: skip
        assert Task.objects.filter(case=case, state="open").count() == 1
        assert waiting(case).step == 2
    assert broken() == []


def _same_request(number: str) -> dict[str, object]:
    return {
        "client": RICH,
        "documents": [a_document(number, "100.00")],
        "amount": "90.00",
        "term_days": 30,
    }
