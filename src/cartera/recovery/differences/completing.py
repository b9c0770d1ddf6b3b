"""What was short comes with another cheque, in a route of its own (PCI-F08 step 4)."""

from decimal import Decimal
from uuid import uuid4

from cartera.control.workflow.definitions import Act
from cartera.control.workflow.inputs import digest
from cartera.control.workflow.moves import start_at
from cartera.control.workflow.registry import procedure_of
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.custody.models import Original
from cartera.recovery.differences.models import Difference
from cartera.recovery.routes.collecting import brought, receive_all
from cartera.recovery.routes.models import Route, RouteItem, Visit
from cartera.recovery.routes.typed import ChequeRow

SETTLES = 5


def complete_with(difference: Difference, row: ChequeRow, act: Act) -> Route:
    """The debtor gives another cheque for what was short; the collector settles it as any other.

    It pays just what each document still lacked.
    """
    cheque = difference.cheque
    title = f"{cheque.client.name} · {row.bank} {row.number}"
    case = start_at(
        procedure_of("PCI-F02"),
        SETTLES,
        act,
        title,
        cheque.client.code,
        waits_for=difference.collector_id,
    )
    route = Route.objects.create(
        case=case,
        collector_id=difference.collector_id,
        zone=cheque.debtor.zone if cheque.debtor else "",
        on=act.on,
        state=Route.State.OUT,
    )
    visit = Visit.objects.create(
        key=uuid4(),
        digest=digest({"route": route.pk, "cheques": [row.model_dump(mode="json")]}),
        route=route,
        debtor_id=cheque.debtor_id or 0,
        remarks=_("completa un cheque que fue por menos"),
        device_at=act.at,
        at=act.at,
        recorded_by_id=act.actor_id,
    )
    found = brought([row])
    for original, amount in _lacking(difference):
        found.pay(row.number, original, amount, "cheques.0.number")
    receive_all(found, visit, visit.debtor, act)
    return route


def _lacking(difference: Difference) -> list[tuple[Original, Decimal]]:
    """The documents that the cheque left short, and by how much. One query."""
    items = RouteItem.objects.filter(
        visit__cheques__cheque=difference.cheque_id,
        original__covered_by__cheque=difference.cheque_id,
        state="cheque",
        reason="",
    )
    return [
        (item.original, item.expected - item.collected)
        for item in items.select_related("original").order_by("id")
        if item.collected < item.expected
    ]
