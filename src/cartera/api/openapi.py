"""The OpenAPI description: what the declarations say, with what any call may be refused."""

from functools import cache
from http import HTTPStatus
from typing import Any

from cartera.api.answers import STATUSES, UNFORESEEN, status_of
from cartera.api.site import PREFIX, site
from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _

_LIMITED = {
    "Retry-After": {"description": "Segundos de espera.", "schema": {"type": "integer"}},
}
_SENTENCES = {
    400: _("No se entiende lo enviado."),
    401: _("Falta la llave o no es válida."),
    403: _("No le toca a usted, o no con esta llave."),
    404: _("No existe."),
    405: _("Esta dirección no se pide así."),
    409: _("Alguien lo atendió antes, o cambió mientras tanto."),
    413: _("Es demasiado grande."),
    415: _("No es JSON."),
    422: _("Se entiende, y el negocio no lo permite."),
    429: _("Demasiadas llamadas por minuto."),
    500: _("Falló algo imprevisto."),
    503: _("Por ahora no se puede; intente de nuevo."),
}


@cache
def description() -> dict[str, Any]:
    """The whole description."""
    told = dict(site.get_openapi_schema(path_prefix=PREFIX))
    for methods in told["paths"].values():
        for operation in methods.values():
            operation["responses"] = _answers(operation["responses"])
            for status, answer in operation["responses"].items():
                answer["description"] = _SENTENCES.get(int(status), HTTPStatus(int(status)).phrase)
                if int(status) == 429:
                    answer["headers"] = _LIMITED
    return told


def _answers(declared: dict[Any, Any]) -> dict[int, dict[str, Any]]:
    """Any call may be refused in each way, told in one shape, which a call declares once."""
    told = {int(status): answer for status, answer in declared.items()}
    refused = {status: {**told[UNFORESEEN]} for status in _SENTENCES}
    return dict(sorted((refused | told).items()))


def refusals_by_status() -> dict[int, list[type[Refusal]]]:
    """Every refusal of the house under the status with which it is answered."""
    found: dict[int, list[type[Refusal]]] = {
        status: [] for status in sorted(set(STATUSES.values()))
    }
    waiting = [Refusal]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if kind.__module__.startswith("cartera."):
                found.setdefault(status_of(kind), []).append(kind)
    return {
        status: sorted(set(kinds), key=lambda kind: kind.code) for status, kinds in found.items()
    }
