"""What a call carries: read exactly, checked against the schema that is told of it."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from cartera.api.answers import ours_limit
from cartera.api.refusals import (
    BodyNotAnObject,
    BodyNotJson,
    BodyTooLarge,
    DataInvalid,
    KeyMissing,
    KeyUnreadable,
)
from cartera.api.schemas import Schema, example_of
from cartera.api.shape import faults_of
from cartera.control.workflow.inputs import check_printable
from cartera.kernel.exact_json import read_exact_json

LONGEST_KEY = 64
_KEY = re.compile(rf"[!-~]{{1,{LONGEST_KEY}}}")
_CONTENT = re.compile(r'application/json(\s*;\s*charset="?utf-?8"?)?', re.IGNORECASE)

KEY_HEADER: Schema = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "Una clave suya, distinta en cada envío. Repetida, devuelve la misma respuesta.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"},
    "example": "3f0c6a1e-7a53-4a8e-9a53-1f2f7c0c9b11",
}


def takes(schema: Schema, *, key: bool, example: Any = None) -> Schema:
    """What OpenAPI is told of a call that carries a document of this schema."""
    shown = example_of(schema) if example is None else example
    body = {
        "required": bool(schema.get("required")),
        "content": {"application/json": {"schema": schema, "example": shown}},
    }
    return {"requestBody": body, "parameters": [KEY_HEADER] if key else []}


def body_of(request: HttpRequest, schema: Schema) -> dict[str, Any]:
    """The document that a call carries. No document at all is an empty one."""
    read = read_exact_json(_raw(request) or b"{}")
    if not isinstance(read, dict):
        raise BodyNotAnObject
    check_printable(read)
    faults = list(faults_of(schema, read))
    if faults:
        raise DataInvalid(faults)
    return read


def key_of(request: Any) -> str:
    """The key under which a call is done once; each person has his own keys."""
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        raise KeyMissing
    if not _KEY.fullmatch(key):
        raise KeyUnreadable(longest=LONGEST_KEY)
    return f"{request.auth.user.pk}:{key}"


def object_of(properties: Mapping[str, Schema], *required: str) -> Schema:
    """The schema of an object of these properties and no others."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


def _raw(request: HttpRequest) -> bytes:
    told = request.META.get("CONTENT_LENGTH") or "0"
    length = int(told) if told.isascii() and told.isdigit() else 0
    if length > ours_limit():
        raise BodyTooLarge(limit=ours_limit())
    raw = request.body
    if len(raw) > ours_limit():
        raise BodyTooLarge(limit=ours_limit())
    if raw and not _CONTENT.fullmatch(request.META.get("CONTENT_TYPE", "").strip()):
        raise BodyNotJson
    return raw
