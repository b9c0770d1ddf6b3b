"""The addresses of the site."""

from importlib.util import find_spec

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("cuenta/", include("allauth.urls"))]
if find_spec("cartera.desk.urls"):
    urlpatterns.append(path("", include("cartera.desk.urls")))


def handler500(request: HttpRequest) -> HttpResponse:
    """The page of an error that nobody foresaw: an incident number, never what went wrong."""
    incident = request.META.get("request_id", "")
    return HttpResponse(render_to_string("500.html", {"incident": incident}), status=500)
