"""Recovery in the training company: every way by which money comes home, and what of it waits."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from cartera.control.workflow.models import Case
from cartera.kernel.clock import now
from cartera.procedures.players import Players
from cartera.procedures.playing_routes import visit
from cartera.procedures.playing_third_party import give_up
from cartera.procedures.replay_recovery import Due, Recovery
from cartera.procedures.replay_ways import ENDORSED, Shares
from cartera.recovery.custody.models import Original

ZONE = "Centro"
WAYS = (ENDORSED, *(name for name, _ in Shares().items()))
# What the last day's route brings, and what it meets that is not collected.
LEFT_BY_WAY = (ENDORSED, "exchanged", "noted", "short", "foreign")
STILL_OUT = 3
HOW_MANY = len(WAYS) + len(LEFT_BY_WAY) + 1 + STILL_OUT
# What is answered of the last day's route before it is left: exchanged cheques wait to be told to
# the client, endorsed ones for the collector, the note to be entered.
_ANSWERED: Mapping[str, Mapping[int, Mapping[str, str]]] = {
    "PCI-F05": {12: {}, 13: {}},
    "PCI-F06": {1: {}, 2: {"collector": "g_cob"}},
    "PCI-F04": {2: {"funds": "reserved"}},
}


def bring_home(players: Players, papers: Sequence[Original]) -> Recovery:
    """One document by each way there is, as far as the bank."""
    recovery = Recovery(players, Shares(), 1, zone=ZONE)
    due = [
        _due(place, way, paper)
        for place, (way, paper) in enumerate(zip(WAYS, papers[: len(WAYS)], strict=True))
    ]
    recovery.bring(now().date(), due)
    return recovery


def leave_waiting(players: Players, papers: Sequence[Original]) -> None:
    """What stays in the inboxes: cheques, a note, a difference, another's document, a route."""
    left = iter(papers[len(WAYS) :])
    recovery = Recovery(players, Shares(), 1, zone=ZONE)
    due = [_due(100 + place, way, next(left)) for place, way in enumerate(LEFT_BY_WAY)]
    _include_other(recovery, next(left))
    recovery.collect(due)
    for procedure, answers in _ANSWERED.items():
        for case in Case.objects.filter(procedure=procedure, state="open"):
            players.play_through(case.pk, answers, upto=max(answers))
    recovery.send_out(list(left))


def _include_other(recovery: Recovery, paper: Original) -> None:
    """The debtor keeps his cheque: it is for another document too (PCI-F07 step 1)."""
    debtor = paper.debtor
    if debtor is None:
        raise ValueError(f"{paper} has no debtor")
    case_id = recovery.send_out([paper])
    again = (now() + timedelta(days=4)).date().isoformat()
    kept = {"document": paper.label, "outcome": "other", "number": "F-3301", "amount": "180.00",
            "reason": "El cheque incluye otra factura", "new_on": again}  # fmt: skip
    visit(recovery.players, case_id, debtor=debtor.code, outcomes=[kept])
    recovery.players.play_through(case_id, upto=5)
    # Another that was told of is given up: its paper waits to go back to its client (INT-27).
    give_up(recovery.players, paper.label, "F-3302", "95.00", again)


def _due(line: int, way: str, paper: Original) -> Due:
    document = paper.document
    if document is None:
        raise ValueError(f"{paper} is no document of ours")
    return Due(line, way, document, paper)
