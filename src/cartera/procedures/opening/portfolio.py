"""The rows of a workbook joined: whose each assignment is, its documents, its terms."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Min

from cartera.credit.assignments.models import Assignment
from cartera.credit.lines.models import Line
from cartera.credit.lines.rules import Terms
from cartera.credit.parties.models import Client, CreditAccount, Debtor
from cartera.kernel.money import ZERO
from cartera.kernel.search import number_key
from cartera.procedures.opening.reading import Book, Row
from cartera.procedures.opening.template import (
    ACCOUNTS,
    ASSIGNMENTS,
    CLIENTS,
    DEBTORS,
    DOCUMENTS,
    LINES,
)

_GONE = ("withdrawn", "rejected")
_RATES = ("rate_pct", "default_rate_pct")
_IN_USE = """
SELECT t.code, d.kind, d.number_key, a.number
FROM assignments_assigneddocument d JOIN parties_debtor t ON t.id = d.debtor_id
JOIN assignments_assignment a ON a.id = d.assignment_id
WHERE d.number_key = ANY(%s) AND d.state NOT IN ('withdrawn', 'returned')
"""
_OF_LINE = (
    "advance_pct",
    "rate_pct",
    "rate_basis",
    "day_count",
    "interest_charged",
    "commission_pct",
    "default_rate_pct",
    "vat_pct",
)


@dataclass(frozen=True, slots=True)
class Known:
    """What Cartera has already: parties by code, lines, numbers and documents in use.

    Parties that left with opening balances that were undone come back with their code.
    """

    clients: Mapping[str, Client]
    debtors: Mapping[str, Debtor]
    client_tax_ids: Mapping[str, str]
    debtor_tax_ids: Mapping[str, str]
    lined: Mapping[str, Line]
    accounts: Mapping[tuple[str, str], CreditAccount]
    with_account: frozenset[str]
    first_number: int | None
    used: Mapping[str, Decimal]

    def client(self, code: str) -> Client | None:
        """The client, where it takes part in business."""
        found = self.clients.get(code)
        return found if found is not None and found.state == "active" else None

    def debtor(self, code: str) -> Debtor | None:
        """The debtor, where it takes part in business."""
        found = self.debtors.get(code)
        return found if found is not None and found.state == "active" else None


def known() -> Known:
    """What there is now. Seven queries."""
    clients = {client.code: client for client in Client.objects.all()}
    debtors = {debtor.code: debtor for debtor in Debtor.objects.all()}
    lines = Line.objects.filter(state="active").select_related("client")
    accounts = CreditAccount.objects.filter(state="active").select_related("client").order_by("id")
    native = Assignment.objects.filter(brought__isnull=True, number__isnull=False)
    using = Assignment.objects.filter(state__in=("prepared", "recorded", "live", "paid_off"))
    used: dict[str, Decimal] = defaultdict(lambda: ZERO)
    rows = using.values_list("client__code", "state", "capital", "amount_advanced")
    for code, state, capital, advanced in rows:
        used[code] += advanced if state in ("prepared", "recorded") else max(capital, ZERO)
    return Known(
        clients=clients,
        debtors=debtors,
        client_tax_ids=_tax_ids(clients),
        debtor_tax_ids=_tax_ids(debtors),
        lined={line.client.code: line for line in lines},
        accounts={(a.client.code, a.number): a for a in accounts},
        with_account=frozenset(a.client.code for a in accounts),
        first_number=native.aggregate(first=Min("number"))["first"],
        used=used,
    )


def _tax_ids(parties: Mapping[str, Any]) -> dict[str, str]:
    return {
        party.tax_id: code
        for code, party in parties.items()
        if party.tax_id and party.state not in _GONE
    }


@dataclass(slots=True)
class Portfolio:
    """The book with its rows found by what names them, and what is known already."""

    book: Book
    known: Known
    cut_on: date
    clients: dict[str, Row] = field(default_factory=dict)
    debtors: dict[str, Row] = field(default_factory=dict)
    lines: dict[str, Row] = field(default_factory=dict)
    accounts: dict[tuple[str, str], Row] = field(default_factory=dict)
    first_accounts: dict[str, Row] = field(default_factory=dict)
    assignments: dict[int, Row] = field(default_factory=dict)
    documents: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    used: dict[str, Decimal] = field(default_factory=dict)
    _terms: dict[str, Terms] = field(default_factory=dict)

    def has_client(self, code: str | None) -> bool:
        """Whether the code is a client's of the book, or of one who is active here."""
        return code in self.clients or (code is not None and self.known.client(code) is not None)

    def has_debtor(self, code: str | None) -> bool:
        """The same of debtors."""
        return code in self.debtors or (code is not None and self.known.debtor(code) is not None)

    def has_line(self, code: str) -> bool:
        """Whether the client has a line, here or in the book."""
        return code in self.lines or code in self.known.lined

    def approved(self, code: str) -> Decimal:
        """What the client's line approves."""
        row = self.lines.get(code)
        if row is not None:
            return row["amount_approved"] or ZERO
        line = self.known.lined.get(code)
        return line.amount_approved if line else ZERO

    def terms(self, assignment: Row) -> Terms:
        """The line's terms with what the assignment says of its own."""
        own = {name: assignment[name] for name in _RATES if assignment[name] is not None}
        code = assignment["client"]
        if not own and code in self._terms:
            return self._terms[code]
        row, line = self.lines.get(code), self.known.lined.get(code)
        typed = line_terms(row) if row is not None else dict(line.terms if line else {})
        terms = Terms.from_json(typed | {name: f"{value:f}" for name, value in own.items()})
        if not own:
            self._terms[code] = terms
        return terms


def line_terms(row: Row) -> dict[str, Any]:
    """The terms that a row of lines states, as texts; the rest has its default."""
    stated = {name: row[name] for name in _OF_LINE if row[name] is not None}
    return {n: v if isinstance(v, str) else f"{v:f}" for n, v in stated.items()}


def joined(book: Book, cut_on: date) -> Portfolio:
    """The book's rows by what names them; of those that repeat, the first."""
    found = Portfolio(book, known(), cut_on)
    for row in book.rows(CLIENTS):
        found.clients.setdefault(row["code"], row)
    for row in book.rows(DEBTORS):
        found.debtors.setdefault(row["code"], row)
    for row in book.rows(LINES):
        found.lines.setdefault(row["client"], row)
    for row in book.rows(ACCOUNTS):
        found.accounts.setdefault((row["client"], row["number"]), row)
        found.first_accounts.setdefault(row["client"], row)
    for row in book.rows(ASSIGNMENTS):
        found.assignments.setdefault(row["number"], row)
    for row in book.rows(DOCUMENTS):
        found.documents[row["assignment"]].append(row)
    return found


def documents_in_use(book: Book) -> dict[tuple[str, str, str], str]:
    """The documents of the book that are in an assignment here: by debtor, kind and number."""
    keys = [number_key(row["number"] or "") for row in book.rows(DOCUMENTS)]
    with connection.cursor() as cursor:
        cursor.execute(_IN_USE, [keys])
        rows = cursor.fetchall()
    return {(debtor, kind, key): str(number or "—") for debtor, kind, key, number in rows}
