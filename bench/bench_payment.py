"""One payment through the engine against the same rows by plain psycopg; then eight clients.

Goal: at most three times the floor at one client (PCI-F09 step 3, one payment, not finished).
"""

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import scene

GOAL = 3
WARM = 50
BLOCKS, BLOCK = 8, 100
CLIENTS, EACH = 8, 100


def main() -> int:
    """Measure, report; 1 where the goal is missed."""
    with scene.fresh_database():
        found = _measure()
    ratio = found["one_client"]["ratio"]
    one, eight = found["one_client"], found["eight_clients"]
    lines = [
        (
            f"one client: {one['perform_ms']} ms by perform, {one['floor_ms']} ms by plain psycopg:"
            f" ratio {ratio} (goal {GOAL})"
        ),
        (
            f"eight clients: {eight['perform_per_s']}/s by perform, {eight['floor_per_s']}/s by"
            f" plain psycopg: ratio {eight['ratio']}"
        ),
        f"rows of each payment: {found['rows']}",
    ]
    scene.report("payment", found, lines)
    return 0 if ratio <= GOAL else 1


def _measure() -> dict[str, Any]:
    import floor
    import psycopg

    from cartera.config import database

    players = scene.company()
    origin = scene.live_assignment(players, 8)
    needed = 2 * (WARM + BLOCKS * BLOCK + CLIENTS * EACH)
    scene.clone_assignment(origin, needed // 8 + 8)
    payments = scene.received_round(players, needed)
    task = scene.open_task("PCI-F09")
    half = len(payments) // 2
    by_act, by_hand = payments[:half], payments[half:]
    with psycopg.connect(database.urls(scene.DATABASE).app, autocommit=True) as connection:
        targets = floor.targets_of(connection, by_hand)
        one = _one_client(connection, task, by_act, targets)
        rows = _rows(connection, task, by_act, targets)
    used = WARM + BLOCKS * BLOCK + 20
    eight = _eight_clients(task, by_act[used:], targets[used:])
    return {"goal": GOAL, "one_client": one, "eight_clients": eight, "rows": rows}


def _one_client(connection: Any, task: int, by_act: list[int], targets: list[Any]) -> Any:
    """Blocks of both in turn, so that whatever else the machine does falls on both."""
    import floor

    act = _paying(task)
    for place in range(WARM):
        act(by_act[place], f"w{place}")
        floor.pay(connection, targets[place], f"W{place}")
    acts, hands = [], []
    for block in range(BLOCKS):
        places = range(WARM + block * BLOCK, WARM + (block + 1) * BLOCK)
        acts += [scene.timed(act, by_act[p], f"a{p}") for p in places]
        hands += [scene.timed(floor.pay, connection, targets[p], f"h{p}") for p in places]
    perform_ms, floor_ms = scene.middle(acts) * 1000, scene.middle(hands) * 1000
    return {
        "payments": len(acts),
        "perform_ms": round(perform_ms, 2),
        "floor_ms": round(floor_ms, 2),
        "ratio": round(perform_ms / floor_ms, 2),
    }


def _rows(connection: Any, task: int, by_act: list[int], targets: list[Any]) -> Any:
    """The rows that ten payments of each kind wrote, by PostgreSQL's own counters."""
    import floor

    act = _paying(task)
    start = WARM + BLOCKS * BLOCK
    before = _settled_counts(connection)
    for place in range(start, start + 10):
        act(by_act[place], f"ra{place}")
    between = _settled_counts(connection)
    for place in range(start, start + 10):
        floor.pay(connection, targets[place], f"rh{place}")
    after = _settled_counts(connection)
    by_perform = floor.difference(before, between, 10)
    by_floor = floor.difference(between, after, 10)
    if by_perform != by_floor:
        raise SystemExit(f"not the same rows: {by_perform} and {by_floor}")
    return by_perform


def _settled_counts(connection: Any) -> Any:
    """Counters are flushed by each session when it is idle: ask both to, then read."""
    import floor
    from django.db import connection as ours

    for session in (ours.cursor(), connection):
        session.execute("SELECT pg_stat_force_next_flush()")
        session.execute("SELECT 1")
    time.sleep(1.5)
    return floor.rows_written(connection)


def _paying(task: int) -> Any:
    from cartera.control.people.models import User
    from cartera.control.workflow.engine import perform

    actor = User.objects.get(username="ap_ab")

    def pay(payment: int, key: str) -> None:
        perform(task, actor, {"payments": [payment], "finish": False}, key=key)

    return pay


def _eight_clients(task: int, by_act: list[int], targets: list[Any]) -> Any:
    count = CLIENTS * EACH
    acts = _throughput(
        _client_of_perform, [(task, by_act[n:count:CLIENTS]) for n in range(CLIENTS)]
    )
    hands = _throughput(_client_of_floor, [(0, targets[n:count:CLIENTS]) for n in range(CLIENTS)])
    return {
        "payments": count,
        "perform_per_s": round(acts, 1),
        "floor_per_s": round(hands, 1),
        "ratio": round(hands / acts, 2),
    }


def _throughput(client: Any, jobs: list[tuple[int, Any]]) -> float:
    """Payments a second of all clients together, from the first's start to the last's end."""
    with ProcessPoolExecutor(CLIENTS, mp_context=get_context("spawn")) as pool:
        list(pool.map(_ready, range(CLIENTS * 4)))
        start_at = time.time() + 3
        spans = list(pool.map(client, [(start_at, *job) for job in jobs], chunksize=1))
    count = sum(len(work) for _, work in jobs)
    return count / (max(end for _, end in spans) - min(begin for begin, _ in spans))


def _ready(_: int) -> None:
    """A client has started and knows Django."""
    import os

    os.environ["CARTERA_DATABASE"] = scene.DATABASE
    os.environ["DJANGO_SETTINGS_MODULE"] = "cartera.config.settings"
    import django

    django.setup()
    time.sleep(0.2)


def _client_of_perform(job: tuple[float, int, list[int]]) -> tuple[float, float]:
    from cartera.kernel.clock import FixedClock, set_clock

    start_at, task, payments = job
    set_clock(FixedClock(scene.instant(scene.TODAY)))
    pay = _paying(task)
    return _from(start_at, [lambda p=p: pay(p, f"c{p}") for p in payments])


def _client_of_floor(job: tuple[float, int, list[Any]]) -> tuple[float, float]:
    import floor
    import psycopg

    from cartera.config import database

    start_at, _, targets = job
    with psycopg.connect(database.urls(scene.DATABASE).app, autocommit=True) as connection:
        connection.execute("SELECT 1")
        return _from(
            start_at,
            [lambda t=t: floor.pay(connection, t, f"C{t.payment}") for t in targets],
        )


def _from(start_at: float, acts: list[Any]) -> tuple[float, float]:
    time.sleep(max(0, start_at - time.time()))
    began = time.time()
    for act in acts:
        act()
    return began, time.time()


if __name__ == "__main__":
    sys.exit(main())
