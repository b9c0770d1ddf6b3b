"""A visit that was written down wrong is taken back whole, and told again."""

from cartera.control.workflow.definitions import Act
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.acts import move_cheques
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.custody.acts import Why, move
from cartera.recovery.custody.models import Original
from cartera.recovery.custody.rules import Holder
from cartera.recovery.routes.models import Route, RouteItem, Visit, VisitTakenBack
from cartera.recovery.routes.refusals import NoSuchVisit, TakingBackUnexplained
from cartera.recovery.routes.rules import COLLECTED


def take_visit_back(route: Route, act: Act, visit_id: int, reason: str) -> None:
    """Its cheques and notes go back to the debtor, its documents are the collector's again.

    Refuses a visit of another route or taken back before, and what is no longer in his hands.
    """
    if not reason.strip():
        raise TakingBackUnexplained(field="take_back_reason")
    found = Visit.objects.filter(pk=visit_id, route=route, taken_back__isnull=True)
    visit = found.select_related("debtor").first()
    if visit is None:
        raise NoSuchVisit(visit=visit_id, field="take_back")
    VisitTakenBack.objects.create(visit=visit, reason=reason.strip(), at=act.at, by_id=act.actor_id)
    rows = RouteItem.objects.filter(visit=visit, closed_at__isnull=True)
    items = list(rows.select_for_update(of=("self",)).select_related("original", "advice"))
    cheques = list(Cheque.objects.filter(brought_by__visit=visit).select_related("original"))
    if cheques:
        move_cheques(cheques, Cheque.State.RETURNED, act, note=reason.strip())
    why = Why(_("visita retirada"))
    papers = [cheque.original for cheque in cheques]
    papers += [item.advice for item in items if item.advice]
    if papers:
        move(papers, Holder.back_with("debtor", visit.debtor.name[:120]), act, why)
    _free(items, _given(items, cheques), act, why)


def _given(items: list[RouteItem], cheques: list[Cheque]) -> list[Original]:
    """What the visit gave up: its own documents, and others that he had in hand."""
    own = [item.original for item in items if item.state in COLLECTED]
    beyond = Original.objects.filter(covered_by__cheque__in=cheques, state="gone", moves__gt=1)
    return [*own, *beyond.exclude(pk__in=[original.pk for original in own]).distinct()]


def _free(items: list[RouteItem], given: list[Original], act: Act, why: Why) -> None:
    """The documents are to be visited again; those given up are in the collector's hands."""
    if given:
        move(given, Holder.in_hands_of(act.actor_id), act, why)
    for item in items:
        item.state, item.visit, item.advice, item.guarantee = "pending", None, None, None
        item.collected, item.reason, item.new_on = item.collected * 0, "", None
        item.paid_on, item.other_number, item.other_amount = None, "", None
    columns = ["state", "visit", "advice", "guarantee", "collected", "reason", "new_on"]
    RouteItem.objects.bulk_update(items, [*columns, "paid_on", "other_number", "other_amount"])
