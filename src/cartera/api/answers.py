"""What goes wrong, told in one shape: a code for programs, a sentence for people, its place."""

from collections.abc import Iterator

import structlog
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext
from ninja import Schema
from ninja.errors import AuthenticationError, ValidationError

from cartera.api import refusals as ours
from cartera.control.workflow import refusals as engine
from cartera.entrance.refusals import NotYourCase, RolesOnly, SecondFactorFirst, StaffOnly
from cartera.entrance.tokens import refusals as keys
from cartera.entrance.webhooks import refusals as hooks
from cartera.entrance.words import said
from cartera.kernel.exact_json import JsonUnreadable
from cartera.kernel.refusals import Refusal, Refusals
from cartera.papers.refusals import PaperNotPrinted
from cartera.reports.refusals import ListForStaff, ListUnknown

UNFORESEEN = 500


class Fault(Schema):
    """One thing that is wrong."""

    code: str
    sentence: str
    field: str | None = None


class Problem(Schema):
    """Why not: the first reason, and all of them in `refusals`."""

    code: str
    sentence: str
    field: str | None = None
    refusals: list[Fault]


# The status of a refusal; what is not named here is 422: understood, and refused by the business.
STATUSES: dict[type[Refusal], int] = {
    JsonUnreadable: 400,
    ours.BodyNotAnObject: 400,
    ours.KeyMissing: 400,
    ours.KeyUnreadable: 400,
    keys.TokenMissing: 401,
    keys.TokenNotValid: 401,
    keys.TokenOnlyReads: 403,
    StaffOnly: 403,
    RolesOnly: 403,
    SecondFactorFirst: 403,
    NotYourCase: 403,
    ListForStaff: 403,
    engine.RoleMissing: 403,
    engine.BarredByFourEyes: 403,
    ours.NeedsThePage: 403,
    ours.NotThere: 404,
    ours.TaskOfAnotherStep: 404,
    engine.NoSuchTask: 404,
    engine.NoSuchStep: 404,
    hooks.NoSuchSubscription: 404,
    hooks.NoSuchDelivery: 404,
    ListUnknown: 404,
    ours.MethodNotAllowed: 405,
    engine.TaskNotOpen: 409,
    engine.ClaimedByAnother: 409,
    engine.KeyReused: 409,
    engine.ContentChanged: 409,
    engine.ApprovalOutdated: 409,
    engine.StateMoved: 409,
    engine.Conflict: 409,
    hooks.SubscriptionStopped: 409,
    ours.BodyTooLarge: 413,
    ours.BodyNotJson: 415,
    keys.TooManyCalls: 429,
    ours.Unforeseen: UNFORESEEN,
    PaperNotPrinted: 503,
}


def status_of(refusal: Refusal | type[Refusal]) -> int:
    """The HTTP status with which a refusal is answered."""
    kind = refusal if isinstance(refusal, type) else type(refusal)
    return next((STATUSES[each] for each in kind.__mro__ if each in STATUSES), 422)


def refused(refusal: Refusal) -> HttpResponse:
    """The answer that tells a refusal, in the reader's language."""
    status = status_of(refusal)
    faults = list(_faults(refusal))
    first = Fault(code=refusal.code, sentence=said(refusal), field=refusal.field)
    problem = Problem(**first.model_dump(), refusals=faults)
    response = JsonResponse(problem.model_dump(), status=status)
    response["Cache-Control"] = "no-store"
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="Cartera"'
    if isinstance(refusal, keys.TooManyCalls):
        response["Retry-After"] = str(refusal.details["seconds"])
    if isinstance(refusal, ours.MethodNotAllowed):
        response["Allow"] = str(refusal.details["allowed"])
    return response


def _faults(refusal: Refusal) -> Iterator[Fault]:
    if isinstance(refusal, Refusals):
        for each in refusal:
            yield from _faults(each)
    elif isinstance(refusal, engine.InputsInvalid):
        for path, sentence in refusal.errors:
            told = gettext(sentence) if sentence else ""
            yield Fault(code=refusal.code, sentence=told, field=path or None)
    else:
        yield Fault(code=refusal.code, sentence=said(refusal), field=refusal.field)


def refusal_of(request: HttpRequest, error: Exception) -> Refusal:
    """What any failure is called; what nobody foresaw gets a number that the log explains."""
    match error:
        case Refusal():
            return error
        case Http404():
            return ours.NotThere()
        case AuthenticationError():
            return keys.TokenMissing()
        case RequestDataTooBig():
            return ours.BodyTooLarge(limit=ours_limit())
        case ValidationError():
            return _query_invalid(error)
    structlog.get_logger("cartera.api").error("api_failed", exc_info=error)
    return ours.Unforeseen(incident=str(request.META.get("request_id", "")))


def ours_limit() -> int:
    """The most bytes that a call may carry."""
    return 1_000_000


def _query_invalid(error: ValidationError) -> Refusal:
    """What is wrong with a number or a word in the address, by the names that it has there."""
    found = [(str(fault["loc"][-1]), str(fault["msg"])) for fault in error.errors]
    summary = "; ".join(f"{name}: {told}" for name, told in found)
    return ours.QueryInvalid(summary=summary[:300], field=found[0][0] if found else None)
