"""The pages of what is not there or cannot be: in Spanish, with the number of the incident."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that no browser of ours sends: too many fields, a name of another house."""
    shown = {"incident": incident_of(request)}
    return HttpResponse(render_to_string("400.html", shown), status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What the framework itself denies."""
    return render(request, "403.html", {"why": "", "incident": incident_of(request)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that leads nowhere."""
    return render(request, "404.html", {"incident": incident_of(request)}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """What nobody foresaw: an incident number, never what went wrong, nothing of the database."""
    shown = {"incident": incident_of(request)}
    return HttpResponse(render_to_string("500.html", shown), status=500)


def incident_of(request: HttpRequest) -> str:
    """The number under which the log tells of this request."""
    return str(request.META.get("request_id", ""))
