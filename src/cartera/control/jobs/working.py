"""A worker: does what waits in the queue, until it is told to stop."""

from datetime import timedelta

from django.conf import settings
from django.db import connection
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.periodic import PeriodicRegistry

from cartera.control.jobs.beats import Heart, look_after_all
from cartera.control.jobs.queue import job

AT_ONCE = 4

# What a dead worker had begun waits again; a heartbeat tells the dead from the slow.
_RESCUE = """
SELECT count(procrastinate_retry_job_v2(j.id, now(), NULL, NULL, NULL))
FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
WHERE j.status = 'doing'
    AND (w.id IS NULL OR w.last_heartbeat < now() - make_interval(secs => %s))"""

_DUE = """
SELECT 1 FROM procrastinate_jobs
WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now()) LIMIT 1"""


def work() -> None:
    """Work until SIGINT or SIGTERM; what is under way is finished first."""
    with Heart():
        _worker_app(app.periodic_registry).run_worker(
            concurrency=AT_ONCE,
            delete_jobs="successful",
            update_heartbeat_interval=settings.JOBS_HEARTBEAT_SECONDS,
            stalled_worker_timeout=_silence().total_seconds(),
            shutdown_graceful_timeout=settings.JOBS_GRACE_SECONDS,
        )


def work_off() -> None:
    """Do all that waits and is due, and return. What is done every now and then is left out."""
    look_after_all()
    while _something_is_due():
        nothing_periodic = PeriodicRegistry()  # type: ignore[no-untyped-call] # the library's own
        _worker_app(nothing_periodic).run_worker(
            wait=False,
            listen_notify=False,
            install_signal_handlers=False,
            concurrency=AT_ONCE,
            delete_jobs="successful",
        )


@job("jobs.rescue", every="* * * * *")
def rescue_stalled() -> None:
    """Let wait again what workers had begun that have been silent for three heartbeats."""
    with connection.cursor() as cursor:
        cursor.execute(_RESCUE, [_silence().total_seconds()])


def _something_is_due() -> bool:
    """Whether anything waits whose hour has come: a job may have put another there."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE)
        return cursor.fetchone() is not None


def _silence() -> timedelta:
    return timedelta(seconds=3 * settings.JOBS_HEARTBEAT_SECONDS)


def _worker_app(periodic: PeriodicRegistry) -> App:
    """The worker watches the queue over connections of its own; its jobs put more work there in
    their own transactions, as everybody does."""
    working = App(
        connector=app.connector.get_worker_connector(),  # type: ignore[attr-defined]
        worker_defaults=app.worker_defaults,
    )
    working.tasks = app.tasks
    working.periodic_registry = periodic
    return working
