"""One declaration of an act's inputs: its typed signature.

From the keyword-only parameters come the page's form, the JSON schema and the command line's
arguments. `Annotated[..., Label("…")]` names a field; `list[Row]` of a pydantic model is a table.
"""

import inspect
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from hashlib import sha256
from types import NoneType
from typing import Annotated, Any, get_args, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from cartera.control.workflow.refusals import InputsInvalid
from cartera.kernel.text import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Label:
    """How a field is called on the page. `choices` names a selector the page offers; `widget` is
    'textarea', 'check', 'pick', 'hidden' or '' for what the type suggests."""

    text: str
    help: str = ""
    widget: str = ""
    options: str = ""


class Row(BaseModel):
    """A row of a table of inputs: strict about unknown columns, deaf to surrounding blanks."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


Amount = Annotated[Decimal, Field(gt=0, max_digits=16, decimal_places=2, allow_inf_nan=False)]
AnyAmount = Annotated[Decimal, Field(ge=0, max_digits=16, decimal_places=2, allow_inf_nan=False)]
Percentage = Annotated[
    Decimal, Field(ge=0, le=1000, max_digits=9, decimal_places=4, allow_inf_nan=False)
]
Text = Annotated[str, Field(min_length=1, max_length=200)]
Note = Annotated[str, Field(max_length=2000)]
Day = Annotated[date, Field()]


@cache
def opens_by_hand(act: Callable[..., Any]) -> bool:
    """Whether an act can be the first of a case: its subject may be none yet.

    Where it may not, another procedure opens the case, with its subject.
    """
    first = next(iter(inspect.signature(act).parameters))
    return NoneType in get_args(get_type_hints(act)[first])


@cache
def model_of(act: Callable[..., Any]) -> type[BaseModel]:
    """The model that validates what `act` takes: its keyword-only parameters."""
    hints = get_type_hints(act, include_extras=True)
    fields: dict[str, Any] = {}
    for name, parameter in inspect.signature(act).parameters.items():
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
            default = ... if parameter.default is inspect.Parameter.empty else parameter.default
            fields[name] = (hints[name], default)
    return create_model(
        act.__name__,
        __config__=ConfigDict(extra="forbid", str_strip_whitespace=True),
        **fields,
    )


def json_schema(act: Callable[..., Any]) -> dict[str, Any]:
    """The JSON schema of what `act` takes."""
    return model_of(act).model_json_schema()


def label_of(info: FieldInfo, name: str) -> Label:
    """The label declared for a field, or its bare name."""
    return next((m for m in info.metadata if isinstance(m, Label)), Label(name))


@dataclass(frozen=True, slots=True)
class Validated:
    """Inputs that passed: as keyword arguments, and as the hash that the audit row carries."""

    arguments: dict[str, Any] = field(default_factory=dict)
    digest: str = ""

    @property
    def finishes(self) -> bool:
        """Whether a repeating step is done with this act."""
        return bool(self.arguments.get("finish", True))


def validate(act: Callable[..., Any], inputs: Mapping[str, Any]) -> Validated:
    """What `act` will be called with; InputsInvalid names every field that is wrong."""
    check_printable(inputs)
    try:
        model = model_of(act).model_validate(dict(inputs))
    except ValidationError as error:
        raise invalid(error) from None
    arguments = {name: getattr(model, name) for name in type(model).model_fields}
    return Validated(arguments, digest(model.model_dump(mode="json")))


_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def check_printable(inputs: object, path: str = "") -> None:
    """Refuse a zero byte or a broken character: PostgreSQL keeps neither."""
    if isinstance(inputs, str):
        if _UNKEEPABLE.search(inputs):
            said = _("tiene un carácter que no puede guardarse")
            raise InputsInvalid(errors=[(path, said)], summary=f"{path}: {said}")
    elif isinstance(inputs, Mapping):
        for name, value in inputs.items():
            check_printable(value, f"{path}.{name}".lstrip("."))
    elif isinstance(inputs, list | tuple):
        for place, value in enumerate(inputs):
            check_printable(value, f"{path}.{place}")


def digest(content: Any) -> str:
    """sha256 of the canonical JSON of `content`."""
    return sha256(canonical(content).encode()).hexdigest()


def canonical(content: Any) -> str:
    """`content` as JSON that is the same text for the same content: keys sorted, no blanks."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), default=str)


_SENTENCES = {
    "missing": _("falta este dato"),
    "extra_forbidden": _("este dato no se pide aquí"),
    "decimal_parsing": _("escriba un número, como 1234.56"),
    "decimal_type": _("escriba un número, como 1234.56"),
    "finite_number": _("escriba un número, como 1234.56"),
    "decimal_max_places": _("a lo más {decimal_places} decimales"),
    "decimal_max_digits": _("la cifra es demasiado grande"),
    "decimal_whole_digits": _("la cifra es demasiado grande"),
    "greater_than": _("debe ser mayor que {gt}"),
    "greater_than_equal": _("no puede ser menor que {ge}"),
    "less_than_equal": _("no puede ser mayor que {le}"),
    "date_from_datetime_parsing": _("escriba una fecha, como 2026-02-28"),
    "date_parsing": _("escriba una fecha, como 2026-02-28"),
    "date_type": _("escriba una fecha, como 2026-02-28"),
    "datetime_parsing": _("escriba fecha y hora, como 2026-02-28T14:30"),
    "datetime_from_date_parsing": _("escriba fecha y hora, como 2026-02-28T14:30"),
    "string_too_short": _("falta este dato"),
    "string_too_long": _("a lo más {max_length} letras"),
    "string_type": _("escriba un texto"),
    "string_pattern_mismatch": _("no tiene la forma esperada"),
    "int_parsing": _("escriba un número entero"),
    "int_type": _("escriba un número entero"),
    "bool_parsing": _("responda sí o no"),
    "list_type": _("se espera una lista"),
    "too_short": _("agregue al menos {min_length}"),
    "too_long": _("a lo más {max_length}"),
    "literal_error": _("elija una de las opciones: {expected}"),
    "enum": _("elija una de las opciones: {expected}"),
}


def sentence_of(error: ErrorDetails) -> str:
    """One Spanish sentence for one of pydantic's errors."""
    template = _SENTENCES.get(error["type"])
    if template is None:
        return str(error["msg"])
    return template.format(**{key: str(value) for key, value in error.get("ctx", {}).items()})


def invalid(error: ValidationError) -> InputsInvalid:
    """The refusal that carries every field's path and sentence."""
    errors = [
        (".".join(str(part) for part in found["loc"]), sentence_of(found))
        for found in error.errors(include_url=False)
    ]
    summary = "; ".join(f"{path}: {said}" for path, said in errors[:5])
    return InputsInvalid(errors=errors, summary=summary)
