"""A checked portfolio written: parties, lines, assignments, documents, charges, all set-based."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

from cartera.accounting.ledger.acts import client_accounts
from cartera.control.workflow.definitions import Act
from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.assignments.rules import BROUGHT_AMOUNTS
from cartera.credit.assignments.selectors import next_operation_numbers
from cartera.credit.claims.models import Claim
from cartera.credit.lines.models import Line
from cartera.credit.lines.rules import Terms
from cartera.credit.parties.models import Client, CreditAccount, Debtor
from cartera.kernel.money import CENT, ZERO
from cartera.kernel.search import number_key, search_key
from cartera.kernel.tax_ids import normalise_tax_id
from cartera.procedures.opening.models import Brought, OpeningBatch
from cartera.procedures.opening.originals import store_originals
from cartera.procedures.opening.portfolio import Portfolio, line_terms
from cartera.procedures.opening.reading import Row
from cartera.procedures.opening.template import (
    ACCOUNTS,
    ASSIGNMENTS,
    CLAIMS,
    CLIENTS,
    DEBTORS,
    DOCUMENTS,
    LINES,
)

AT_ONCE = 5000

_COUNT_ON = """
INSERT INTO assignments_counter AS c (name, last_number) VALUES ('assignments_number', %(last)s)
ON CONFLICT (name) DO UPDATE SET last_number = greatest(c.last_number, excluded.last_number)
"""


def bring(portfolio: Portfolio, batch: OpeningBatch, act: Act, country: str) -> None:
    """Write all of it; what came is kept by batch, so that it can be withdrawn as a whole.

    A party that left with balances undone before comes back as its own row.
    """
    clients = _parties(Client, portfolio, CLIENTS.key, portfolio.known.clients, country)
    debtors = _parties(Debtor, portfolio, DEBTORS.key, portfolio.known.debtors, country)
    by_code = {**portfolio.known.clients, **{client.code: client for client in clients}}
    owing = {**portfolio.known.debtors, **{debtor.code: debtor for debtor in debtors}}
    accounts = _accounts(portfolio, by_code)
    client_accounts({client.code: client.name for client in clients})
    lines = _lines(portfolio, by_code)
    assignments = _assignments(portfolio, batch, by_code)
    _documents(portfolio, assignments, owing, batch)
    claims = _claims(portfolio, assignments, by_code)
    for kind, rows in (
        ("client", clients),
        ("debtor", debtors),
        ("account", accounts),
        ("line", lines),
        ("assignment", list(assignments.values())),
        ("claim", claims),
    ):
        _keep(batch, kind, rows)
    store_originals(batch, act)


def _keep(batch: OpeningBatch, kind: str, rows: Iterable[Any]) -> None:
    Brought.objects.bulk_create(
        (Brought(batch=batch, kind=kind, row_id=row.pk) for row in rows), batch_size=AT_ONCE
    )


def _parties(
    model: type[Any],
    portfolio: Portfolio,
    sheet: str,
    known: Mapping[str, Any],
    country: str,
) -> list[Any]:
    """The clients or the debtors of the book, active; those that come back keep their row."""
    made: list[Any] = []
    back: list[Any] = []
    columns: set[str] = {"search_name", "state"}
    for row in portfolio.book.sheets.get(sheet, ()):
        party = known.get(row["code"]) or model()
        values = dict(row.values)
        if values.get("tax_id"):
            values["tax_id"] = normalise_tax_id(country, values["tax_id"])
        values |= {"search_name": search_key(values["name"]), "state": "active"}
        for column, value in values.items():
            setattr(party, column, value)
        columns |= set(values)
        (back if party.pk else made).append(party)
    model.objects.bulk_create(made, batch_size=AT_ONCE)
    if back:
        model.objects.bulk_update(back, sorted(columns - {"code"}), batch_size=AT_ONCE)
    return made + back


def _accounts(portfolio: Portfolio, clients: Mapping[str, Any]) -> list[CreditAccount]:
    gone = CreditAccount.objects.filter(state="withdrawn").select_related("client")
    left = {(a.client.code, a.bank, a.number): a for a in gone}
    made: list[CreditAccount] = []
    back: list[CreditAccount] = []
    for row in portfolio.book.rows(ACCOUNTS):
        client = clients[row["client"]]
        account = left.get((client.code, row["bank"], row["number"])) or CreditAccount(
            client=client, bank=row["bank"], number=row["number"]
        )
        account.holder, account.state = row["holder"] or client.name, "active"
        (back if account.pk else made).append(account)
    CreditAccount.objects.bulk_create(made, batch_size=AT_ONCE)
    CreditAccount.objects.bulk_update(back, ["holder", "state"], batch_size=AT_ONCE)
    return made + back


def _lines(portfolio: Portfolio, clients: Mapping[str, Any]) -> list[Line]:
    """The lines, proposed and approved at once: the signature of the whole is theirs."""
    usual = 120
    made = [
        Line(
            client=clients[row["client"]],
            amount_approved=row["amount_approved"],
            from_on=row["from_on"],
            expires_on=row["expires_on"],
            max_term_days=row["max_term_days"] or usual,
            segment=row["segment"] or "",
            terms=Terms.from_json(line_terms(row)).to_json(),
        )
        for row in portfolio.book.rows(LINES)
    ]
    Line.objects.bulk_create(made, batch_size=AT_ONCE)
    Line.objects.filter(pk__in=[line.pk for line in made]).update(state="active")
    return made


def _assignments(
    portfolio: Portfolio, batch: OpeningBatch, clients: Mapping[str, Any]
) -> dict[int, Assignment]:
    """The assignments by number, each at the position at which it came."""
    ids = {client.pk: code for code, client in clients.items()}
    lines = {
        ids[owner]: pk
        for pk, owner in Line.objects.filter(state="active").values_list("pk", "client_id")
        if owner in ids
    }
    accounts: dict[tuple[str, str], int] = {}
    held = CreditAccount.objects.filter(state="active").order_by("-id")
    for pk, owner, number in held.values_list("pk", "client_id", "number"):
        accounts[ids[owner], number] = accounts[ids[owner], ""] = pk
    terms = _once(lambda row: portfolio.terms(row).to_json())
    made = {
        row["number"]: _assignment(row, portfolio, batch, clients, lines, accounts, terms(row))
        for row in portfolio.book.rows(ASSIGNMENTS)
    }
    Assignment.objects.bulk_create(made.values(), batch_size=AT_ONCE)
    if made:
        with connection.cursor() as cursor:
            cursor.execute(_COUNT_ON, {"last": max(made)})
    return made


def _once(read: Callable[[Row], Any]) -> Callable[[Row], Any]:
    """The terms of each client's rows, reckoned once where the row has no rates of its own."""
    kept: dict[tuple[Any, ...], Any] = {}

    def of(row: Row) -> Any:
        key = (row["client"], row["rate_pct"], row["default_rate_pct"])
        if key not in kept:
            kept[key] = read(row)
        return kept[key]

    return of


