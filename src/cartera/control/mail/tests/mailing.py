"""What the tests of mail have in common."""

from typing import Any

from django.db import connection

from cartera.control.jobs.working import work_off
from cartera.control.mail.acts import write_mail
from cartera.control.mail.checks import CHECKS
from cartera.control.mail.models import Message
from cartera.control.mail.rules import NewEnclosure, Recipient
from cartera.control.mail.selectors import (
    attempts_of,
)

ANA = Recipient("Ana Rivas", "ana@izalco.example")
PDF = NewEnclosure("Carta cesión 12.pdf", "application/pdf", b"%PDF-1.7\n\x00\xff carta")


def leads_to(settings: Any, port: int) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = False
    settings.DEFAULT_FROM_EMAIL = "Cobros <cobros@factoraje.example>"


def wrote(key: str = "k", **more: Any) -> Message:
    told: dict[str, Any] = {"to": ANA, "subject": "Carta cesión", "body": "Adjunta va la carta."}
    return write_mail(**{"case_id": None, "key": key, **told, **more})


def jobs_waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")
        return int(cursor.fetchone()[0])


def hurry() -> None:
    """What rests until its hour is due now."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now()")
    work_off()


def results(message: Message) -> list[str]:
    return [each.outcome.result for each in attempts_of(message)]


def found_wrong() -> list[Any]:
    with connection.cursor() as cursor:
        found = []
        for check in CHECKS:
            cursor.execute(check.sql)
            found += cursor.fetchall()
    return found
