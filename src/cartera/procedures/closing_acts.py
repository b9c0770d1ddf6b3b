"""Closing a day and a month, and opening them again (INT-04, INT-05, INT-09)."""

import json
import re
from calendar import monthrange
from datetime import date
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from cartera.accounting.ledger.acts import close_period, reopen_period
from cartera.accounting.ledger.models import Period
from cartera.accounting.ledger.refusals import PeriodMissing, PeriodStateRefused
from cartera.company.acts import record_day_close, reopen_days
from cartera.company.models import DayClose
from cartera.company.selectors import company, last_closed_on
from cartera.control.audit.checkpoints import set_checkpoint
from cartera.control.audit.selectors import hash_at, head
from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Label, Note, Text
from cartera.kernel.text import gettext_noop as _
from cartera.procedures import checkpoints
from cartera.procedures.models import DayClosing, PeriodClosing, Reopening
from cartera.procedures.obstacles import obstacles_on
from cartera.procedures.refusals import (
    CheckpointDiffers,
    DayAlreadyClosed,
    DayNotClosed,
    DayNotReady,
    DayOrMonth,
    DayStillToCome,
    EarlierMonthOpen,
    MonthNotOver,
    MonthUnreadable,
)

Remarks = Annotated[Note, Label(_("Observaciones"), widget="textarea")]
Month = Annotated[str, Label(_("Mes"), _("como 2026-02"))]

_MONTH = re.compile(r"(?P<year>[0-9]{4})-(?P<month>0[1-9]|1[0-2])")

_LOCK_OPEN_PERIODS = "SELECT id FROM ledger_period WHERE state = 'open' ORDER BY id FOR UPDATE"

_TOTALS = """
SELECT
  (SELECT coalesce(sum(amount), 0) FROM ledger_entry) AS posted,
  (SELECT coalesce(json_object_agg(code, last_number), '{}') FROM ledger_series) AS numbers,
  (SELECT count(*) FROM ledger_entry WHERE effective_on = %(on)s) AS entries_of_day,
  (SELECT count(*) FROM assignments_assignment WHERE state = 'live') AS live_assignments,
  (SELECT coalesce(sum(greatest(capital, 0)), 0) FROM assignments_assignment
    WHERE state IN ('live', 'paid_off')) AS capital,
  (SELECT coalesce(sum(amount), 0) FROM payments_application WHERE applied_on = %(on)s) AS applied,
  (SELECT coalesce(sum(amount_net), 0) FROM disbursements_disbursement
    WHERE paid_on = %(on)s AND state IN ('paid', 'posted')) AS disbursed,
  (SELECT coalesce(sum(amount_to_return), 0) FROM settlements_settlement
    WHERE paid_on = %(on)s AND state IN ('paid', 'posted')) AS returned
"""

_MONTH_TOTALS = """
SELECT coalesce(sum(l.debit), 0), coalesce(sum(l.credit), 0), count(DISTINCT l.entry_id)
FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id WHERE e.period_id = %(period)s
"""


def close_day(
    closing: DayClosing | None,
    act: Act,
    *,
    on: Annotated[date | None, Label(_("Día"), _("Vacío: el día hábil en curso"))] = None,
    remarks: Remarks = "",
) -> Outcome:
    """Prove the day and close it: nothing more is posted on it or before it (INT-04 step 1).

    Refuses, naming each: payments, disbursements and settlements without their entry, a kept total
    that the entries do not prove, a broken audit chain; also a day closed before, or still to come
    by the clock: once today is closed the acts count tomorrow, and tomorrow is not closed yet.
    The chain's head is kept and leaves the database.
    """
    day = on or act.on
    _lock_open_periods()
    _check_closable(day, act.at.astimezone(ZoneInfo(company().timezone)).date())
    obstacles = obstacles_on(day)
    if obstacles:
        summary = "; ".join(str(obstacle) for obstacle in obstacles[:8])
        raise DayNotReady(on=day, summary=summary, obstacles=obstacles)
    chain = head()
    close = record_day_close(
        day, at=act.at, by_id=act.actor_id, totals=totals_of_day(day), chain=chain
    )
    point = set_checkpoint(day, act.at, chain)
    DayClosing.objects.create(
        case_id=act.case_id, on=day, close=close, checkpoint=point, remarks=remarks
    )
    checkpoints.mail_to_audit(point, act)
    transaction.on_commit(checkpoints.write_missing)
    return Outcome(result={"on": day.isoformat(), "seq": chain[0], "hash": chain[1]})


def receive_checkpoint(closing: DayClosing, act: Act, *, remarks: Remarks = "") -> Outcome:
    """Internal audit receives the checkpoint if the chain is what it says (INT-04 step 2)."""
    point = closing.checkpoint
    if hash_at(point.seq) != point.hash:
        raise CheckpointDiffers(seq=point.seq)
    closing.received_at = act.at
    closing.save(update_fields=["received_at"])
    return Outcome(result={"seq": point.seq, "hash": point.hash})


