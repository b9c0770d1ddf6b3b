"""Papers out of the training company: documents that clients and another factor collect."""

from collections.abc import Sequence

from cartera.procedures.players import Players
from cartera.procedures.playing_delegations import borrow, delegate, lend

# The step after which each document of the last day is left (PCI-F11, PCI-F03.2).
DELEGATED_UPTO = (1, 3, 5, 6, 9, 10, 12)
LENT_UPTO = (3, 6, 11)
# After each of these steps of PCI-F03.1 what another company lends is left; one is only looked for.
BORROWED_UPTO = (0, 3, 4)
HOW_MANY = 3 + len(DELEGATED_UPTO) + len(LENT_UPTO) + len(BORROWED_UPTO)


def before_the_last_day(players: Players, client: str, papers: Sequence[tuple[int, str]]) -> None:
    """One document went through a whole delegation; another one is with its client, and late."""
    players.play_through(
        players.open(
            "INT-23",
            "J_COB",
            {
                "code": "F01",
                "name": "Crédito Centroamericano, S.A. de C.V.",
                "contact": "Rosa Cañas",
                "telephone": "2440-7000",
            },
        )
    )
    (first, worth), (second, also) = papers[:2]
    delegate(players, client, [first], worth)
    delegate(players, client, [second], also, upto=10)


def on_the_last_day(players: Players, client: str, papers: Sequence[tuple[int, str]]) -> None:
    """What waits in the inboxes: delegations and loans both ways, at one step after another."""
    left = iter(papers[2:])
    for upto in DELEGATED_UPTO:
        operation, amount = next(left)
        delegate(players, client, [operation], amount, upto=upto)
    for upto in LENT_UPTO:
        lend(players, "F01", next(left)[0], upto=upto)
    for upto in BORROWED_UPTO:
        borrow(players, next(left)[0], f"QF-{410 + upto}", "315.00", upto=upto)
    searched = {"operation": next(left)[0], "number": "QF-420"}
    players.open("PCI-F03", "J_COB", searched)
