"""Originals that go back to the client who brought them, and originals put in their place
(INT-20, INT-21)."""

from typing import Annotated

from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Label, Note, Text
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.custody.acts import Why, accept, move
from cartera.recovery.custody.counting import Seen
from cartera.recovery.custody.handing import Labels
from cartera.recovery.custody.models import OwnerReturn, Shelving
from cartera.recovery.custody.refusals import NothingToReturn
from cartera.recovery.custody.rules import Holder
from cartera.recovery.custody.selectors import named, owners_originals, place_by_code


def receive_for_owner(
    owner_return: OwnerReturn,
    act: Act,
    *,
    seen: Seen = [],  # noqa: B006 (pydantic copies it)
) -> Outcome:
    """Reception counts what custody gives it for the client (INT-20 step 1)."""
    if owner_return.hand_over is None:
        raise NothingToReturn
    return Outcome(result={"received": len(accept(owner_return.hand_over, act, seen=seen))})


def deliver_to_owner(
    owner_return: OwnerReturn,
    act: Act,
    *,
    received_by: Annotated[Text, Label(_("Recibió"), _("Nombre de quien recibe por el cliente"))],
    remarks: Annotated[Note, Label(_("Observaciones"), widget="textarea")] = "",
) -> Outcome:
    """The client has his originals back, against his signature (INT-20 step 2).

    Refuses where reception has none of them.
    """
    client = owner_return.assignment.client
    held = list(owners_originals(owner_return.assignment_id).filter(state="in_hand"))
    if not held:
        raise NothingToReturn
    reason = _("devuelto al cliente")
    move(held, Holder.back_with("client", client.name), act, Why(reason, received_by[:120]))
    OwnerReturn.objects.filter(pk=owner_return.pk).update(
        state="delivered", received_by=received_by[:120], delivered_on=act.on
    )
    return Outcome(result={"delivered": len(held)})


def keep_originals(owner_return: OwnerReturn, act: Act, reason: str) -> None:
    """Nothing goes back; who has the originals still has them."""
    OwnerReturn.objects.filter(pk=owner_return.pk).update(state="void")


def shelve(
    shelving: Shelving | None,
    act: Act,
    *,
    originals: Labels,
    place: Annotated[Text, Label(_("Lugar de la bóveda"), options="vault_places")],
    reason: Annotated[Text, Label(_("Motivo"))],
) -> None:
    """Custody puts originals in a place, from its hands or from another place (INT-21)."""
    there = place_by_code(place)
    held = named(originals)
    move(held, Holder.in_place(there.pk), act, Why(reason))
    Shelving.objects.create(case_id=act.case_id, place=there, reason=reason, count=len(held))
