"""Cheques for the stories: received by operations for documents that the house has, and begun."""

from datetime import timedelta
from decimal import Decimal

from django.db import transaction

from cartera.company.selectors import current_business_day
from cartera.control.people.models import User
from cartera.control.workflow.definitions import Act
from cartera.control.workflow.models import Case
from cartera.credit.assignments.models import Assignment
from cartera.kernel.clock import now
from cartera.procedures.cheque_batches import begin_batches
from cartera.procedures.players import Players
from cartera.recovery.cheques.acts import ChequeDraft, Covered, receive_cheque
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.custody.models import Original


def act_of(who: User, role: str, case_id: int) -> Act:
    """What somebody does now, in a case."""
    return Act(
        actor_id=who.pk,
        role=role,
        case_id=case_id,
        procedure="PCI-F02",
        step=12,
        at=now(),
        on=current_business_day(),
    )


def a_cheque(
    players: Players,
    assignment: Assignment,
    number: str,
    *covers: tuple[str, str],
    role: str = "J_OP",
    **more: object,
) -> Cheque:
    """A cheque that `role` has for documents of an assignment, each with its amount."""
    act = act_of(players.users[role.lower()], role, assignment.case_id or 0)
    originals = {o.number: o for o in Original.objects.filter(assignment=assignment)}
    draft = {
        "purpose": "payment",
        "client_id": assignment.client_id,
        "drawer": "Comercial Sonsonate, S.A.",
        "bank": "Banco Agrícola",
        "number": number,
        "amount": sum((Decimal(amount) for _, amount in covers), Decimal(0)),
        "drawn_on": act.on - timedelta(days=1),
        "is_negotiable": True,
    } | more
    listed = [Covered(originals[name], Decimal(amount)) for name, amount in covers]
    with transaction.atomic():
        return receive_cheque(ChequeDraft(**draft), listed, act)  # type: ignore[arg-type]


def begin(players: Players, *cheques: Cheque, role: str = "J_OP", source: str = "") -> list[Case]:
    """Whoever has received cheques starts them on their way."""
    case_id = cheques[0].history.get(n=1).case_id or 0
    act = act_of(players.users[role.lower()], role, case_id)
    with transaction.atomic():
        return begin_batches(cheques, act, source=source)
