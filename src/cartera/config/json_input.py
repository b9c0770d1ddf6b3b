"""JSON that someone hands to a command: read with limits, exact, and never guessed at."""

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import NoReturn

from cartera.config.failures import CommandFailure

LARGEST_BYTES = 5_000_000


def read_json(name: str) -> object:
    """The document in the file, or on the standard input where ``name`` is ``-``.

    Fractions become exact decimals. Refused: more than 5 MB, a key given twice, NaN or Infinity,
    nesting too deep to read, and whatever is not UTF-8 or not JSON.
    """
    raw = _bytes_of(name)
    if len(raw) > LARGEST_BYTES:
        raise CommandFailure(f"{name}: el archivo pasa de {LARGEST_BYTES // 1_000_000} MB")
    try:
        return json.loads(
            raw.decode("utf-8"),
            parse_float=Decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_without_repeats,
        )
    except json.JSONDecodeError as error:
        place = f"línea {error.lineno}, columna {error.colno}"
        raise CommandFailure(f"{name}: el JSON no se entiende en la {place}") from error
    except UnicodeDecodeError as error:
        raise CommandFailure(f"{name}: no es texto UTF-8") from error
    except (RecursionError, ValueError) as error:
        raise CommandFailure(f"{name}: el JSON no se puede leer") from error


def _bytes_of(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read(LARGEST_BYTES + 1)
    with Path(name).open("rb") as file:
        return file.read(LARGEST_BYTES + 1)


def _refuse_constant(word: str) -> NoReturn:
    raise CommandFailure(f"{word} no es una cantidad")


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    read: dict[str, object] = {}
    for key, value in pairs:
        if key in read:
            raise CommandFailure(f"la clave «{key}» está dos veces")
        read[key] = value
    return read
