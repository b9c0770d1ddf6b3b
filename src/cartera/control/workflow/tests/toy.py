"""A small procedure to try the engine on: every kind of step in five, about an access request."""

from datetime import date
from typing import Annotated, Any

from cartera.control.people.models import User
from cartera.control.workflow.definitions import Act, Authorisation, Outcome, Procedure, Step
from cartera.control.workflow.inputs import Amount, Label, Text
from cartera.control.workflow.models import AccessRequest
from cartera.kernel.calendar import Deadline
from cartera.kernel.refusals import Refusal

CODE = "TOY-01"


class TooMuch(Refusal):
    sentence = "No se acepta más de {most}."


def ask(
    request: AccessRequest | None, act: Act, *, reason: Annotated[Text, Label("Motivo")]
) -> None:
    """Begin, or begin again."""
    request = request or AccessRequest(case_id=act.case_id)
    request.user = User.objects.get(pk=act.actor_id)
    request.role, request.kind, request.from_on = "REC", "role", act.on
    request.reason = reason
    request.save()


def check(
    request: AccessRequest,
    act: Act,
    *,
    amount: Annotated[Amount, Label("Monto")],
    on: Annotated[date | None, Label("Fecha")] = None,
) -> Outcome:
    """Write, then refuse what is too much: nothing of it may stay. A little skips a step."""
    AccessRequest.objects.filter(pk=request.pk).update(reason=f"revisado {amount}")
    if amount > 1000:
        raise TooMuch(most=1000, field="amount")
    return Outcome("little" if amount < 10 else "usual", note="visto", result={"amount": amount})


def add(request: AccessRequest, act: Act, *, text: Text = "x", finish: bool = True) -> None:
    """Add a letter: each effect is seen."""
    AccessRequest.objects.filter(pk=request.pk).update(reason=f"{request.reason[:150]}{text}")


def decide(request: AccessRequest, act: Act, *, big: bool = False) -> None:
    """Sign; what is big needs two more signatures."""
    request.kind = "big" if big else "role"
    request.save()


def finish(request: AccessRequest, act: Act) -> None:
    """End it."""
    AccessRequest.objects.filter(pk=request.pk).update(state="granted")


def turn_down(request: AccessRequest, act: Act, reason: str) -> None:
    """Do not."""
    AccessRequest.objects.filter(pk=request.pk).update(state="rejected")


def content(request: AccessRequest) -> dict[str, Any]:
    """What is signed."""
    return {"reason": request.reason, "kind": request.kind}


TOY = Procedure(
    code=CODE,
    title="Prueba",
    subject=AccessRequest,
    on_reject=turn_down,
    describe=lambda request: (request.reason, ""),
    steps=(
        Step(1, "CTE", "Pide", act=ask, recorded_by=("REC",)),
        Step(
            2,
            "AUX_C",
            "Revisa",
            act=check,
            goes_to={"little": 4},
            due=Deadline(2, "business_days"),
            sends_back_to=(1,),
            can_reject=True,
        ),
        Step(3, "AUX_C", "Agrega", act=add, repeats=True, due=Deadline(48, "hours")),
        Step(
            4,
            "G_OP",
            "Decide",
            act=decide,
            not_by=(2, 3),
            approves=content,
            due=Deadline(3, "days"),
            sends_back_to=(2,),
            authorises=Authorisation(
                groups=(("G_GRAL", "G_NEG"), ("DIR_FIN",)),
                when=lambda request: request.kind == "big",
            ),
        ),
        Step(5, "G_GRAL", "Termina", act=finish, requires=(4,), not_by=(4,)),
    ),
)
