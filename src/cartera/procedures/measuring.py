"""What each kind of step costs: how many, how long, how many queries, how much of it in SQL."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from time import perf_counter_ns
from typing import Any

from django.db import connection

Step = tuple[str, int]


@dataclass(slots=True)
class Cost:
    """The steps of one kind: count, nanoseconds in all and in SQL, queries in all and at most."""

    steps: int = 0
    ns: int = 0
    sql_ns: int = 0
    queries: int = 0
    most_queries: int = 0


@dataclass(slots=True)
class Meter:
    """Watches steps; `cartera.procedures.players.Players` calls it around each."""

    costs: dict[Step, Cost] = field(default_factory=lambda: defaultdict(Cost))

    @contextmanager
    def __call__(self, procedure: str, step: int) -> Iterator[None]:
        """Measure what is done inside the block as one step of that kind."""
        queries, sql_ns = 0, 0

        def count(execute: Callable[..., Any], *asked: Any) -> Any:
            nonlocal queries, sql_ns
            queries += 1
            began = perf_counter_ns()
            try:
                return execute(*asked)
            finally:
                sql_ns += perf_counter_ns() - began

        began = perf_counter_ns()
        with connection.execute_wrapper(count):
            yield
        cost = self.costs[procedure, step]
        cost.steps += 1
        cost.ns += perf_counter_ns() - began
        cost.sql_ns += sql_ns
        cost.queries += queries
        cost.most_queries = max(cost.most_queries, queries)

    @property
    def steps(self) -> int:
        """How many steps were watched."""
        return sum(cost.steps for cost in self.costs.values())

    @property
    def ns(self) -> int:
        """How long they took together."""
        return sum(cost.ns for cost in self.costs.values())

    @property
    def sql_ns(self) -> int:
        """How much of that they waited for the database's statements."""
        return sum(cost.sql_ns for cost in self.costs.values())

    def worst(self, count: int = 5) -> list[tuple[Step, Cost]]:
        """The kinds of step with the most queries."""
        ranked = sorted(self.costs.items(), key=lambda kind: (-kind[1].most_queries, kind[0]))
        return ranked[:count]


def per_second(count: int, ns: int) -> Decimal:
    """How many in a second, to a tenth."""
    return (Decimal(count) * 10**9 / Decimal(max(ns, 1))).quantize(Decimal("0.1"))


def seconds(ns: int) -> Decimal:
    """Nanoseconds as seconds, to a tenth."""
    return (Decimal(ns) / 10**9).quantize(Decimal("0.1"))
