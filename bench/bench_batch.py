"""A day's batch of 10,000 payments applied (PCI-F09 step 3) against COPY of the same rows.

The floor copies into tables of the same columns, indexes, checks and foreign keys as many rows as
the step inserts or updates: applications, payments, documents, assignments. Goal: at most three
times. The rest of the day (receive, deposit, receipts, tie-out, post) is timed beside it.
"""

import io
import sys
from typing import Any

import scene

GOAL = 3
PAYMENTS, DOCUMENTS_EACH, RUNS = 10_000, 4, 3
_COPIED = (
    "payments_application",
    "payments_payment",
    "assignments_assigneddocument",
    "assignments_assignment",
)
_WRITTEN = {
    "payments_application": "day_id = %(day)s",
    "payments_payment": "day_id = %(day)s",
    "assignments_assigneddocument": "id IN (SELECT document_id FROM payments_payment"
    " WHERE day_id = %(day)s)",
    "assignments_assignment": "id IN (SELECT assignment_id FROM payments_payment"
    " WHERE day_id = %(day)s)",
}


def main() -> int:
    """Measure, report; 1 where the goal is missed."""
    with scene.fresh_database():
        found = _measure()
    ratio = found["ratio"]
    lines = [
        (
            f"{PAYMENTS:,} payments applied in {found['apply_s']} s; COPY of the"
            f" {found['rows']:,} rows in {found['copy_s']} s: ratio {ratio} (goal {GOAL})"
        ),
        "the whole day by step: "
        + ", ".join(f"{step} {took} s" for step, took in found["steps_s"].items()),
    ]
    scene.report("batch", found, lines)
    return 0 if ratio <= GOAL else 1


def _measure() -> dict[str, Any]:
    from cartera.credit.payments.models import PaymentDay

    players = scene.company()
    origin = scene.live_assignment(players, DOCUMENTS_EACH)
    scene.clone_assignment(origin, RUNS * PAYMENTS // DOCUMENTS_EACH)
    runs = []
    for place in range(RUNS):
        scene.received_round(players, PAYMENTS)
        day = PaymentDay.objects.latest("id")
        steps = _play(players, day.case_id)
        copied, rows = _copy(day.pk, place)
        runs.append({"apply": steps["3"], "copy": copied, "rows": rows, "steps": steps})
    apply_s = scene.middle([run["apply"] for run in runs])
    copy_s = scene.middle([run["copy"] for run in runs])
    steps_s = {step: round(took, 2) for step, took in runs[-1]["steps"].items()}
    return {
        "goal": GOAL,
        "payments": PAYMENTS,
        "rows": runs[0]["rows"],
        "apply_s": round(apply_s, 3),
        "copy_s": round(copy_s, 3),
        "ratio": round(apply_s / copy_s, 2),
        "per_run": [{"apply_s": round(r["apply"], 3), "copy_s": round(r["copy"], 3)} for r in runs],
        "steps_s": steps_s,
    }


def _play(players: Any, case_id: int) -> dict[str, float]:
    """Steps 3 to 9 of the round, each timed."""
    from cartera.control.workflow.models import Task

    steps = {}
    for step in range(3, 10):
        task = Task.objects.get(case_id=case_id, state="open", step=step)
        steps[str(step)] = scene.timed(players.play, task.case_id)
    return steps


def _copy(day: int, place: int) -> tuple[float, int]:
    """The time that COPY needs for the rows of the round, and how many they are."""
    import psycopg

    from cartera.config import database

    urls = database.urls(scene.DATABASE)
    with psycopg.connect(urls.owner) as owner:
        for table in _COPIED:
            _make_like(owner, table, f"{table}_copy_{place}")
    with psycopg.connect(urls.owner) as owner:
        texts = {table: _rows_of(owner, table, day) for table in _COPIED}
        owner.commit()
        took = scene.timed(_copy_all, owner, texts, place)
    return took, sum(text.count(b"\n") for text in texts.values())


def _make_like(owner: Any, table: str, name: str) -> None:
    """A table of the same columns, defaults, indexes, checks and foreign keys."""
    owner.execute(f"CREATE TABLE {name} (LIKE {table} INCLUDING ALL)")
    keys = owner.execute(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conrelid = %s::regclass AND contype = 'f'",
        [table],
    ).fetchall()
    for (definition,) in keys:
        owner.execute(f"ALTER TABLE {name} ADD {definition}")


def _rows_of(owner: Any, table: str, day: int) -> bytes:
    found = io.BytesIO()
    condition = _WRITTEN[table] % {"day": int(day)}
    with owner.cursor().copy(f"COPY (SELECT * FROM {table} WHERE {condition}) TO STDOUT") as copy:
        for block in copy:
            found.write(block)
    return found.getvalue()


def _copy_all(owner: Any, texts: dict[str, bytes], place: int) -> None:
    with owner.transaction():
        for table, text in texts.items():
            with owner.cursor().copy(f"COPY {table}_copy_{place} FROM STDIN") as copy:
                copy.write(text)


if __name__ == "__main__":
    sys.exit(main())
