"""What a field offers to choose from, on its page and in the API alike.

A field that names an offer (`Label.options`) takes one of these values; who speaks for clients is
offered nothing of other clients.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from django.db.models import Count, Min, Q, QuerySet, Sum
from pydantic import BaseModel

from cartera.accounting.banking.selectors import accounts_in_use
from cartera.control.people.models import RoleGrant, User
from cartera.control.people.roles import ROLES
from cartera.control.workflow.inputs import label_of, model_of
from cartera.credit.assignments.models import AssignedDocument
from cartera.credit.parties.models import Client, Debtor, Factor
from cartera.credit.payments.models import Payment, PaymentDay, Payout
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import role_name
from cartera.kernel.money import ZERO, format_amount
from cartera.recovery.cheques.batches import COLLECTOR
from cartera.recovery.custody.models import Place
from cartera.recovery.delegations.selectors import to_collect, to_delegate
from cartera.recovery.routes.selectors import due_by

OFFERED_AT_MOST = 500
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be written in a field: each value with what people call it. `field` is its place in
    what the act takes, as a refusal names it; a table's rows are passed over: `documents.debtor`.

    `is_whole`: whether these are all; the rest of a long list are found in the list itself.
    """

    field: str
    pairs: Pairs
    is_whole: bool


def offered(name: str, visitor: Visitor) -> Pairs:
    """What an offer of this name holds for the visitor, up to `OFFERED_AT_MOST`."""
    return _OFFERS[name](visitor) if name in _OFFERS else []


def queued_payments(day: PaymentDay, visitor: Visitor) -> Pairs:
    """The payments of a round that wait to be applied."""
    found = Payment.objects.filter(day=day, state="queued").order_by("id")
    return [(str(payment.pk), _told(payment, visitor)) for payment in found[:OFFERED_AT_MOST]]


def offers_of(act: Callable[..., Any], subject: Any, visitor: Visitor) -> list[Offer]:
    """What the fields of an act offer; one query for each list that is used."""
    read: dict[str, Pairs] = {}
    found: list[Offer] = []
    for field, name, takes_many in _asked(model_of(act)):
        if name and name not in read:
            read[name] = offered(name, visitor)
        if name:
            pairs = read[name]
        elif takes_many and isinstance(subject, PaymentDay):
            pairs = queued_payments(subject, visitor)
        else:
            continue
        found.append(Offer(field, pairs, len(pairs) < OFFERED_AT_MOST))
    return found


def debtors_for(visitor: Visitor) -> QuerySet[Debtor]:
    """The debtors that a visitor is told of: who speaks for clients, those of their own documents.

    Whose debtors the others are is nobody's business outside the company.
    """
    found = Debtor.objects.filter(state="active")
    if visitor.is_staff:
        return found
    theirs = AssignedDocument.objects.filter(assignment__client__code__in=visitor.client_codes)
    return found.filter(pk__in=theirs.values("debtor"))


def _asked(model: type[BaseModel], inside: str = "") -> Iterator[tuple[str, str, bool]]:
    """The fields of a model and of its tables' rows: place, offer, whether it takes many values."""
    for name, info in model.model_fields.items():
        kinds = list(_kinds(info.annotation))
        rows = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]
        yield f"{inside}{name}", label_of(info, name).options, list in kinds and not rows
        for row in rows:
            yield from _asked(row, f"{inside}{name}.")


def _kinds(annotation: Any) -> Iterator[Any]:
    """A type with everything that it is made of."""
    yield get_origin(annotation) or annotation
    for part in get_args(annotation):
        yield from _kinds(part)


def _clients(visitor: Visitor) -> Pairs:
    if not visitor.is_staff:
        return [(client.code, client.name) for client in visitor.clients]
    found = Client.objects.filter(state="active").order_by("code")
    return list(found.values_list("code", "name")[:OFFERED_AT_MOST])


def _debtors(visitor: Visitor) -> Pairs:
    found = debtors_for(visitor).order_by("code")
    return list(found.values_list("code", "name")[:OFFERED_AT_MOST])


def _bank_accounts(visitor: Visitor) -> Pairs:
    return [(account.number, account.bank_name) for account in accounts_in_use()]


def _users(visitor: Visitor) -> Pairs:
    found = User.objects.filter(is_active=True).order_by("username")
    return list(found.values_list("username", "full_name")[:OFFERED_AT_MOST])


def _everybody(visitor: Visitor) -> Pairs:
    """Who can come in and who no more; not the program itself, which has no roles."""
    found = User.objects.filter(role_grants__isnull=False).distinct().order_by("username")
    return list(found.values_list("username", "full_name")[:OFFERED_AT_MOST])


def _roles(visitor: Visitor) -> Pairs:
    return [(code, role_name(code)) for code in ROLES]


