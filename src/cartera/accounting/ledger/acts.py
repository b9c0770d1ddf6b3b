"""The only writers of the books: entries are posted and reversed, periods opened and closed."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Max

from cartera.accounting.ledger import sql
from cartera.accounting.ledger.charts import read_chart
from cartera.accounting.ledger.models import (
    Account,
    Entry,
    Period,
    PeriodEvent,
    PostingRule,
    Series,
)
from cartera.accounting.ledger.refusals import (
    BY_RULE,
    AccountExists,
    AccountIsNotHeading,
    ChartAlreadyLoaded,
    ClientHasNoAccount,
    CorrectedEntryIsNotReversed,
    EntryAlreadyReversed,
    HeadingTakesNoPostings,
    PeriodMissing,
    PeriodStateRefused,
    ReasonMissing,
    ReversalIsNotReversed,
    RoleHasNoAccount,
    SeriesUnknown,
    refusing_by,
)
from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.rules import Draft, Posting, total_of
from cartera.accounting.ledger.selectors import account_by_code, account_for
from cartera.kernel import clock

INCOME = "ingreso"
OUTLAY = "egreso"
JOURNAL = "diario"
SERIES = {INCOME: "Ingresos", OUTLAY: "Egresos", JOURNAL: "Diario"}

Accounts = dict[tuple[str, str], tuple[int, str, bool]]
"""By role and client ("" for the role's own account): id, code, whether each client has one."""


def post_entry(
    *,
    series: str,
    effective_on: date,
    event: str,
    description: str,
    postings: Sequence[Posting],
    prepared_by_id: int,
    case_id: int | None = None,
    corrects_id: int | None = None,
) -> Entry:
    """Post one entry in the open period of its day, under the next number of its series.

    Amounts are in the company's currency, in cents. Two statements however many the lines, the
    first only where roles are used; the series' lock is taken by the second and held to the commit,
    so post last. Refuses what `rules.total_of` refuses, a role or client without account, a
    heading, a series that is not there, a period that is closed or missing.
    (PCI-F01 step 16, PCI-F09 step 8, PCI-F10 step 13.)
    """
    draft = Draft(effective_on, event, description, postings, case_id, corrects_id)
    return post_entries([draft], series=series, prepared_by_id=prepared_by_id)[0]


def post_entries(drafts: Sequence[Draft], *, series: str, prepared_by_id: int) -> list[Entry]:
    """Post many entries of one series at once, numbered in their order: all of them or none.

    The same two statements as for one entry; the same refusals.
    """
    totals = [total_of(draft) for draft in drafts]
    if not drafts:
        return []
    recorded_at = clock.now()
    inputs = {
        "series": series,
        "recorded_at": recorded_at,
        "prepared_by": prepared_by_id,
        **_headers(drafts, totals),
        **_lines(drafts, _accounts_of_roles(drafts)),
    }
    with refusing_by(BY_RULE), connection.cursor() as cursor:
        cursor.execute(sql.POST, inputs)
        rows = cursor.fetchall()
    if len(rows) != len(drafts):
        raise _why_nothing_was_posted(series, drafts)
    return [
        _entry(row, draft, total, recorded_at=recorded_at, prepared_by_id=prepared_by_id)
        for row, draft, total in zip(rows, drafts, totals, strict=True)
    ]


def reverse_entry(
    entry: Entry, *, reason: str, on: date, by_id: int, series: str = JOURNAL
) -> Entry:
    """Undo a whole entry by one that mirrors it line by line and names it.

    Refuses an entry reversed before, a reversal, one with corrections still standing, no reason,
    and a period that is closed or missing. Nothing is edited: both stay in the journal.
    """
    if not reason.strip():
        raise ReasonMissing(field="reason")
    _check_reversible(entry)
    inputs: dict[str, Any] = {
        "series": series,
        "origin": entry.pk,
        "on": on,
        "description": reason.strip()[:300],
        "recorded_at": clock.now(),
        "prepared_by": by_id,
    }
    with refusing_by(BY_RULE), connection.cursor() as cursor:
        cursor.execute(sql.REVERSE, inputs)
        row = cursor.fetchone()
    if row is None:
        draft = Draft(on, entry.event, reason, ())
        raise _why_nothing_was_posted(series, [draft])
    return Entry.objects.get(pk=row[0])


def open_series(code: str, name: str, *, first_number: int = 1) -> Series:
    """Begin a run of entry numbers, from 1 or from where the paper books stand."""
    return Series.objects.create(
        code=code, name=name, first_number=first_number, last_number=first_number - 1
    )


@transaction.atomic
def load_chart(template: str) -> int:
    """Make the accounts, the posting map and the three series of a template; how many accounts.

    Templates are `charts/<name>.toml`: "sv", "co". Refused where a chart is already loaded.
    """
    chart = read_chart(template)
    if Account.objects.exists():
        raise ChartAlreadyLoaded
    accounts: dict[str, Account] = {}
    for plan in chart.accounts:
        parent = accounts[plan.parent] if plan.parent else None
        accounts[plan.code] = Account.objects.create(
            code=plan.code,
            name=plan.name,
            nature=plan.nature,
            parent=parent,
            takes_postings=not plan.heading,
            sub_digits=plan.client_digits,
        )
    PostingRule.objects.bulk_create(
        PostingRule(role=role, account=accounts[code]) for role, code in chart.posting.items()
    )
    for code, name in SERIES.items():
        open_series(code, name)
    return len(accounts)


def open_account(
    *, code: str, name: str, nature: str, under: str, heading: bool = False
) -> Account:
    """Add an account under a heading. Refuses a code in use and a parent that takes postings."""
    parent = account_by_code(under)
    if parent.takes_postings:
        raise AccountIsNotHeading(code=under, field="under")
    if Account.objects.filter(code=code).exists():
        raise AccountExists(code=code, field="code")
    return Account.objects.create(
        code=code, name=name, nature=nature, parent=parent, takes_postings=not heading
    )


def map_role(role: Role, code: str) -> PostingRule:
    """Send an amount's role to another account from now on; what is posted stays where it is.

    Refuses an account that takes no postings, unless it is a heading that numbers its clients.
    """
    account = account_by_code(code)
    if not account.takes_postings and account.sub_digits is None:
        raise HeadingTakesNoPostings(field="code")
    rule, _ = PostingRule.objects.update_or_create(role=role, defaults={"account": account})
    return rule


def client_account(client_code: str, client_name: str, *, role: Role = Role.RECEIVABLE) -> Account:
    """The client's own sub-account under the heading of `role`, made if it is not there.

    Its number is the next under that heading, its code the heading's and the number in at least as
    many digits as the chart says; past the last of those it grows by a digit. Refuses a role that
    has no heading with sub-accounts.
    """
    heading = account_for(role)
    own = Account.objects.filter(parent=heading, client_code=client_code).first()
    if own is not None:
        return own
    with transaction.atomic():
        return _next_client_account(heading.pk, client_code, client_name)


@transaction.atomic
def client_accounts(names: Mapping[str, str], *, role: Role = Role.RECEIVABLE) -> None:
    """The sub-accounts of many clients, by code and name, as `client_account` makes each."""
    heading = Account.objects.select_for_update().get(pk=account_for(role).pk)
    if heading.sub_digits is None:
        raise AccountIsNotHeading(code=heading.code)
    under = Account.objects.filter(parent=heading)
    there = set(under.filter(client_code__in=names).values_list("client_code", flat=True))
    last = under.aggregate(last=Max("sub_number"))["last"] or 0
    missing = [code for code in sorted(names) if code not in there]
    Account.objects.bulk_create(
        _sub_account(heading, number, code, names[code])
        for number, code in enumerate(missing, last + 1)
    )


@transaction.atomic
def open_periods(from_on: date, to_on: date, *, by_id: int) -> list[Period]:
    """Open each month from one day's to another's that is not there yet; those newly opened."""
    wanted = _months(from_on, to_on)
    there = set(Period.objects.values_list("year", "month"))
    periods = Period.objects.bulk_create(
        Period(year=year, month=month) for year, month in wanted if (year, month) not in there
    )
    opened = PeriodEvent.Kind.OPENED
    at = clock.now()
    PeriodEvent.objects.bulk_create(
        PeriodEvent(period=p, n=1, kind=opened, by_id=by_id, recorded_at=at) for p in periods
    )
    return periods


def close_period(period: Period, *, by_id: int, reason: str = "") -> Period:
    """Close a month: from the commit on it takes nothing. Refuses one that is not open."""
    return _turn(period, Period.State.CLOSED, PeriodEvent.Kind.CLOSED, by_id, reason)


def reopen_period(period: Period, *, by_id: int, reason: str) -> Period:
    """Open a closed month again, with a reason that is kept. Refuses one that is not closed.

    That two people are needed is the procedure's to see to.
    """
    if not reason.strip():
        raise ReasonMissing(field="reason")
    return _turn(period, Period.State.OPEN, PeriodEvent.Kind.REOPENED, by_id, reason)


def _accounts_of_roles(drafts: Sequence[Draft]) -> Accounts:
    roles = sorted({str(p.role) for d in drafts for p in d.postings if p.role is not None})
    if not roles:
        return {}
    clients = sorted(
        {p.client_code for d in drafts for p in d.postings if p.role and p.client_code}
    )
    with connection.cursor() as cursor:
        cursor.execute(sql.ACCOUNTS_OF_ROLES, {"roles": roles, "clients": clients})
        return {(role, client): tuple(account) for role, client, *account in cursor}


def _account_of(posting: Posting, accounts: Accounts) -> int | None:
    if posting.role is None:
        return posting.account_id
    general = accounts.get((posting.role, ""))
    if general is None:
        raise RoleHasNoAccount(role=Role(posting.role).label)
    account_id, code, per_client = general
    if not per_client:
        return account_id
    own = accounts.get((posting.role, posting.client_code)) if posting.client_code else None
    if own is None:
        raise ClientHasNoAccount(client=posting.client_code, account=code)
    return own[0]


def _headers(drafts: Sequence[Draft], totals: Sequence[Decimal]) -> dict[str, Any]:
    return {
        "days": [draft.effective_on for draft in drafts],
        "events": [draft.event for draft in drafts],
        "descriptions": [draft.description for draft in drafts],
        "cases": [draft.case_id for draft in drafts],
        "corrected": [draft.corrects_id for draft in drafts],
        "amounts": totals,
        "line_counts": [len(draft.postings) for draft in drafts],
    }


def _lines(drafts: Sequence[Draft], accounts: Accounts) -> dict[str, Any]:
    lines = [
        (ordinal, n, _account_of(p, accounts), p.debit, p.credit, p.reference, p.client_code)
        for ordinal, draft in enumerate(drafts, start=1)
        for n, p in enumerate(draft.postings, start=1)
    ]
    ordinals, ns, accounts_, debits, credits_, references, clients = zip(*lines, strict=True)
    return {
        "ordinals": sql.numbers(ordinals),
        "ns": sql.numbers(ns),
        "accounts": sql.numbers(accounts_),
        "debits": sql.numbers(debits),
        "credits": sql.numbers(credits_),
        "references": list(references),
        "clients": list(clients),
    }


def _entry(row: tuple[int, ...], draft: Draft, total: Decimal, **common: Any) -> Entry:
    entry_id, number, series_id, period_id = row
    columns = {
        "id": entry_id,
        "number": number,
        "series_id": series_id,
        "period_id": period_id,
        "effective_on": draft.effective_on,
        "event": draft.event,
        "description": draft.description,
        "case_id": draft.case_id,
        "reverses_id": None,
        "corrects_id": draft.corrects_id,
        "amount": total,
        "line_count": len(draft.postings),
        **common,
    }
    names = [f.attname for f in Entry._meta.concrete_fields]  # noqa: SLF001 (Django's public API)
    return Entry.from_db(connection.alias, names, [columns[name] for name in names])


def _why_nothing_was_posted(series: str, drafts: Sequence[Draft]) -> Exception:
    if not Series.objects.filter(code=series).exists():
        return SeriesUnknown(series=series)
    with connection.cursor() as cursor:
        cursor.execute(sql.DAYS_WITHOUT_PERIOD, {"days": [draft.effective_on for draft in drafts]})
        row = cursor.fetchone()
    return PeriodMissing(on=row[0] if row else drafts[0].effective_on)


def _check_reversible(entry: Entry) -> None:
    if entry.reverses_id is not None:
        raise ReversalIsNotReversed
    if Entry.objects.filter(reverses_id=entry.pk).exists():
        raise EntryAlreadyReversed
    if Entry.objects.filter(corrects_id=entry.pk, reversed_by__isnull=True).exists():
        raise CorrectedEntryIsNotReversed


def _next_client_account(heading_id: int, client_code: str, client_name: str) -> Account:
    heading = Account.objects.select_for_update().get(pk=heading_id)
    if heading.sub_digits is None:
        raise AccountIsNotHeading(code=heading.code)
    under = Account.objects.filter(parent=heading)
    own = under.filter(client_code=client_code).first()
    if own is not None:
        return own
    number = (under.aggregate(last=Max("sub_number"))["last"] or 0) + 1
    made = _sub_account(heading, number, client_code, client_name)
    made.save()
    return made


def _sub_account(heading: Account, number: int, client_code: str, client_name: str) -> Account:
    return Account(
        code=f"{heading.code}{number:0{heading.sub_digits}d}",
        name=client_name,
        nature=heading.nature,
        parent=heading,
        sub_number=number,
        client_code=client_code,
    )


def _months(from_on: date, to_on: date) -> list[tuple[int, int]]:
    first, last = from_on.year * 12 + from_on.month - 1, to_on.year * 12 + to_on.month - 1
    return [(month // 12, month % 12 + 1) for month in range(first, last + 1)]


def _turn(period: Period, to: str, kind: str, by_id: int, reason: str) -> Period:
    """Compare and set: only from the other state, and only once."""
    with transaction.atomic():
        turned = Period.objects.filter(pk=period.pk).exclude(state=to)
        if not turned.update(state=to, changes=F("changes") + 1):
            raise PeriodStateRefused(period=str(period))
        period.refresh_from_db()
        PeriodEvent.objects.create(
            period=period,
            n=period.changes,
            kind=kind,
            reason=reason.strip(),
            by_id=by_id,
            recorded_at=clock.now(),
        )
    return period
