"""The day comes home: the collector settles, custody receives each thing (PCI-F02 steps 5, 6)."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from django.db.models import Exists, OuterRef
from pydantic import Field

from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Amount, Day, Label, Row, Text
from cartera.kernel.search import number_key, search_key
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.custody.acts import CUSTODIAN, Why, accept, move, offer, withdraw_offered
from cartera.recovery.custody.counting import Seen
from cartera.recovery.custody.models import HandedOriginal, Original
from cartera.recovery.custody.rules import Holder, number_of, tally
from cartera.recovery.custody.selectors import offered_within, place_by_code
from cartera.recovery.routes.issuing import move_route
from cartera.recovery.routes.models import Route, RouteCheque, RouteItem
from cartera.recovery.routes.refusals import (
    BoxNotClosed,
    ChequesDiffer,
    DocumentNotOnRoute,
    PaperMissing,
    WhenUnsaid,
)
from cartera.recovery.routes.rules import BACK, is_proposable
from cartera.recovery.routes.selectors import box_of_route, cheques_of, items_of

NAMED_AT_MOST = 20


class ChequeSeen(Row):
    """A cheque as custody reads it, not as it was written down."""

    number: Annotated[Text, Label(_("N.º de cheque"))]
    bank: Annotated[Text, Label(_("Banco"))]
    amount: Annotated[Amount, Label(_("Valor"))]


class NewDay(Row):
    """Another probable day than the one that the collector gave."""

    document: Annotated[Text, Label(_("Documento"), _("Etiqueta o número"))]
    new_on: Annotated[Day, Label(_("Nueva fecha"))]


def settle_route(route: Route, act: Act) -> Outcome:
    """The collector offers custody cheques, notes and what he did not collect (step 5).

    Refuses while a document has no outcome, or a paper is not in his hands, and names it.
    """
    withdraw_offered(route.case_id, act)
    items = list(items_of(route.pk))
    box = box_of_route(items)
    if not box.is_closed:
        raise BoxNotClosed(missing=", ".join(box.missing[:NAMED_AT_MOST]))
    papers = _to_hand_in(route, items)
    mine = (act.actor_id, act.on_behalf_of_id)
    elsewhere = [p.label for p in papers if p.state != "in_hand" or p.person_id not in mine]
    if elsewhere:
        raise PaperMissing(missing=", ".join(elsewhere[:NAMED_AT_MOST]))
    if papers:
        offer(papers, act, role=CUSTODIAN, reason=_("liquidación de la ruta de cobro"))
    move_route(route, Route.State.SETTLED)
    return Outcome(
        result={
            "out": box.out.count,
            "cheques": box.cheques.count,
            "notes": box.notes.count,
            "back": box.back.count,
        }
    )


def receive_route(
    route: Route,
    act: Act,
    *,
    place: Annotated[
        Text, Label(_("Lugar de la bóveda para lo no cobrado"), options="vault_places")
    ],
    cheques: Annotated[
        list[ChequeSeen],
        Field(max_length=500),
        Label(_("Cheques que recibe"), _("Como los lee en el papel")),
    ] = [],  # noqa: B006 (pydantic copies it)
    new_days: Annotated[
        list[NewDay], Field(max_length=500), Label(_("Otra fecha probable de cobro"))
    ] = [],  # noqa: B006 (pydantic copies it)
    seen: Seen = [],  # noqa: B006 (pydantic copies it)
) -> Outcome:
    """Custody receives each thing against the report (step 6).

    Cheques as it reads them: number, bank and amount. What was not collected goes into its place
    with its next probable day. Refuses cheques other than the report's, naming them.
    """
    handed = offered_within(route.case_id)
    held = accept(handed, act, seen=seen) if handed else []
    _check_cheques(held, list(cheques_of(route.pk)), cheques)
    items = list(items_of(route.pk).filter(closed_at__isnull=True))
    back = [item for item in items if item.state in BACK]
    _set_days(back, new_days, act.on)
    if back:
        there = Holder.in_place(place_by_code(place).pk)
        move([item.original for item in back], there, act, Why(_("no cobrado en la ruta")))
    RouteItem.objects.filter(pk__in=[item.pk for item in items]).update(closed_at=act.at)
    move_route(route, Route.State.RECEIVED)
    return Outcome(result={"received": len(held), "back": len(back)})


def _to_hand_in(route: Route, items: Sequence[RouteItem]) -> list[Original]:
    """The papers that the day must bring, but for cheques that custody has, or was offered,
    beforehand. Two queries."""
    wanted = [item.original_id for item in items if item.state in BACK]
    wanted += [item.advice_id for item in items if item.advice_id]
    cheques = [row.cheque.original_id for row in cheques_of(route.pk)]
    offered = HandedOriginal.objects.filter(original=OuterRef("pk"), closed_at__isnull=True)
    ever = HandedOriginal.objects.filter(
        original=OuterRef("pk"), hand_over__state="accepted", hand_over__role=CUSTODIAN
    )
    rows = Original.objects.annotate(offered=Exists(offered), custody_had=Exists(ever))
    found = rows.filter(pk__in=[*wanted, *cheques]).order_by("id")
    brought_before = {o.pk for o in found if o.pk in cheques and (o.offered or o.custody_had)}
    return [original for original in found if original.pk not in brought_before]


def _check_cheques(
    held: Sequence[Original], rows: Sequence[RouteCheque], seen: Sequence[ChequeSeen]
) -> None:
    there = {original.pk for original in held}
    expected = [row.cheque for row in rows if row.cheque.original_id in there]
    found = tally(
        (_told(cheque.number, cheque.bank, f"{cheque.amount:.2f}") for cheque in expected),
        (_told(row.number, row.bank, f"{row.amount:.2f}") for row in seen),
    )
    if not found.agrees:
        nothing = _("nada")
        raise ChequesDiffer(
            missing=", ".join(found.missing) or nothing,
            strange=", ".join(found.strange) or nothing,
            field="cheques",
        )


def _told(number: str, bank: str, amount: str) -> str:
    return f"{search_key(bank)} {number_key(number)} {amount}"


def _set_days(back: Sequence[RouteItem], rows: Sequence[NewDay], today: date) -> None:
    """The next probable day of what comes back, where custody says another. One statement."""
    by_name = {f"#{item.original_id}": item for item in back}
    by_name |= {number_key(item.original.number): item for item in back}
    changed: list[RouteItem] = []
    for place, row in enumerate(rows):
        number = number_of(row.document)
        item = by_name.get(f"#{number}" if number else number_key(row.document))
        if item is None:
            raise DocumentNotOnRoute(number=row.document, field=f"new_days.{place}.document")
        if not is_proposable(row.new_on, today):
            raise WhenUnsaid(number=row.document, field=f"new_days.{place}.new_on")
        item.new_on = row.new_on
        changed.append(item)
    if changed:
        RouteItem.objects.bulk_update(changed, ["new_on"])