def _bank_cheques(visitor: Visitor) -> Pairs:
    """Payments by cheques that the bank may still return."""
    at_bank = Q(state__in=("awaiting", "queued"), cheque_id__isnull=False)
    found = Payment.objects.filter(Q(state="applied") | at_bank, kind="cheque").order_by("-id")
    return [(str(payment.pk), _told(payment, visitor)) for payment in found[:OFFERED_AT_MOST]]


def _given_values(visitor: Visitor) -> Pairs:
    """Third parties' money that was given to clients, is posted and did not come back: what a case
    gave at once in one line, the newest first."""
    paid = Payout.objects.filter(case__procedure="INT-26", returned=None, entry__isnull=False)
    given = paid.values("case", "paid_to", "paid_on").annotate(of=Min("pk"), total=Sum("amount"))
    locale = visitor.house.locale
    return [
        (
            str(one["of"]),
            f"{one['paid_to']} · {format_amount(one['total'], locale)} · {one['paid_on']:%d/%m/%Y}",
        )
        for one in given.order_by("-of")[:OFFERED_AT_MOST]
    ]


def _vault_places(visitor: Visitor) -> Pairs:
    return list(Place.objects.filter(is_active=True).values_list("code", "name"))


def _receivers(visitor: Visitor) -> Pairs:
    """Who works here and may be handed originals."""
    inside = [code for code, role in ROLES.items() if not role.is_external]
    found = User.objects.filter(is_active=True, role_grants__role__in=inside).distinct()
    return list(found.order_by("username").values_list("username", "full_name")[:OFFERED_AT_MOST])


def _collectors(visitor: Visitor) -> Pairs:
    """Who may be given a route today."""
    on = visitor.standing.on
    granted = RoleGrant.objects.filter(role=COLLECTOR, from_on__lte=on).exclude(until_on__lt=on)
    found = User.objects.filter(is_active=True, pk__in=granted.values("user"))
    return list(found.order_by("username").values_list("username", "full_name")[:OFFERED_AT_MOST])


def _factors(visitor: Visitor) -> Pairs:
    found = Factor.objects.filter(state="active").order_by("code")
    return list(found.values_list("code", "name")[:OFFERED_AT_MOST])


def _delegable_documents(visitor: Visitor) -> Pairs:
    """Documents in the vault that a client may ask for; who speaks for clients, their own."""
    found = to_delegate()
    if not visitor.is_staff:
        found = found.filter(client__code__in=visitor.client_codes)
    locale = visitor.house.locale
    rows = found.values_list(
        "document__operation_number", "number", "client__name", "debtor__name", "amount"
    )
    return [
        (
            str(operation),
            f"{number} · {client} · {debtor} · {format_amount(amount or ZERO, locale)}",
        )
        for operation, number, client, debtor, amount in rows[:OFFERED_AT_MOST]
    ]


def _own_documents(visitor: Visitor) -> Pairs:
    """Documents to collect that are in the house, with whom a search of another begins."""
    rows = to_collect().values_list(
        "document__operation_number", "number", "debtor__name", "amount"
    )
    locale = visitor.house.locale
    return [
        (str(operation), f"{number} · {debtor} · {format_amount(amount or ZERO, locale)}")
        for operation, number, debtor, amount in rows[:OFFERED_AT_MOST]
    ]


def _route_zones(visitor: Visitor) -> Pairs:
    """The zones in which something is due, each with how many documents."""
    found = due_by(visitor.standing.on).exclude(debtor__zone="").order_by()
    counted = found.values_list("debtor__zone").annotate(documents=Count("pk"))
    return [(zone, str(documents)) for zone, documents in counted.order_by("debtor__zone")]


def _due_documents(visitor: Visitor) -> Pairs:
    """What is due, by its label."""
    found = due_by(visitor.standing.on)[:OFFERED_AT_MOST]
    return [(one.label, f"{one.number} · {one.debtor or ''}") for one in found]


def _told(payment: Payment, visitor: Visitor) -> str:
    amount = format_amount(payment.amount, visitor.house.locale)
    return f"{payment.bank} {payment.reference} · {amount}".strip()


_OFFERS: Mapping[str, Callable[[Visitor], Pairs]] = {
    "clients": _clients,
    "given_values": _given_values,
    "debtors": _debtors,
    "bank_accounts": _bank_accounts,
    "users": _users,
    "everybody": _everybody,
    "roles": _roles,
    "bank_cheques": _bank_cheques,
    "vault_places": _vault_places,
    "delegable_documents": _delegable_documents,
    "own_documents": _own_documents,
    "factors": _factors,
    "receivers": _receivers,
    "collectors": _collectors,
    "route_zones": _route_zones,
    "due_documents": _due_documents,
}
