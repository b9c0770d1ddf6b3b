"""The addresses of the API, and what is answered where there is none."""

from collections.abc import Callable
from functools import wraps
from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from cartera.api.answers import refused
from cartera.api.openapi import description, refusals_by_status
from cartera.api.refusals import MethodNotAllowed
from cartera.api.site import site
from cartera.entrance.described import Described, describe

# The modules that declare calls, in the order in which the guide lists them.
for place in (
    "own",
    "tasks",
    "steps",
    "cases",
    "lists",
    "papers",
    "mail",
    "dashboard",
    "parties",
    "recovery",
    "originals",
    "books",
    "quotations",
    "webhooks",
    "guide",
):
    import_module(f"cartera.api.calls.{place}")


def _in_one_shape(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The framework's own answer to a wrong method, told as everything else is."""

    @wraps(view)
    def answer(request: HttpRequest, *named: Any, **more: Any) -> HttpResponse:
        response = view(request, *named, **more)
        if response.status_code == 405:
            return refused(MethodNotAllowed(allowed=response["Allow"]))
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


def _patterns() -> list[URLPattern]:
    found = [each for each in site.urls[0] if isinstance(each, URLPattern)]
    kept = [each for each in found if each.name != "api-root"]
    for each in kept:
        each.callback = _in_one_shape(each.callback)
    return kept


describe(Described(description, refusals_by_status))
app_name = "api"
urlpatterns = _patterns()
