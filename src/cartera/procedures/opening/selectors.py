"""What came in, written back as the rows of a workbook."""

from collections.abc import Iterator, Mapping
from typing import Any

from cartera.accounting.ledger.selectors import entry_lines
from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.assignments.rules import BROUGHT_AMOUNTS
from cartera.credit.assignments.selectors import known_from
from cartera.credit.claims.models import Claim
from cartera.credit.lines.models import Line
from cartera.credit.lines.rules import Terms
from cartera.credit.parties.models import Client, CreditAccount, Debtor
from cartera.procedures.opening.balances import books
from cartera.procedures.opening.bringing import ids_of
from cartera.procedures.opening.models import OpeningBatch, OpeningUndoing
from cartera.procedures.opening.template import CLIENTS, DEBTORS, LINES
from cartera.procedures.opening.writing import write_book

Rows = Iterator[Mapping[str, Any]]


def batches() -> list[OpeningBatch]:
    """Every batch, the latest first, without the workbooks. One query."""
    found = OpeningBatch.objects.select_related("file", "entry", "undoing_entry", "case")
    return list(found.defer("file__content"))


def undoing_asked(batch: OpeningBatch) -> OpeningUndoing | None:
    """What was asked and not decided of taking a batch back. One query."""
    return OpeningUndoing.objects.filter(batch=batch, state="requested").first()


def exported(batch: OpeningBatch) -> bytes:
    """What stands of a batch, as the workbook that would bring it in again."""
    return write_book({key: list(rows) for key, rows in rows_of(batch).items()})


def rows_of(batch: OpeningBatch) -> dict[str, Rows]:
    """The rows of a batch that stands, by key of sheet, read from the books."""
    return {
        "clients": _columns(Client.objects.filter(pk__in=ids_of(batch, "client")), CLIENTS),
        "accounts": _accounts(batch),
        "debtors": _columns(Debtor.objects.filter(pk__in=ids_of(batch, "debtor")), DEBTORS),
        "lines": _lines(batch),
        "assignments": _assignments(batch),
        "documents": _documents(batch),
        "claims": _claims(batch),
        "balances": _balances(batch),
    }


def _columns(parties: Any, sheet: Any) -> Rows:
    for party in parties.order_by("code"):
        yield {column.key: getattr(party, column.key) for column in sheet.columns}


def _accounts(batch: OpeningBatch) -> Rows:
    rows = CreditAccount.objects.filter(pk__in=ids_of(batch, "account")).select_related("client")
    for row in rows.order_by("id"):
        yield {"client": row.client.code, "bank": row.bank, "number": row.number,
               "holder": row.holder}  # fmt: skip


def _lines(batch: OpeningBatch) -> Rows:
    rows = Line.objects.filter(pk__in=ids_of(batch, "line")).select_related("client")
    for row in rows.order_by("client__code"):
        terms = Terms.from_json(row.terms)
        stated = {column.key for column in LINES.columns}
        yield {key: getattr(terms, key) for key in Terms.__slots__ if key in stated} | {
            "client": row.client.code,
            "amount_approved": row.amount_approved,
            "from_on": row.from_on,
            "expires_on": row.expires_on,
            "max_term_days": row.max_term_days,
            "segment": row.segment,
        }


def _assignments(batch: OpeningBatch) -> Rows:
    rows = Assignment.objects.filter(pk__in=ids_of(batch, "assignment"))
    for row in rows.select_related("client", "account").order_by("number"):
        terms = Terms.from_json(row.terms)
        yield {name: getattr(row, name) for name in BROUGHT_AMOUNTS} | {
            "number": row.number,
            "client": row.client.code,
            "account": row.account.number if row.account else "",
            "disbursed_on": row.disbursed_on,
            "matures_on": row.matures_on,
            "charged_to": known_from(row),
            "rate_pct": terms.rate_pct,
            "default_rate_pct": terms.default_rate_pct,
        }


def _documents(batch: OpeningBatch) -> Rows:
    held = AssignedDocument.objects.filter(assignment__in=ids_of(batch, "assignment"))
    for row in held.select_related("assignment", "debtor").order_by("id"):
        yield {
            "assignment": row.assignment.number,
            "debtor": row.debtor.code,
            "kind": row.kind,
            "number": row.number,
            "amount": row.amount,
            "amount_advanced": row.amount_advanced,
            "collected": row.amount_collected,
            "issued_on": row.issued_on,
            "due_on": row.due_on,
        }


def _claims(batch: OpeningBatch) -> Rows:
    rows = Claim.objects.filter(pk__in=ids_of(batch, "claim"))
    for row in rows.select_related("client", "assignment").order_by("id"):
        yield {
            "client": row.client.code,
            "assignment": row.assignment.number if row.assignment else None,
            "kind": row.kind,
            "amount": row.amount,
            "reason": row.reason,
            "claimed_on": row.claimed_on,
        }


def _balances(batch: OpeningBatch) -> Rows:
    """The lines of the opening entry; a client's sub-account is told by its heading."""
    if batch.entry_id is None:
        return
    chart = books()
    for line in entry_lines(batch.entry_id):
        account = chart.accounts[line.account_code]
        heading = account.parent if account.client_code else None
        yield {
            "account": heading.code if heading else account.code,
            "client": line.client_code,
            "debit": line.debit or None,
            "credit": line.credit or None,
        }
