"""``cartera close``: closes the business day as two people do it (INT-04)."""

import argparse
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cartera.control.people.models import User

SUMMARY = "Cierra el día: uno lo prueba y lo cierra, otro recibe el punto de control."
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Who closes, who receives, which day."""
    parser.add_argument("--as", dest="maker", required=True, metavar="USUARIO", help="quien cierra")
    parser.add_argument(
        "--second", required=True, metavar="USUARIO", help="quien recibe el punto de control"
    )
    parser.add_argument("--on", metavar="DÍA", help="día, como 2026-02-28 (el hábil en curso)")


def run(args: argparse.Namespace) -> int:
    """Live INT-04 whole; what prevents the close is told as one sentence."""
    from cartera.kernel.dates import parse_date
    from cartera.procedures.closing import close_day
    from cartera.procedures.models import DayClosing

    on = parse_date(args.on, field="on") if args.on else None
    case_id = close_day(_person(args.maker), _person(args.second), on=on)
    closing = DayClosing.objects.select_related("case", "checkpoint").get(case_id=case_id)
    if args.json:
        point = closing.checkpoint
        told = {"on": closing.on.isoformat(), "seq": point.seq, "hash": point.hash}
        print(json.dumps(told | {"case": closing.case.number}))
    else:
        print(f"Cerrado el {closing.on:%d/%m/%Y}: punto de control {closing.checkpoint}.")
    return 0


def _person(username: str) -> "User":
    from cartera.control.people.models import User
    from cartera.control.workflow.refusals import UnknownPerson

    person = User.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise UnknownPerson(user=username)
    return person
