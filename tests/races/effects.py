"""A job that shows how often it was run, and how often it took effect."""

import time

from django.db import connection, transaction

from cartera.control.jobs.queue import job

RUN_SECONDS = 0.03


@job("tests.effect")
def effect(number: int) -> None:
    """Note the run, then change the row once, as a job of the house must."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO runs (number) VALUES (%s)", [number])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE effects SET times = times + 1, done = true WHERE number = %s AND NOT done",
            [number],
        )
        time.sleep(RUN_SECONDS)
