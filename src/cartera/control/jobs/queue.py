"""Work that waits for later, kept in the database: put there in the transaction that wants it.

The only place that knows which library carries the queue. A job is delivered at least once, so
whoever writes one makes it idempotent; its arguments are ids and numbers, since they are logged.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.exceptions import TaskNotFound
from procrastinate.jobs import Job as Row
from procrastinate.tasks import Task

Work = Callable[..., None]


@dataclass(frozen=True)
class Backoff(BaseRetryStrategy):
    """Try again after `first`, then after twice as long each time, `tries` times in all."""

    tries: int
    first: timedelta
    longest: timedelta = timedelta(hours=4)

    def wait_after(self, attempts: int) -> timedelta:
        """How long to rest when the job has failed `attempts` times."""
        factor: int = 2 ** (attempts - 1)
        return min(self.first * factor, self.longest)

    def get_retry_decision(self, *, exception: BaseException, job: Row) -> RetryDecision | None:
        """When the library tries again; None gives the job up."""
        attempts = job.attempts + 1
        if isinstance(exception, TaskNotFound) or attempts >= self.tries:
            return None
        wait = self.wait_after(attempts)
        return RetryDecision(retry_in={"seconds": int(wait.total_seconds())})


USUAL = Backoff(tries=10, first=timedelta(seconds=10))


@dataclass(frozen=True)
class Job:
    """A kind of work: called, it is done here and now; `later`, by a worker."""

    name: str
    work: Work
    task: Task[Any, Any, Any]

    def __call__(self, **arguments: Any) -> None:
        """Do it now."""
        self.work(**arguments)

    def later(self, *, after: timedelta | None = None, **arguments: Any) -> None:
        """Put it in the queue: it is there if, and as soon as, the transaction is committed.

        `after` is told by the machine's clock, whatever day a training company lives in.
        """
        task = self.task
        if after:
            seconds = int(after.total_seconds())
            task.configure(schedule_in={"seconds": seconds}).defer(**arguments)
        else:
            task.defer(**arguments)

    def each_later(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """The same for many, in one statement."""
        listed = [dict(row) for row in rows]
        if listed:
            self.task.batch_defer(*listed)


def job(name: str, *, retry: Backoff = USUAL, every: str = "") -> Callable[[Work], Job]:
    """Declare work under a name that stays: rows waiting in the database carry it.

    `every` is a cron line; such a job takes no arguments.
    """

    def around(work: Work) -> Job:
        done = (lambda timestamp: work()) if every else work  # noqa: ARG005 - the library passes it
        task = app.task(name=name, retry=retry)(done)
        if every:
            app.periodic(cron=every)(task)
        return Job(name, work, task)

    return around
