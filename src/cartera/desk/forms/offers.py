"""What a form offers to choose from, and what it is filled with before anybody types."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from cartera.control.people.models import User
from cartera.control.workflow.definitions import Step
from cartera.credit.assignments.acts import request_disbursement, verify_debt
from cartera.credit.assignments.models import Assignment
from cartera.credit.claims.acts import withhold_pending
from cartera.credit.claims.selectors import open_claims
from cartera.credit.parties.models import Client, Debtor
from cartera.credit.payments.acts import apply_payments
from cartera.credit.payments.models import Payment, PaymentDay
from cartera.credit.settlements.acts import square_settlement
from cartera.credit.settlements.models import Settlement
from cartera.desk.forms.fields import Field, fields_of
from cartera.entrance.offers import Pairs, offered, queued_payments
from cartera.entrance.visitor import Visitor
from cartera.kernel.clock import now
from cartera.kernel.money import format_amount
from cartera.recovery.delegations.acts import receive_guarantee, request_delegation
from cartera.recovery.delegations.models import Delegation
from cartera.recovery.delegations.selectors import documents_of, operation_of
from cartera.recovery.routes.models import Route, RouteItem
from cartera.recovery.routes.visiting import record_visit
from cartera.recovery.third_party.entering import enter_foreign, told_of
from cartera.recovery.third_party.models import ForeignDocument
from cartera.recovery.third_party.selectors import read_again


def options_of(fields: Sequence[Field], subject: Any, visitor: Visitor) -> dict[str, Pairs]:
    """The lists that the fields of a form offer; one query for each list that is used."""
    found: dict[str, Pairs] = {}
    for asked in (*fields, *(column for table in fields for column in table.columns)):
        if asked.options and asked.options not in found:
            found[asked.options] = offered(asked.options, visitor)
        if asked.is_list and isinstance(subject, PaymentDay):
            found[asked.name] = queued_payments(subject, visitor)
    return found


def preset_of(step: Step, subject: Any, visitor: Visitor) -> dict[str, Any]:
    """What the form of a step is filled with: rows to answer, or what was typed the last time."""
    if subject is None:
        return _own_client(visitor)
    filled = _PRESETS.get(step.act)
    return filled(subject, visitor) if filled else _typed_before(step, subject, visitor)


def _own_client(visitor: Visitor) -> dict[str, Any]:
    """Who speaks for one client need not name it."""
    if visitor.is_staff or len(visitor.clients) != 1:
        return {}
    return {"client": visitor.clients[0].code}


def _calls(assignment: Assignment, visitor: Visitor) -> dict[str, Any]:
    """One call for each document; the hour is the one to write over."""
    here = now().astimezone(ZoneInfo(visitor.house.timezone))
    rows = [
        {
            "document": document.number,
            "informed_by": "",
            "informed_at": f"{here:%d/%m/%Y %H:%M}",
            "is_confirmed": "1",
            "remarks": "",
        }
        for document in assignment.listed
    ]
    return {"verifications": rows}


def _pending_claims(client_id: int, visitor: Visitor) -> dict[str, Any]:
    rows = [
        {"claim": str(claim.pk), "amount": format_amount(claim.balance, visitor.house.locale)}
        for claim in open_claims(client_id)
    ]
    return {"claims": rows}


def _requested(assignment: Assignment, visitor: Visitor) -> dict[str, Any]:
    """A request that came back: as it was typed, to be corrected."""
    locale = visitor.house.locale
    return {
        "client": assignment.client.code,
        "amount": format_amount(assignment.requested_amount, locale),
        "term_days": str(assignment.term_days),
        "account": assignment.account.number if assignment.account else "",
        "documents": [
            {
                "debtor": document.debtor.code,
                "number": document.number,
                "amount": format_amount(document.amount, locale),
                "due_on": f"{document.due_on:%d/%m/%Y}",
                "issued_on": f"{document.issued_on:%d/%m/%Y}" if document.issued_on else "",
                "kind": document.kind,
            }
            for document in assignment.listed
        ],
    }


def _delegated(delegation: Delegation, visitor: Visitor) -> dict[str, Any]:
    """A letter that came back: the documents that it named."""
    rows = [{"operation": str(operation_of(row))} for row in documents_of(delegation)]
    return {"client": delegation.client.code, "documents": rows}


def _visited(route: Route, _visitor: Visitor) -> dict[str, Any]:
    """The visits end by themselves only once there is nothing left to visit."""
    left = RouteItem.objects.filter(route=route, state="pending").exists()
    return {"finish": "" if left else "1"}


def _read_again(document: ForeignDocument, visitor: Visitor) -> dict[str, Any]:
    """Read a second time from the paper, not copied from the page (PCI-F07 step 6); what was told
    of it, where it is not here."""
    if document.paper is None or read_again(document):
        return {}
    number, amount = told_of(document.paper)
    return {"number": number, "amount": format_amount(amount, visitor.house.locale)}


_PRESETS: Mapping[Any, Callable[[Any, Visitor], dict[str, Any]]] = {
    request_disbursement: _requested,
    verify_debt: _calls,
    withhold_pending: lambda assignment, v: _pending_claims(assignment.client_id, v),
    square_settlement: lambda settlement, v: _pending_claims(settlement.assignment.client_id, v),
    record_visit: _visited,
    apply_payments: lambda _day, _visitor: {},
    request_delegation: _delegated,
    receive_guarantee: lambda _delegation, _visitor: {},
    enter_foreign: _read_again,
}


def _typed_before(step: Step, subject: Any, visitor: Visitor) -> dict[str, Any]:
    """Where the subject keeps what a field asks under the same name: a form that was sent back."""
    if isinstance(subject, Assignment | Settlement | PaymentDay):
        return {}
    columns = {column.attname: column for column in subject._meta.concrete_fields}  # noqa: SLF001 - Django's documented way to a model's columns
    filled: dict[str, Any] = {}
    for asked in fields_of(step.act):
        if asked.kind == "terms":
            stored = getattr(subject, asked.name)
            filled |= {f"{asked.name}.{key}": _as_typed(v, visitor) for key, v in stored.items()}
        elif asked.name in columns or f"{asked.name}_id" in columns:
            filled[asked.name] = _as_typed(getattr(subject, asked.name), visitor)
    return filled


def _as_typed(value: Any, visitor: Visitor) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return format_amount(value, visitor.house.locale)
        case list():
            return ",".join(str(part) for part in value)
        case Client() | Debtor():
            return value.code
        case User():
            return value.username
        case Payment():
            return str(value.pk)
    return f"{value:%d/%m/%Y}" if hasattr(value, "year") else str(value)
