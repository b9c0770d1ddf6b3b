"""What a route keeps: visits and their cheques as they were told, one outcome at a time."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards
from cartera.recovery.routes.models import ROUTE_ITEM_TRANSITIONS, ROUTE_TRANSITIONS


class Migration(migrations.Migration):
    dependencies: ClassVar = [("routes", "0001_initial")]
    operations: ClassVar = [
        guards.transitions("routes_route", "state", ROUTE_TRANSITIONS, initial=["issued", "out"]),
        guards.fixed_columns("routes_route", ["case_id", "on"]),
        guards.refuse_delete("routes_route"),
        guards.refuse_truncate("routes_route"),
        guards.transitions(
            "routes_routeitem", "state", ROUTE_ITEM_TRANSITIONS, initial=["pending"]
        ),
        guards.fixed_columns("routes_routeitem", ["route_id", "original_id", "expected"]),
        guards.set_once("routes_routeitem", ["closed_at"]),
        guards.refuse_delete("routes_routeitem"),
        guards.refuse_truncate("routes_routeitem"),
        guards.append_only("routes_visit"),
        guards.append_only("routes_visittakenback"),
        guards.append_only("routes_routecheque"),
    ]
