"""What a call takes, as JSON Schema: made from an act's typed signature, and checked as it is told.

Amounts are texts: a JSON number is a binary fraction in most languages, and money is none.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from cartera.control.workflow.inputs import label_of, model_of

Schema = dict[str, Any]

_WHOLE, _PLACES = 14, 10
_EXAMPLES: Mapping[str, Any] = {
    "client": "0001",
    "debtor": "D001",
    "code": "0001",
    "number": "Q-2587",
    "document": "Q-2587",
    "bank": "Banco Agrícola",
    "reference": "CH-100234",
    "account": "2010045678",
    "amount": "10000.00",
    "term_days": 45,
    "assignment": 12,
    "user": "rec",
    "role": "REC",
    "informed_by": "Encargada de pagos",
    "tax_id": "0614-050707-104-8",
    "email": "ana@ejemplo.com",
    "month": "2026-02",
    "reason": "Falta la firma de la carta",
}


class _Exact(GenerateJsonSchema):
    """JSON Schema in which a decimal is a text of figures."""

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        places = schema.get("decimal_places", _PLACES)
        digits = schema.get("max_digits", _WHOLE + places)
        least = schema.get("ge", schema.get("gt"))
        sign = "" if least is not None and Decimal(least) >= 0 else "-?"
        return {
            "type": "string",
            "pattern": rf"^{sign}[0-9]{{1,{digits - places}}}(\.[0-9]{{1,{places}}})?$",
        }


@cache
def schema_of(act: Callable[..., Any]) -> Schema:
    """The schema of what `act` takes, whole and without references."""
    model = model_of(act)
    written = model.model_json_schema(schema_generator=_Exact)
    _name_fields(written, model)
    for part in written.get("$defs", {}).values():
        part.pop("description", None)
    for found in _models_in(model):
        _name_fields(written["$defs"][found.__name__], found)
    whole: Schema = _inlined(written, written.pop("$defs", {}))
    whole.pop("title", None)
    whole.pop("description", None)
    return whole


def example_of(schema: Mapping[str, Any], name: str = "") -> Any:
    """Something that the schema takes, as an executive would write it."""
    for choice in schema.get("anyOf", ()):
        if choice.get("type") != "null":
            return example_of(choice, name)
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    match schema.get("type"):
        case "object":
            named = schema.get("properties", {})
            return {key: example_of(part, key) for key, part in named.items()}
        case "array":
            return [example_of(schema.get("items", {}), name)]
        case "boolean":
            return True
        case "integer":
            found = _EXAMPLES.get(name)
            return found if isinstance(found, int) else max(1, int(schema.get("minimum", 1)))
    return _text_example(schema, name)


def _text_example(schema: Mapping[str, Any], name: str) -> str:
    if schema.get("format") == "date":
        return "2026-02-19"
    if schema.get("format") == "date-time":
        return "2026-02-19T09:30:00-06:00"
    if str(schema.get("pattern", "")).startswith(("^[0-9]{", "^-?[0-9]{")):
        return "12.5" if name.endswith("_pct") else "10000.00"
    found = _EXAMPLES.get(name)
    return found if isinstance(found, str) else "texto"


def _name_fields(written: Schema, model: type[BaseModel]) -> None:
    """Give each property the words that its page uses, in the place of pydantic's own title."""
    for name, info in model.model_fields.items():
        part, label = written["properties"][name], label_of(info, name)
        part["title"] = label.text
        if label.help:
            part["description"] = label.help


def _models_in(model: type[BaseModel]) -> set[type[BaseModel]]:
    """The models of the rows of a model's tables, whatever they are wrapped in."""
    found: set[type[BaseModel]] = set()
    waiting = [info.annotation for info in model.model_fields.values()]
    while waiting:
        part = waiting.pop()
        if isinstance(part, type) and issubclass(part, BaseModel):
            if part not in found:
                found.add(part)
                waiting += [info.annotation for info in part.model_fields.values()]
        else:
            waiting += get_args(part)
    return found


def _inlined(part: Any, named: Mapping[str, Any]) -> Any:
    """The same schema with what it refers to in the place of the reference."""
    if isinstance(part, dict):
        if "$ref" in part:
            beside = {key: value for key, value in part.items() if key != "$ref"}
            return _inlined(named[part["$ref"].rpartition("/")[2]], named) | beside
        return {key: _inlined(value, named) for key, value in part.items()}
    if isinstance(part, list):
        return [_inlined(value, named) for value in part]
    return part
