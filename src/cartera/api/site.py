"""The API's one site, and how a call is declared on it: its row in the table of who may ask."""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.security import HttpBearer
from pydantic import Field

from cartera.api.answers import UNFORESEEN, Problem, refusal_of, refused
from cartera.entrance.refusals import SecondFactorFirst
from cartera.entrance.routes import Route, Who, declare, record_denial, turned_away
from cartera.entrance.second_factor import has_second_factor, must_have_one
from cartera.entrance.tokens.models import Token
from cartera.entrance.tokens.refusals import TokenOnlyReads
from cartera.entrance.tokens.selectors import Bearer, bearer_of
from cartera.entrance.visitor import Visitor
from cartera.kernel.numbers import LARGEST_ID
from cartera.kernel.refusals import Refusal

View = Callable[..., Any]

Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Limit = Annotated[int, Field(ge=1, le=200)]
PREFIX = "api/v1/"


class Caller(Visitor):
    """Who calls, by which key."""

    def __init__(self, bearer: Bearer) -> None:
        super().__init__(bearer.user)
        self.bearer = bearer


class Key(HttpBearer):
    """Sessions are not heeded here: a page of another site could not lend them, nor can ours."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """Who holds the key."""
        caller = Caller(bearer_of(token.strip(), _today()))
        request.user = caller.user
        request._cached_user = caller.user  # type: ignore[attr-defined] # noqa: SLF001 - for the log
        return caller


def _today() -> Any:
    from zoneinfo import ZoneInfo

    from cartera.company.selectors import company
    from cartera.kernel.clock import today

    return today(ZoneInfo(company().timezone))


site = NinjaAPI(
    title="Cartera",
    version="1",
    description="Los pasos de los procedimientos, las listas y los formatos, en JSON.",
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
    auth=Key(),
)


@site.exception_handler(Exception)
def _told(request: HttpRequest, error: Any) -> HttpResponse:
    return refused(refusal_of(request, error))


for kind in list(site._exception_handlers):  # noqa: SLF001 - its own handlers have another shape
    site.add_exception_handler(kind, _told)


def call(  # noqa: PLR0913 - a declaration, read by its names
    method: str,
    address: str,
    row: Route,
    *,
    answers: Any = None,
    status: HTTPStatus = HTTPStatus.OK,
    tag: str,
    writes: bool = False,
    told: Mapping[str, Any] | None = None,
    about: str,
    open_to_all: bool = False,
) -> Callable[[View], View]:
    """Serve a view at `address`, to those whom its row lets in.

    `writes` asks for a key that may work; `about` and `told` describe it in OpenAPI. The view is
    called with the request, whose `auth` is the `Caller`, and what the address names.
    """
    declare(row)

    def around(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, **named: Any) -> Any:
            if not open_to_all:
                _let_in(row, request.auth, named, writes=writes)
            return view(request, **named)

        site.default_router.add_api_operation(
            address,
            [method],
            guarded,
            auth=None if open_to_all else Key(),
            response={status: answers, UNFORESEEN: Problem},
            operation_id=f"{row.name}_{method.lower()}" if len(row.methods) > 1 else row.name,
            summary=row.text,
            description=about,
            tags=[tag],
            exclude_unset=True,
            url_name=row.name,
            openapi_extra=dict(told or {}),
        )
        return view

    return around


def row_of(name: str, methods: str, who: Who, text: str, **more: Any) -> Route:
    """The row of an address of the API."""
    return Route(f"api_{name}", tuple(methods.split()), who, text, surface="api", **more)


def deny(caller: Caller, refusal: Refusal) -> Refusal:
    """The same refusal, recorded: to be raised."""
    record_denial(caller, refusal)
    return refusal


def _let_in(row: Route, caller: Caller, named: Mapping[str, Any], *, writes: bool) -> None:
    refusal = turned_away(row, caller, named)
    if refusal is None and must_have_one(caller) and not has_second_factor(caller.user):
        refusal = SecondFactorFirst()  # as every page leads him to get one
    if refusal is None and writes and caller.bearer.scope != Token.Scope.WORK:
        refusal = TokenOnlyReads()
    if refusal is not None:
        raise deny(caller, refusal)
