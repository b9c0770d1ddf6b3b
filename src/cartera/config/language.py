"""Which language a page is in: Spanish, until the person chooses another.

What a browser asks for is not heeded: office machines in San Salvador and Bogotá are often set up
in English by whoever sold them.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

Answer = Callable[[HttpRequest], HttpResponse]


class ChosenLanguage:
    """Answer in the language of the cookie that the footer's switch sets, else in Spanish."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_call = request.path_info.startswith("/api/v1/")
        language = _asked_for(request) if is_call else _chosen(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language" if is_call else "Cookie"])
        return response


def _chosen(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _asked_for(request: HttpRequest) -> str:
    """A program says which language its people read: English where that is the first it names."""
    first = request.headers.get("Accept-Language", "").split(",")[0].strip().lower()
    return "en" if first.split(";")[0].split("-")[0] == "en" else settings.LANGUAGE_CODE
