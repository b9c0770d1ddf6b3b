"""A slice of the replay: steps per second, and where the time of a step goes.

The file is `CARTERA_BENCH_INVOICES` or, where the sample file lies beside the project, that one.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import scene

UNTIL = date(2012, 4, 30)
SAMPLE = Path(__file__).resolve().parents[2] / "shared/data/ar/WA_Fn-UseC_-Accounts-Receivable.csv"
KINDS = ("sql", "commit", "papers", "python")


def main() -> int:
    """Measure and report; nothing to miss, but what verification finds."""
    path = Path(os.environ.get("CARTERA_BENCH_INVOICES", SAMPLE))
    if not path.exists():
        print("== replay: skipped, there is no file of invoices (CARTERA_BENCH_INVOICES)")
        return 0
    with scene.fresh_database():
        found = _measure(path)
    parts = ", ".join(f"{kind} {found['split_pct'][kind]} %" for kind in KINDS)
    worst = ", ".join(f"{w['step']} {w['queries']}" for w in found["most_queries"])
    lines = [
        f"{found['steps']:,} steps, {found['steps_per_second']} a second; {parts}",
        f"most queries: {worst}",
        "slowest kinds of step: "
        + ", ".join(f"{s['step']} {s['ms']} ms" for s in found["slowest"]),
    ]
    scene.report("replay", found, lines)
    return 0 if found["verify_clean"] else 1


def _measure(path: Path) -> dict[str, Any]:
    from cartera.procedures import checkpoints
    from cartera.procedures.replay import replaying
    from cartera.procedures.replay_file import Columns, read_invoices
    from cartera.procedures.replay_plan import plan_of
    from cartera.procedures.replay_summary import summary_of

    checkpoints.path().unlink(missing_ok=True)
    plan = plan_of(read_invoices(path, Columns()))
    clock = _Split()
    with replaying(plan, password=scene.PASSWORD) as replay:
        replay.meter.costs.clear()
        with clock.watching():
            replay.live(UNTIL)
        summary = summary_of(replay)
        costs = replay.meter.costs
    whole = sum(cost.ns for cost in costs.values()) / 1e9
    split = clock.shares(whole)
    slowest = sorted(costs.items(), key=lambda kind: -kind[1].ns / kind[1].steps)[:6]
    return {
        "until": UNTIL.isoformat(),
        "steps": summary["steps"],
        "steps_per_second": summary["steps_per_second"],
        "split_pct": {kind: round(100 * split[kind] / whole, 1) for kind in KINDS},
        "most_queries": summary["most_queries"],
        "slowest": [
            {"step": f"{p}.{n}", "ms": round(cost.ns / cost.steps / 1e6, 1)}
            for (p, n), cost in slowest
        ],
        "verify_clean": json.loads(json.dumps(summary["verify"]["clean"])),
    }


class _Split:
    """Time inside the database's statements, its commits, and the collecting of papers."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()
        self.inside: list[str] = []

    def timing(self, kind: str, act: Callable[..., Any]) -> Callable[..., Any]:
        """`act`, its time counted as `kind` unless something around it is counted already."""

        def timed(*args: Any, **named: Any) -> Any:
            if self.inside:
                return act(*args, **named)
            self.inside.append(kind)
            began = perf_counter()
            try:
                return act(*args, **named)
            finally:
                self.inside.pop()
                self.spent[kind] += perf_counter() - began

        return timed

    def watching(self) -> Any:
        """Count while the block runs."""
        from contextlib import ExitStack
        from unittest.mock import patch

        from django.db import connection

        from cartera.control.workflow.registry import procedures

        stack = ExitStack()

        def counted(execute: Any, *asked: Any) -> Any:
            return self.timing("sql", execute)(*asked)

        stack.enter_context(connection.execute_wrapper(counted))
        commit = self.timing("commit", connection._commit)  # noqa: SLF001 (no public place)
        stack.enter_context(patch.object(connection, "_commit", commit))
        for procedure in procedures():
            if procedure.issue:
                issue = procedure.issue
                object.__setattr__(procedure, "issue", self.timing("papers", issue))
                stack.callback(object.__setattr__, procedure, "issue", issue)
        return stack

    def shares(self, whole: float) -> dict[str, float]:
        """Seconds by kind; what is left of the whole is Python."""
        rest = whole - sum(self.spent.values())
        return {"python": rest, **{kind: self.spent[kind] for kind in KINDS[:3]}}


if __name__ == "__main__":
    sys.exit(main())
