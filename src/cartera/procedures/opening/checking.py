"""The rows of a workbook held against each other and against what there is: all that is wrong."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from cartera.credit.lines.rules import Terms
from cartera.kernel.money import ZERO
from cartera.kernel.refusals import Refusal, Refusals
from cartera.kernel.search import number_key
from cartera.kernel.tax_ids import normalise_tax_id
from cartera.procedures.opening import refusals as no
from cartera.procedures.opening.portfolio import Portfolio, documents_in_use, line_terms
from cartera.procedures.opening.reading import Row, Wrong
from cartera.procedures.opening.template import (
    ACCOUNTS,
    ASSIGNMENTS,
    CLAIMS,
    CLIENTS,
    DEBTORS,
    DOCUMENTS,
    LINES,
    Sheet,
)

Told = Iterator[tuple[str, Refusal]]
"""What is wrong with a row: the key of the column ("" for the whole row), and why."""

_DUES = ("interest_due", "default_interest_due", "charges_due")


def wrongs_of(portfolio: Portfolio, country: str) -> Iterator[Wrong]:
    """Everything that is wrong with the rows, sheet by sheet in the order of the workbook."""
    checks: tuple[tuple[Sheet, Callable[[Row], Told]], ...] = (
        (CLIENTS, lambda row: _client(row, portfolio, country)),
        (ACCOUNTS, lambda row: _account(row, portfolio)),
        (DEBTORS, lambda row: _debtor(row, portfolio, country)),
        (LINES, lambda row: _line(row, portfolio)),
        (ASSIGNMENTS, lambda row: _assignment(row, portfolio)),
        (DOCUMENTS, _documents(portfolio)),
        (CLAIMS, lambda row: _claim(row, portfolio)),
    )
    names: dict[Sheet, Callable[[Row], object]] = {
        CLIENTS: lambda row: row["code"],
        ACCOUNTS: lambda row: (row["client"], row["bank"], row["number"]),
        DEBTORS: lambda row: row["code"],
        LINES: lambda row: row["client"],
        ASSIGNMENTS: lambda row: row["number"],
        DOCUMENTS: lambda row: (row["debtor"], _kind(row), number_key(row["number"] or "")),
    }
    yield from _tax_ids_repeated(portfolio, country)
    for sheet, check in checks:
        yield from _repeated(sheet, portfolio, names.get(sheet))
        for row in portfolio.book.rows(sheet):
            for key, refusal in check(row):
                column = sheet.column(key).title if key else ""
                yield Wrong(sheet.title, row.n, column, refusal)


def _repeated(
    sheet: Sheet, portfolio: Portfolio, name: Callable[[Row], object] | None
) -> Iterator[Wrong]:
    """Rows that say again what an earlier one said."""
    if name is None:
        return
    first: dict[object, int] = {}
    for row in portfolio.book.rows(sheet):
        named = name(row)
        parts = named if isinstance(named, tuple) else (named,)
        if any(part in (None, "") for part in parts):
            continue
        earlier = first.setdefault(named, row.n)
        if earlier != row.n:
            what = " ".join(map(str, parts))
            yield Wrong(sheet.title, row.n, "", no.RepeatedInSheet(what=what, row=earlier))


def _client(row: Row, portfolio: Portfolio, country: str) -> Told:
    code = row["code"]
    existing = portfolio.known.clients.get(code)
    if existing is not None and existing.state != "withdrawn":
        yield "code", no.AlreadyRecorded(what=code)
    yield from _tax_id(row, country, portfolio.known.client_tax_ids)
    if code and code not in portfolio.first_accounts and code not in portfolio.known.with_account:
        yield "code", no.ClientWithoutAccount(code=code)


def _debtor(row: Row, portfolio: Portfolio, country: str) -> Told:
    existing = portfolio.known.debtors.get(row["code"])
    if existing is not None and existing.state != "withdrawn":
        yield "code", no.AlreadyRecorded(what=row["code"])
    yield from _tax_id(row, country, portfolio.known.debtor_tax_ids)


def _tax_id(row: Row, country: str, known: Mapping[str, str]) -> Told:
    typed = row["tax_id"]
    if not typed:
        return
    try:
        tax_id = normalise_tax_id(country, typed)
    except Refusal as refusal:
        yield "tax_id", refusal
        return
    if known.get(tax_id, known.get(typed)) is not None:
        yield "tax_id", no.TaxIdRecorded(what=tax_id)


def _tax_ids_repeated(portfolio: Portfolio, country: str) -> Iterator[Wrong]:
    """Two rows of one sheet with the same tax id, however it is written."""
    for sheet in (CLIENTS, DEBTORS):
        first: dict[str, int] = {}
        for row in portfolio.book.rows(sheet):
            try:
                tax_id = normalise_tax_id(country, row["tax_id"] or "")
            except Refusal:
                continue  # none, or told already
            if first.setdefault(tax_id, row.n) != row.n:
                refusal = no.RepeatedInSheet(what=tax_id, row=first[tax_id])
                yield Wrong(sheet.title, row.n, sheet.column("tax_id").title, refusal)


def _account(row: Row, portfolio: Portfolio) -> Told:
    code = row["client"]
    if code and not portfolio.has_client(code):
        yield "client", no.ClientUnknown(code=code)
    if (code, row["number"]) in portfolio.known.accounts:
        yield "number", no.AlreadyRecorded(what=row["number"])


def _line(row: Row, portfolio: Portfolio) -> Told:
    code, from_on, expires_on = row["client"], row["from_on"], row["expires_on"]
    if code and not portfolio.has_client(code):
        yield "client", no.ClientUnknown(code=code)
    if code in portfolio.known.lined:
        yield "client", no.ClientHasLine(code=code)
    if from_on and expires_on and expires_on <= from_on:
        yield "expires_on", no.LineEndsBeforeItBegins()
    if row["amount_approved"] == ZERO:
        yield "amount_approved", no.CellMissing()
    try:
        Terms.from_json(line_terms(row))
    except Refusals as refusals:
        yield from ((_term(one), one) for one in refusals)
    except Refusal as refusal:
        yield _term(refusal), refusal
    used = _used(portfolio).get(code, ZERO)
    approved = row["amount_approved"]
    if approved and used > approved:
        yield "amount_approved", no.LineExceeded(code=code, used=used, approved=approved)


def _term(refusal: Refusal) -> str:
    return (refusal.field or "").removeprefix("terms.")


def _used(portfolio: Portfolio) -> dict[str, Decimal]:
    """What each client uses of its line: by its assignments here and in the book. Read once."""
    if not portfolio.used:
        used: dict[str, Decimal] = defaultdict(lambda: ZERO, portfolio.known.used)
        for row in portfolio.book.rows(ASSIGNMENTS):
            used[row["client"]] += max(row["capital"] or ZERO, ZERO)
        portfolio.used = used
    return portfolio.used


def _assignment(row: Row, portfolio: Portfolio) -> Told:
    yield from _owner(row, portfolio)
    yield from _days(row, portfolio)
    yield from _figures(row, portfolio)


def _owner(row: Row, portfolio: Portfolio) -> Told:
    code, number, first = row["client"], row["number"], portfolio.known.first_number
    if code and not portfolio.has_client(code):
        yield "client", no.ClientUnknown(code=code)
    elif code and not portfolio.has_line(code):
        yield "client", no.ClientWithoutLine(code=code)
    elif code and code not in portfolio.lines and _used(portfolio)[code] > portfolio.approved(code):
        used, approved = _used(portfolio)[code], portfolio.approved(code)
        yield "client", no.LineExceeded(code=code, used=used, approved=approved)
    account = row["account"]
    theirs = (code, account)
    if account and theirs not in portfolio.accounts and theirs not in portfolio.known.accounts:
        yield "account", no.AccountNotOfClient(number=account, code=code)
    if number and first is not None and number >= first:
        yield "number", no.NumberAlreadyGiven(first=first)


def _days(row: Row, portfolio: Portfolio) -> Told:
    began, matures, charged = row["disbursed_on"], row["matures_on"], row["charged_to"]
    cut_on = portfolio.cut_on
    if began and matures and matures <= began:
        yield "matures_on", no.MaturesBeforeItBegins()
    for key, day in (("disbursed_on", began), ("charged_to", charged)):
        if day and day > cut_on:
            yield key, no.BeginsAfterCut(day=day, cut_on=cut_on)
    if began and charged and charged < began:
        yield "charged_to", no.InterestBeforeStart(began_on=began)


def _figures(row: Row, portfolio: Portfolio) -> Told:
    number, capital = row["number"], row["capital"]
    if number is None or capital is None:
        return
    documents = portfolio.documents.get(number, [])
    if not documents:
        yield "number", no.AssignmentWithoutDocuments(number=number)
        return
    dues = sum((row[key] or ZERO for key in _DUES), ZERO)
    advanced = sum((d["amount_advanced"] or ZERO for d in documents), ZERO)
    pending = any((d["collected"] or ZERO) < (d["amount"] or ZERO) for d in documents)
    if capital > advanced:
        yield "capital", no.CapitalBeyondAdvanced(capital=capital, advanced=advanced)
    if capital < 0 and dues:
        yield "capital", no.OwedByClientAndToHim()
    if capital + dues > 0 and not pending:
        yield "capital", no.NothingToCollect(number=number, owed=capital + dues)
    if capital == 0 and not dues and not pending:
        yield "capital", no.SettledAlready()


def _documents(portfolio: Portfolio) -> Callable[[Row], Told]:
    taken = documents_in_use(portfolio.book)
    return lambda row: _document(row, portfolio, taken)


def _document(row: Row, portfolio: Portfolio, taken: Mapping[tuple[str, str, str], str]) -> Told:
    number, debtor, face = row["assignment"], row["debtor"], row["amount"]
    if number and number not in portfolio.assignments:
        yield "assignment", no.AssignmentUnknown(number=number)
    if debtor and not portfolio.has_debtor(debtor):
        yield "debtor", no.DebtorUnknown(code=debtor)
    if face == ZERO:
        yield "amount", no.CellMissing()
    advanced, collected = row["amount_advanced"], row["collected"]
    if face is not None and advanced is not None and advanced > face:
        yield "amount_advanced", no.AdvancedBeyondFace(advanced=advanced, face=face)
    if face is not None and collected is not None and collected > face:
        yield "collected", no.CollectedBeyondFace(collected=collected, face=face)
    holder = taken.get((debtor, _kind(row), number_key(row["number"] or "")))
    if holder is not None:
        yield "number", no.DocumentTaken(number=row["number"], assignment=holder)


def _kind(row: Row) -> str:
    return row["kind"] or "quedan"


def _claim(row: Row, portfolio: Portfolio) -> Told:
    code, number, on = row["client"], row["assignment"], row["claimed_on"]
    if code and not portfolio.has_client(code):
        yield "client", no.ClientUnknown(code=code)
    if number and number not in portfolio.assignments:
        yield "assignment", no.AssignmentUnknown(number=number)
    elif number and portfolio.assignments[number]["client"] not in (None, code):
        yield "assignment", no.AssignmentNotOfClient(number=number, code=code or "—")
    if row["amount"] == ZERO:
        yield "amount", no.CellMissing()
    if on and on > portfolio.cut_on:
        yield "claimed_on", no.BeginsAfterCut(day=on, cut_on=portfolio.cut_on)


def counts_of(portfolio: Portfolio) -> Counter[str]:
    """How many rows each sheet brings, by its key."""
    return Counter({key: len(rows) for key, rows in portfolio.book.sheets.items()})
