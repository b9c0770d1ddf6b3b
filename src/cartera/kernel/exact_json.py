"""JSON read exactly: fractions as decimals, nothing twice, nothing that is no quantity.

Whoever hands a document in, a command or a call, is read by these rules and no others.
"""

import json
from decimal import Decimal
from typing import NoReturn

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class JsonUnreadable(Refusal):
    sentence = _("el JSON no se puede leer")


class JsonNotUtf8(JsonUnreadable):
    sentence = _("no es texto UTF-8")


class JsonMalformed(JsonUnreadable):
    sentence = _("el JSON no se entiende en la línea {line}, columna {column}")


class JsonKeyTwice(JsonUnreadable):
    sentence = _("la clave «{key}» está dos veces")


class JsonNotAQuantity(JsonUnreadable):
    sentence = _("{word} no es una cantidad")


def read_exact_json(raw: bytes) -> object:
    """The document. Refused: what is not UTF-8 or not JSON, a key given twice, NaN or Infinity,
    a number or a nesting too long to read."""
    try:
        return json.loads(
            raw.decode("utf-8"),
            parse_float=Decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_without_repeats,
        )
    except json.JSONDecodeError as error:
        raise JsonMalformed(line=error.lineno, column=error.colno) from error
    except UnicodeDecodeError as error:
        raise JsonNotUtf8 from error
    except (RecursionError, ValueError) as error:
        raise JsonUnreadable from error


def _refuse_constant(word: str) -> NoReturn:
    raise JsonNotAQuantity(word=word)


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    read: dict[str, object] = {}
    for key, value in pairs:
        if key in read:
            raise JsonKeyTwice(key=key)
        read[key] = value
    return read