def _assignment(
    row: Row,
    portfolio: Portfolio,
    batch: OpeningBatch,
    clients: Mapping[str, Any],
    lines: Mapping[str, int],
    accounts: Mapping[tuple[str, str], int],
    terms: Mapping[str, Any],
) -> Assignment:
    documents = portfolio.documents[row["number"]]
    advanced = sum((d["amount_advanced"] for d in documents), ZERO)
    position = {name: (row[name] or ZERO).quantize(CENT) for name in BROUGHT_AMOUNTS}
    owed = sum((position[name] for name in BROUGHT_AMOUNTS[:4]), ZERO)
    pending = any((d["collected"] or ZERO) < d["amount"] for d in documents)
    paid_off = owed <= 0 and not pending
    brought = {name: f"{amount:.2f}" for name, amount in position.items()} | {
        "batch": batch.pk,
        "number": row["number"],
        "on": batch.cut_on.isoformat(),
        "charged_to": row["charged_to"].isoformat(),
    }
    client = row["client"]
    return Assignment(
        number=row["number"],
        client_id=clients[client].pk,
        line_id=lines[client],
        account_id=accounts[client, row["account"] or ""],
        state="paid_off" if paid_off else "live",
        requested_on=row["disbursed_on"],
        requested_amount=advanced,
        term_days=(row["matures_on"] - row["disbursed_on"]).days,
        terms=terms,
        disbursed_on=row["disbursed_on"],
        matures_on=row["matures_on"],
        amount_face=sum((d["amount"] for d in documents), ZERO),
        amount_advanced=advanced,
        amount_net=advanced,
        paid_off_on=batch.cut_on if paid_off else None,
        charged_to=row["charged_to"],
        brought=brought,
        **position,
    )


def _documents(
    portfolio: Portfolio,
    assignments: Mapping[int, Assignment],
    debtors: Mapping[str, Any],
    batch: OpeningBatch,
) -> None:
    rows = portfolio.book.rows(DOCUMENTS)
    numbers = next_operation_numbers(len(rows)) if rows else range(0)
    made = [
        _document(row, number, assignments[row["assignment"]].pk, debtors[row["debtor"]].pk, batch)
        for row, number in zip(rows, numbers, strict=True)
    ]
    AssignedDocument.objects.bulk_create(made, batch_size=AT_ONCE)


def _document(
    row: Row, number: int, assignment_id: int, debtor_id: int, batch: OpeningBatch
) -> AssignedDocument:
    collected = row["collected"] or ZERO
    whole = collected >= row["amount"]
    return AssignedDocument(
        assignment_id=assignment_id,
        debtor_id=debtor_id,
        kind=row["kind"] or "quedan",
        number=row["number"],
        number_key=number_key(row["number"]),
        operation_number=number,
        amount=row["amount"],
        amount_advanced=row["amount_advanced"],
        amount_collected=collected,
        brought_collected=collected,
        issued_on=row["issued_on"],
        due_on=row["due_on"],
        collected_on=batch.cut_on if whole else None,
        state="collected" if whole else "live",
    )


def _claims(
    portfolio: Portfolio, assignments: Mapping[int, Assignment], clients: Mapping[str, Any]
) -> list[Claim]:
    made = [
        Claim(
            client_id=clients[row["client"]].pk,
            assignment_id=assignments[row["assignment"]].pk if row["assignment"] else None,
            kind=row["kind"] or "other",
            amount=row["amount"],
            reason=row["reason"],
            claimed_on=row["claimed_on"],
            state="open",
        )
        for row in portfolio.book.rows(CLAIMS)
    ]
    Claim.objects.bulk_create(made, batch_size=AT_ONCE)
    return made


def ids_of(batch: OpeningBatch, kind: str) -> Sequence[int]:
    """The keys of what came with a batch."""
    return list(Brought.objects.filter(batch=batch, kind=kind).values_list("row_id", flat=True))
