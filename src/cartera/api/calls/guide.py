"""The description of the whole API, for programs that read such things."""

from typing import Any

from django.http import HttpRequest, JsonResponse

from cartera.api.openapi import description
from cartera.api.site import call, row_of
from cartera.entrance.routes import Who


@call(
    "GET", "/openapi.json", row_of("openapi", "GET", Who.ANYONE, "La descripción de la API"),
    answers=dict[str, Any], tag="Guía", open_to_all=True,
)  # fmt: skip
def openapi(request: HttpRequest) -> JsonResponse:
    """OpenAPI 3.1, con un ejemplo de cada llamada."""
    return JsonResponse(description())
