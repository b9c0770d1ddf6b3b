"""The description of the whole API, for programs that read such things."""

from typing import Any

from django.http import HttpRequest, JsonResponse

from cartera.api.openapi import description
from cartera.api.site import call, row_of
from cartera.entrance.routes import Who
from cartera.kernel.text import gettext_noop as _


@call(
    "GET", "/openapi.json", row_of("openapi", "GET", Who.ANYONE, _("La descripción de la API")),
    answers=dict[str, Any], tag=_("Guía"), open_to_all=True,
    about=_("OpenAPI 3.1, con un ejemplo de cada llamada."),
)  # fmt: skip
def openapi(request: HttpRequest) -> JsonResponse:
    """The description."""
    return JsonResponse(description())
