"""Reads of settlements."""

from django.db import connection
from django.db.models import QuerySet

from cartera.credit.assignments.models import Assignment
from cartera.credit.assignments.pricing import opening_of
from cartera.credit.assignments.selectors import position_of
from cartera.credit.payments.models import PaymentDay
from cartera.credit.payments.rules import Split
from cartera.credit.payments.sql import STANDING
from cartera.credit.settlements.models import Settlement
from cartera.credit.settlements.refusals import RoundNotTiedOut
from cartera.credit.settlements.rules import SettlementExtras, SettlementFigures, settle
from cartera.kernel.money import ZERO


def standing_splits(assignment: Assignment) -> list[Split]:
    """How each payment that still stands was split, oldest value date first."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [[assignment.pk]])
        return [Split(*row[5:12]) for row in cursor.fetchall()]


def waiting_of_client(client_id: int) -> QuerySet[Settlement]:
    """A client's settlements that are squared and whose refund has not left yet, oldest first."""
    found = Settlement.objects.filter(assignment__client=client_id, amount_to_return__gt=ZERO)
    waiting = found.filter(state__in=("squared", "authorised"))
    return waiting.select_related("assignment").order_by("settled_on", "id")


def check_tied_out(assignment: Assignment) -> None:
    """Refuse to go on with payments of a round that nobody has tied out: they may not be there."""
    rounds = PaymentDay.objects.filter(applications__assignment=assignment)
    day = rounds.exclude(state__in=("tied_out", "posted")).select_related("case").first()
    if day:
        raise RoundNotTiedOut(on=day.on, case=day.case.number)


def figures_of(
    assignment: Assignment, extras: SettlementExtras, splits: list[Split]
) -> SettlementFigures:
    """The lines of FORM-23; refuses an assignment that still owes, or that does not square."""
    collected = sum(
        (s.charges + s.default_interest + s.interest + s.vat + s.capital for s in splits), ZERO
    )
    advanced = opening_of(assignment).capital  # of one that was brought in, what was left of it
    return settle(collected, advanced, splits, position_of(assignment), extras)
