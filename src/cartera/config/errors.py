"""What is not there or cannot be: told as a page to people, and as JSON to programs."""

from django.http import Http404, HttpRequest, HttpResponse

from cartera.api.answers import refusal_of, refused
from cartera.api.refusals import BodyNotJson, Unforeseen
from cartera.desk import errors as pages
from cartera.entrance.refusals import NotYourCase


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be read at all."""
    if is_call(request):
        return refused(BodyNotJson())
    return pages.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What the framework itself denies."""
    if is_call(request):
        return refused(NotYourCase())
    return pages.permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that leads nowhere."""
    if is_call(request):
        return refused(refusal_of(request, Http404()))
    return pages.not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """What nobody foresaw, with the number under which the log tells of it."""
    if is_call(request):
        return refused(Unforeseen(incident=str(request.META.get("request_id", ""))))
    return pages.server_error(request)


def is_call(request: HttpRequest) -> bool:
    """Whether a program asks, by the address."""
    return request.path_info.startswith("/api/v1/")
