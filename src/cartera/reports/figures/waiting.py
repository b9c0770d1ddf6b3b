"""The work that waits, by procedure, whoever's it is."""

from dataclasses import dataclass
from datetime import datetime

from cartera.reports.figures.asking import rows_of

_WAITING = """
SELECT t.procedure, count(*), count(*) FILTER (WHERE t.due_at < %(now)s), min(t.opened_at)
FROM workflow_task t WHERE t.state = 'open' GROUP BY t.procedure ORDER BY t.procedure
"""


@dataclass(frozen=True, slots=True)
class WaitingWork:
    """Open tasks of a procedure: how many, how many past their deadline, since when."""

    procedure: str
    tasks: int
    overdue: int
    since: datetime


def waiting_by_procedure(now: datetime) -> list[WaitingWork]:
    """Open tasks of the whole company, by procedure."""
    return [WaitingWork(*row) for row in rows_of(_WAITING, now=now)]
