"""How the API is used, made from its own description: real calls, real examples, real refusals."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from cartera.desk.access import page
from cartera.entrance.described import described
from cartera.entrance.routes import Who
from cartera.entrance.visitor import Visitor
from cartera.kernel.text import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Operation:
    """One call: how it is asked, what it carries, as one would type it."""

    method: str
    path: str
    summary: str
    text: str
    curl: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """The calls of one kind."""

    title: str
    anchor: str
    operations: tuple[Operation, ...]


@page("api/guia/", Who.SIGNED_IN, _("Guía de la API"))
def api_guide(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Keys, calls, keys of one sending, refusals, web notices and their signature."""
    host = f"{request.scheme}://{request.get_host()}"
    chapters = list(_chapters(host))
    shown = {
        "visitor": visitor,
        "host": host,
        "chapters": chapters,
        "count": sum(len(chapter.operations) for chapter in chapters),
        "refusals": [
            (status, [(kind.code, kind.sentence) for kind in kinds])
            for status, kinds in described().refusals().items()
            if kinds
        ],
        "receiver": RECEIVER,
    }
    return render(request, "desk/programs/guide.html", shown)


def _chapters(host: str) -> Iterator[Chapter]:
    """The calls under their kinds, in the order in which they are declared."""
    found: dict[str, list[Operation]] = {}
    for path, methods in described().openapi()["paths"].items():
        for method, told in methods.items():
            found.setdefault(told["tags"][0], []).append(_operation(host, path, method, told))
    for place, (title, operations) in enumerate(found.items()):
        yield Chapter(gettext(title), f"llamadas-{place}", tuple(operations))


def _operation(host: str, path: str, method: str, told: Any) -> Operation:
    summary, description = told["summary"], told["description"]
    return Operation(
        method.upper(),
        path,
        gettext(summary),
        gettext(description),
        _curl(host, path, method, told),
    )


def _curl(host: str, path: str, method: str, told: Any) -> str:
    """The call as it is typed; what stands in braces is put in its place."""
    lines = [f"curl {host}{path}"]
    if told.get("security"):
        lines.append('-H "Authorization: Bearer $LLAVE"')
    body = told.get("requestBody", {}).get("content", {}).get("application/json")
    if method == "post":
        named = {each["name"] for each in told.get("parameters", ())}
        if "Idempotency-Key" in named:
            lines.append('-H "Idempotency-Key: $(openssl rand -hex 16)"')
    if body is not None:
        lines.append('-H "Content-Type: application/json"')
        shown = json.dumps(body["example"], ensure_ascii=False, indent=1)
        lines.append(f"-d '{shown}'")
    elif method == "post":
        lines.append("-X POST")
    return " \\\n  ".join(lines)


RECEIVER = '''import hashlib
import hmac
import time

SECRETO = "whs_..."  # el que se mostró al suscribir
TOLERANCIA = 300     # segundos


def es_de_cartera(firma: str, cuerpo: bytes) -> bool:
    """firma: el encabezado Cartera-Signature; cuerpo: los bytes tal como llegaron."""
    partes = dict(parte.split("=", 1) for parte in firma.split(","))
    if abs(time.time() - int(partes["t"])) > TOLERANCIA:
        return False
    firmado = partes["t"].encode() + b"." + cuerpo
    esperada = hmac.new(SECRETO.encode(), firmado, hashlib.sha256).hexdigest()
    return hmac.compare_digest(esperada, partes["v1"])
'''
