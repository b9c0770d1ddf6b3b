"""One JSON line for each thing that happened, tied to its request, with no personal data in it.

A request is logged by its route, never by its path or its query, which may hold a name or a tax id;
a user by number. An exception is logged by its kind, its database constraint and where it was
raised, without its text: PostgreSQL's quotes the row.
"""

import logging
import logging.config
import time
import traceback
import uuid
from collections.abc import Callable, MutableMapping
from types import TracebackType
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse

Event = MutableMapping[str, Any]
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]
_PACKAGE_FRAMES = 12


class RequestLog:
    """Gives each request a number, which an error page shows as its incident, and logs its end."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.log = structlog.get_logger("cartera.request")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        request_id = uuid.uuid4().hex[:12]
        request.META["request_id"] = request_id
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            self.log.info(
                "request",
                method=request.method,
                route=_route_of(request),
                status=response.status_code,
                user=_user_of(request),
                milliseconds=round((time.perf_counter() - began) * 1000),
            )
        response["X-Request-Id"] = request_id
        return response


def configuration(level: str) -> dict[str, Any]:
    """The logging settings, for ``configure``."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "cartera": {"level": level},
            "django.request": {"level": "ERROR"},
        },
    }


def configure(settings: dict[str, Any]) -> None:
    """Set up both structlog and the standard library's logging."""
    logging.config.dictConfig(settings)
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def tell_exception(logger: Any, method: str, event: Event) -> Event:
    """Replace an exception by its kind, its constraint and its place."""
    found = event.pop("exc_info", None)
    record = event.get("_record")
    if record is not None:
        record.exc_info = record.exc_text = None
    raised = _exc_info(found)
    if raised is None:
        return event
    kind, value, trace = raised
    event["exception"] = kind.__name__
    constraint = getattr(getattr(value.__cause__, "diag", None), "constraint_name", None)
    if constraint:
        event["constraint"] = constraint
    frames = traceback.extract_tb(trace)[-_PACKAGE_FRAMES:]
    event["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return event


def _exc_info(found: Any) -> ExcInfo | None:
    if isinstance(found, BaseException):
        return type(found), found, found.__traceback__
    if isinstance(found, tuple) and found[0] is not None:
        return found[0], found[1], found[2]
    return None


def _hide_arguments(logger: Any, method: str, event: Event) -> Event:
    """Of others' messages only the pattern stays: their arguments may be anyone's data."""
    record = event.get("_record")
    if record is not None and event.get("_from_structlog") is False:
        event["event"] = str(record.msg)
    return event


def _route_of(request: HttpRequest) -> str:
    match = getattr(request, "resolver_match", None)
    return str(match.route) if match else "unknown"


def _user_of(request: HttpRequest) -> int | None:
    """The user's number, if this request has already asked who it is."""
    user = getattr(request, "_cached_user", None)
    return getattr(user, "pk", None)


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    _hide_arguments,
    tell_exception,
]
