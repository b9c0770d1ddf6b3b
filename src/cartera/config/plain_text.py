"""What no keyboard writes is not read: a NUL character, which PostgreSQL cannot keep either."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict

NUL = "\x00"


class NoNul:
    """Answer 400 where the address or a form carries a NUL character."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Before the view reads anything; raised here, the page of a bad request is drawn."""
        texts = [request.path, *_texts(request.GET)]
        if request.method == "POST" and request.content_type != "application/json":
            texts += _texts(request.POST)
        if any(NUL in text for text in texts):
            raise BadRequest("a NUL character")


def _texts(typed: QueryDict) -> list[str]:
    lists = typed.lists()
    return [text for name, values in lists for text in (name, *values)]
