"""The simulator: what an operation would cost and return, computed and not recorded."""

from typing import Any

from django.http import HttpRequest

from cartera.api.bodies import body_of, object_of, takes
from cartera.api.site import call, row_of
from cartera.credit.lines.rules import Terms
from cartera.credit.settlements.quotation import quote
from cartera.entrance.routes import Who
from cartera.kernel.text import gettext_noop as _

_DAY = {"type": "string", "format": "date"}
_AMOUNT = {"type": "string", "pattern": r"^[0-9]{1,14}(\.[0-9]{1,2})?$"}
_NAME = {"type": "string", "maxLength": 120}
_DOCUMENT = object_of({"debtor": _NAME, "number": _NAME, "amount": _AMOUNT}, "amount")
_PAYMENT = object_of({"on": _DAY, "amount": _AMOUNT}, "on", "amount")
_TERMS = {
    "type": "object",
    "description": "Las condiciones que se dejan fuera toman las usuales.",
    "properties": {
        name: {"type": "array", "items": {"type": "string"}}
        if isinstance(value, list)
        else {"type": "string"}
        for name, value in Terms().to_json().items()
    },
    "additionalProperties": False,
}
_ASKED = object_of(
    {
        "terms": _TERMS,
        "documents": {"type": "array", "items": _DOCUMENT, "minItems": 1, "maxItems": 500},
        "disbursed_on": _DAY,
        "matures_on": _DAY,
        "payments": {"type": "array", "items": _PAYMENT, "maxItems": 500},
        "as_of": _DAY,
    },
    "documents",
    "disbursed_on",
    "matures_on",
    "as_of",
)
_EXAMPLE = {
    "terms": {"advance_pct": "90", "rate_pct": "2"},
    "documents": [{"debtor": "Comercial Izalco", "number": "Q-2587", "amount": "10000.00"}],
    "disbursed_on": "2026-01-05",
    "matures_on": "2026-02-19",
    "payments": [{"on": "2026-02-19", "amount": "10000.00"}],
    "as_of": "2026-02-19",
}


@call(
    "POST", "/quotations",
    row_of("quotation", "POST", Who.SIGNED_IN, _("Cotizar una operación")),
    answers=dict[str, Any], tag=_("Cotizador"), told=takes(_ASKED, key=False, example=_EXAMPLE),
    about=_(
        "Cuánto se desembolsa, cómo se aplican los pagos, qué se devuelve y a qué tasa efectiva."
    ),
)  # fmt: skip
def quotation(request: HttpRequest) -> dict[str, Any]:
    """The figures of an operation that is only thought of."""
    return quote(body_of(request, _ASKED))
