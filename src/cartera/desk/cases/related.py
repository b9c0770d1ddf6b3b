"""What a case is about, as links from it: paper, cheque, client, debtor, other company; and the
papers that a hand-over moves."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from cartera.credit.assignments.models import Assignment
from cartera.credit.parties.models import Client, Debtor, Factor
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.custody.models import HandOver, Original, OwnerReturn
from cartera.recovery.custody.selectors import owners_originals

SHOWN_AT_MOST = 500
_CHEQUES = (Original.Kind.CHEQUE, Original.Kind.GUARANTEE_CHEQUE)  # shown as cheques

_ADDRESSES: Mapping[type, Callable[[Any], str]] = {
    Assignment: lambda one: reverse("desk:assignment", args=[one.number]) if one.number else "",
    Cheque: lambda one: reverse("desk:cheque", args=[one.pk]),
    Client: lambda one: reverse("desk:client", args=[one.code]),
    Debtor: lambda one: reverse("desk:debtor", args=[one.code]),
    Factor: lambda one: reverse("desk:factor", args=[one.code]),
    Original: lambda one: reverse("desk:original", args=[one.pk]),
}


def address_of(thing: Any) -> str:
    """Where a thing is shown; '' for one that has no page."""
    found = _ADDRESSES.get(type(thing))
    return found(thing) if found else ""


def called(thing: Any) -> str:
    """What a thing is called on paper: a party by its name, a paper by its number."""
    if isinstance(thing, Client | Debtor | Factor):
        return thing.name
    return thing.number or thing.label if isinstance(thing, Original) else str(thing)


def beyond(subject: Any) -> Sequence[tuple[str, Any]]:
    """What a subject says through its cheque or its paper: whose they are, and for how much."""
    if hasattr(subject, "client_id"):
        return ()
    cheque = getattr(subject, "cheque", None)
    if isinstance(cheque, Cheque):
        return (
            (_("Librador"), cheque.drawer),
            (_("Valor del cheque"), cheque.amount),
            (_("Cliente"), cheque.client),
        )
    paper = getattr(subject, "original", None)
    if isinstance(paper, Original):
        return ((_("Cliente"), paper.client), (_("Deudor"), paper.debtor))
    return ()


def papers_in(subject: Any, *, is_staff: bool) -> dict[str, Any]:
    """The papers that a case moves as its page lists them, and of how many where it lists only the
    first. Outside the house nobody sees them."""
    found = list(originals_in(subject)[: SHOWN_AT_MOST + 1]) if is_staff else []
    is_cut = len(found) > SHOWN_AT_MOST
    total = originals_in(subject).count() if is_cut else 0
    return {"originals": found[:SHOWN_AT_MOST], "originals_in_all": total}


def originals_in(subject: Any) -> QuerySet[Original]:
    """The papers that a hand-over moves, or that go back to their owner."""
    if isinstance(subject, HandOver):
        rows = Original.objects.filter(handed__hand_over=subject)
    elif isinstance(subject, OwnerReturn):
        rows = owners_originals(subject.assignment_id)
    else:
        return Original.objects.none()
    found = rows.exclude(kind__in=_CHEQUES).select_related("debtor", "client", "assignment")
    return found.order_by("id")
