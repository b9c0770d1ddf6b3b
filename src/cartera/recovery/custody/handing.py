"""Originals handed into custody and out of it, each by two people (INT-17, INT-18)."""

from typing import Annotated, Any

from pydantic import Field

from cartera.control.people.models import RoleGrant, User
from cartera.control.people.roles import ROLES
from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Label, Text
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.custody.acts import CUSTODIAN, accept, offer, refuse, take_out, withdraw
from cartera.recovery.custody.counting import Seen
from cartera.recovery.custody.models import HandOver, Original
from cartera.recovery.custody.refusals import ReceiverLacksRole, UnknownReceiver
from cartera.recovery.custody.rules import Holder
from cartera.recovery.custody.selectors import named, place_by_code

Labels = Annotated[
    list[str],
    Field(min_length=1, max_length=2000),
    Label(_("Etiquetas de los originales")),
]


def give_to_custody(
    hand_over: HandOver | None,
    act: Act,
    *,
    originals: Labels,
    reason: Annotated[Text, Label(_("Motivo"))],
) -> None:
    """Hand originals in for the vault; they stay the giver's until custody accepts (INT-17, 1)."""
    hand_over = _fresh(hand_over, act)
    offer(named(originals), act, role=CUSTODIAN, reason=reason, hand_over=hand_over)


def store_in_vault(
    hand_over: HandOver,
    act: Act,
    *,
    place: Annotated[Text, Label(_("Lugar de la bóveda"), options="vault_places")],
    seen: Seen = [],  # noqa: B006 (pydantic copies it)
) -> Outcome:
    """Custody counts what it was given and puts it in its place (INT-17 step 2)."""
    stored = accept(hand_over, act, seen=seen, to=Holder.in_place(place_by_code(place).pk))
    return Outcome(result={"stored": len(stored)})


def give_from_custody(
    hand_over: HandOver | None,
    act: Act,
    *,
    originals: Labels,
    receiver: Annotated[Text, Label(_("Quién recibe"), options="receivers")],
    reason: Annotated[Text, Label(_("Motivo"))],
) -> None:
    """Custody takes originals out of the vault for a named person (INT-18 step 1)."""
    hand_over = _fresh(hand_over, act)
    found = named(originals)
    stored = [original for original in found if original.state == "vault"]
    if stored:
        take_out(stored, act, reason)
    who, role = _receiver(receiver, act)
    offer(found, act, role=role, reason=reason, receiver_id=who.pk, hand_over=hand_over)


def receive_from_custody(
    hand_over: HandOver,
    act: Act,
    *,
    seen: Seen = [],  # noqa: B006 (pydantic copies it)
) -> Outcome:
    """The named person counts and answers for them from now on (INT-18 step 2)."""
    return Outcome(result={"received": len(accept(hand_over, act, seen=seen))})


def give_up(hand_over: HandOver, act: Act, reason: str) -> None:
    """Who was to receive does not: the giver keeps everything, and knows what is missing."""
    if hand_over.giver_id == act.actor_id:
        withdraw(hand_over, act)
    else:
        refuse(hand_over, act, missing=reason)


def describe(hand_over: HandOver) -> tuple[str, str]:
    """What a hand-over's case is called: how many, from whom, why; the client if it is one's."""
    originals = Original.objects.filter(handed__hand_over=hand_over).distinct()
    clients = set(originals.values_list("client__code", flat=True)) - {None}
    title = f"{hand_over.giver} · {originals.count()} · {hand_over.reason}"
    return title, clients.pop() if len(clients) == 1 else ""


def _fresh(hand_over: HandOver | None, act: Act) -> HandOver:
    """What came back is offered anew, by whoever corrects it."""
    if hand_over is None:
        return HandOver(case_id=act.case_id)
    if hand_over.state == "offered":
        withdraw(hand_over, act)
    return hand_over


def _receiver(username: str, act: Act) -> tuple[User, str]:
    who = User.objects.filter(username=username, is_active=True).first()
    if who is None:
        raise UnknownReceiver(username=username, field="receiver")
    grants = RoleGrant.objects.filter(user=who, from_on__lte=act.on).exclude(until_on__lt=act.on)
    inside: list[Any] = [
        g.role for g in grants if g.role in ROLES and not ROLES[g.role].is_external
    ]
    if not inside:
        raise ReceiverLacksRole(who=str(who), field="receiver")
    return who, str(inside[0])
