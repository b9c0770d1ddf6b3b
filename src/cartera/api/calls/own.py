"""Who calls, and the procedures that run here."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Schema
from ninja.params.functions import Path

from cartera.api.calls.offers import Offers, offers_to
from cartera.api.calls.steps import by_page
from cartera.api.schemas import schema_of
from cartera.api.site import Caller, call, row_of
from cartera.control.workflow.definitions import Procedure, Step
from cartera.control.workflow.inputs import opens_by_hand
from cartera.control.workflow.registry import procedure_of, procedures
from cartera.entrance.routes import Who
from cartera.kernel.text import gettext_noop as _


class KeyFacts(Schema):
    """The key of the call."""

    name: str
    scope: str
    expires_on: date


class Me(Schema):
    """Who calls, in which roles today, for which clients, by which key."""

    username: str
    name: str
    roles: list[str]
    clients: list[str]
    business_day: date
    key: KeyFacts


class StepFacts(Schema):
    """A step: who does it, what it takes and makes. `by_page`: no key does it."""

    number: int
    text: str
    roles: list[str]
    papers: list[str]
    not_by: list[int]
    by_page: bool
    inputs: dict[str, Any]


class ProcedureLine(Schema):
    """A procedure. `opens`: whether a person begins it, rather than another procedure."""

    code: str
    title: str
    opens: bool
    house: bool


class ProcedureDetail(ProcedureLine):
    """A procedure with its steps. `offers`: for who may begin it."""

    steps: list[StepFacts]
    offers: Offers


@call(
    "GET",
    "/me",
    row_of("me", "GET", Who.SIGNED_IN, _("Quién soy")),
    answers=Me,
    tag=_("Quién soy"),
    about=_("La persona de la llave, sus roles de hoy y lo que la llave permite."),
)
def me(request: HttpRequest) -> Me:
    """The caller, as the key says."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    bearer = caller.bearer
    return Me(
        username=caller.user.username,
        name=str(caller.user),
        roles=list(caller.roles),
        clients=list(caller.client_codes),
        business_day=caller.standing.on,
        key=KeyFacts(name=bearer.name, scope=bearer.scope, expires_on=bearer.expires_on),
    )


@call(
    "GET", "/procedures", row_of("procedures", "GET", Who.SIGNED_IN, _("Los procedimientos")),
    answers=list[ProcedureLine], tag=_("Procedimientos"),
    about=_("Los del manual y los de la casa."),
)  # fmt: skip
def all_procedures(request: HttpRequest) -> list[ProcedureLine]:
    """Every procedure."""
    return [ProcedureLine(**_facts(each)) for each in procedures()]


@call(
    "GET", "/procedures/{code}",
    row_of("procedure", "GET", Who.SIGNED_IN, _("Un procedimiento y sus pasos")),
    answers=ProcedureDetail, tag=_("Procedimientos"),
    about=_("Sus pasos, quién hace cada uno y qué datos pide, como esquema JSON."),
)  # fmt: skip
def one_procedure(request: HttpRequest, code: str = Path(..., max_length=12)) -> ProcedureDetail:
    """One procedure."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    found = procedure_of(code)
    return ProcedureDetail(
        **_facts(found),
        steps=[_step(found, step) for step in found.steps],
        offers=offers_to(caller, found.first, None) if opens_by_hand(found.first.act) else [],
    )


def _facts(procedure: Procedure) -> dict[str, Any]:
    return {
        "code": procedure.code,
        "title": procedure.title,
        "opens": opens_by_hand(procedure.first.act),
        "house": procedure.house,
    }


def _step(procedure: Procedure, step: Step) -> StepFacts:
    return StepFacts(
        number=step.number,
        text=step.text,
        roles=list(step.roles),
        papers=list(step.makes),
        not_by=list(step.not_by),
        by_page=by_page(procedure, step),
        inputs=schema_of(step.act),
    )