def request_reopening(
    reopening: Reopening | None,
    act: Act,
    *,
    reason: Annotated[Text, Label(_("Motivo"))],
    on: Annotated[date | None, Label(_("Día que se reabre"))] = None,
    month: Annotated[str, Label(_("Mes que se reabre"), _("como 2026-02"))] = "",
) -> None:
    """Ask that a closed day, or a closed month, be opened again (INT-05 step 1).

    A day reopens with every later one, since their totals rest on it. Refuses both or neither,
    a day or month that is not closed.
    """
    if (on is None) == (not month):
        raise DayOrMonth(field="on")
    if on and not DayClose.objects.filter(on=on, reopened_at__isnull=True).exists():
        raise DayNotClosed(on=on, field="on")
    period = _period(month) if month else None
    if period and period.state != Period.State.CLOSED:
        raise PeriodStateRefused(period=str(period), field="month")
    reopening = reopening or Reopening(case_id=act.case_id)
    reopening.on, reopening.period, reopening.reason = on, period, reason
    reopening.save()


def authorise_reopening(reopening: Reopening, act: Act, *, remarks: Remarks = "") -> Outcome:
    """General management opens it again (INT-05 step 2)."""
    if reopening.period:
        reopen_period(reopening.period, by_id=act.actor_id, reason=reopening.reason)
        opened = [str(reopening.period)]
    else:
        opened = _reopen_days(reopening, act)
    _move(reopening, Reopening.State.DONE)
    return Outcome(result={"reopened": opened})


def reject_reopening(reopening: Reopening, act: Act, reason: str) -> None:
    """It stays closed."""
    _move(reopening, Reopening.State.REJECTED)


def propose_period_close(
    closing: PeriodClosing | None, act: Act, *, month: Month, remarks: Remarks = ""
) -> Outcome:
    """Ask to close a month whose last day is closed (INT-09 step 1).

    Refuses a month that is not open or not over, and one after another that is still open.
    """
    period = _period(month)
    _check_month_is_over(period)
    closing = closing or PeriodClosing(case_id=act.case_id)
    closing.period, closing.remarks = period, remarks
    with connection.cursor() as cursor:
        cursor.execute(_MONTH_TOTALS, {"period": period.pk})
        closing.debits, closing.credits, closing.entries = cursor.fetchone()
    closing.save()
    return Outcome(result={"debits": str(closing.debits), "entries": closing.entries})


def close_month(closing: PeriodClosing, act: Act, *, remarks: Remarks = "") -> None:
    """The month is closed: it takes nothing any more (INT-09 step 2)."""
    _check_month_is_over(closing.period)
    close_period(closing.period, by_id=act.actor_id, reason=closing.remarks)
    _move(closing, PeriodClosing.State.CLOSED)


def reject_period_close(closing: PeriodClosing, act: Act, reason: str) -> None:
    """The month stays open."""
    _move(closing, PeriodClosing.State.REJECTED)


def content_of_period_close(closing: PeriodClosing) -> dict[str, Any]:
    """What management or internal audit signs."""
    return {
        "period": str(closing.period),
        "debits": f"{closing.debits:.2f}",
        "credits": f"{closing.credits:.2f}",
        "entries": closing.entries,
    }


def totals_of_day(on: date) -> dict[str, str]:
    """The figures that are kept with a close: amounts in the company's currency, as texts."""
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS, {"on": on})
        names = [column.name for column in cursor.description]
        row = cursor.fetchone()
    texts = [json.dumps(v) if isinstance(v, dict) else str(v) for v in row]
    return dict(zip(names, texts, strict=True))


def _lock_open_periods() -> None:
    """Wait for what is being posted, and let what comes next find the day closed."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_OPEN_PERIODS)


def _check_closable(day: date, today: date) -> None:
    closed_on = last_closed_on()
    if closed_on is not None and day <= closed_on:
        raise DayAlreadyClosed(on=day, closed_on=closed_on, field="on")
    if day > today:
        raise DayStillToCome(on=day, today=today, field="on")


def _reopen_days(reopening: Reopening, act: Act) -> list[str]:
    if reopening.on is None:
        raise DayOrMonth(field="on")
    _lock_open_periods()
    days = reopen_days(reopening.on, at=act.at, by_id=act.actor_id, reason=reopening.reason)
    if reopening.on not in days:
        raise DayNotClosed(on=reopening.on)
    return [day.isoformat() for day in days]


def _period(month: str) -> Period:
    found = _MONTH.fullmatch(month.strip())
    if found is None:
        raise MonthUnreadable(text=month[:20], field="month")
    year, number = int(found["year"]), int(found["month"])
    period = Period.objects.filter(year=year, month=number).first()
    if period is None:
        raise PeriodMissing(on=date(year, number, 1), field="month")
    return period


def _check_month_is_over(period: Period) -> None:
    if period.state != Period.State.OPEN:
        raise PeriodStateRefused(period=str(period), field="month")
    last_day = date(period.year, period.month, monthrange(period.year, period.month)[1])
    closed_on = last_closed_on()
    if closed_on is None or closed_on < last_day:
        raise MonthNotOver(period=str(period), field="month")
    open_ones = Period.objects.filter(state=Period.State.OPEN).order_by("year", "month")
    earliest = open_ones.first()
    if earliest is not None and earliest.pk != period.pk:
        raise EarlierMonthOpen(earlier=str(earliest), period=str(period), field="month")


def _move(subject: Reopening | PeriodClosing, state: str) -> None:
    subject.state = state
    subject.save(update_fields=["state"])
