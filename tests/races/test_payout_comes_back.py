"""A value's payment comes back while the cheque that brought its money bounces (R4)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from time import monotonic, sleep

from django.db import connection, connections, transaction

from cartera.control.workflow.answers import Done
from cartera.control.workflow.engine import perform
from cartera.credit.claims.models import Claim
from cartera.credit.payments.models import Payment, Payout
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players
from cartera.procedures.playing_third_party import (
    bank_it,
    collect_both,
    hold_value,
    pay_value,
    paying_both,
)
from tests.cast import a_document, a_live_assignment, move_to
from tests.invariants import broken
from tests.races.test_one_winner import waiting

DUE_ON, VALUE_DAY = date(2026, 3, 5), date(2026, 3, 6)
PATIENCE = 20  # seconds


def value_paid(players: Players, clock: FixedClock) -> None:
    """A cheque paid a document that is not ours too, and its owner was given what is his."""
    a_live_assignment(players, a_document("Q-1", "1000.00", due_on=DUE_ON.isoformat()))
    move_to(clock, DUE_ON)
    (case,) = collect_both(players, paying_both("Q-1", "1000.00", "F-9", "250.00", "11"))
    bank_it(players, case, VALUE_DAY)
    move_to(clock, VALUE_DAY)
    players.play_through(players.open("PCI-F09", "AP_AB", {}))
    hold_value(players, case)
    pay_value(players, case)


def confirming(players: Players, who: str, case: int) -> Done:
    return perform(waiting(case).pk, players.users[who], {})


def apart(players: Players, case: int) -> Done:
    try:
        return confirming(players, "j_op", case)
    finally:
        connections.close_all()


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else the transaction sees the first one
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


def test_nothing_is_claimed_of_who_gave_it_back_at_once(
    players: Players, clock: FixedClock
) -> None:
    value_paid(players, clock)
    told = {"reason": "cuenta cerrada", "returned_on": VALUE_DAY.isoformat()}
    back = players.open("INT-28", "AP_AB", told | {"payout": Payout.objects.get().pk})
    bounced = Payment.objects.get(assignment__isnull=False, cheque_id__isnull=False)
    told = {"reason": "sin fondos", "bounced_on": VALUE_DAY.isoformat()}
    bounce = players.open("INT-06", "AP_AB", told | {"payment": bounced.pk})
    with ThreadPoolExecutor(1) as elsewhere:
        with transaction.atomic():
            confirming(players, "j_op", back)
            other = elsewhere.submit(apart, players, bounce)
            until = monotonic() + PATIENCE
            while not somebody_waits() and monotonic() < until:
                sleep(0.05)
        other.result(timeout=PATIENCE)
    assert not Claim.objects.exclude(state="void").exists()
    assert broken() == []
