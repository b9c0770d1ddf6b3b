"""JSON that someone hands to a command: read with limits, exact, and never guessed at."""

import sys
from pathlib import Path

from cartera.config.failures import CommandFailure
from cartera.kernel.exact_json import (
    JsonKeyTwice,
    JsonNotAQuantity,
    JsonUnreadable,
    read_exact_json,
)

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
        return read_exact_json(raw)
    except (JsonKeyTwice, JsonNotAQuantity) as refusal:
        raise CommandFailure(str(refusal)) from refusal
    except JsonUnreadable as refusal:
        raise CommandFailure(f"{name}: {refusal}") from refusal


def _bytes_of(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read(LARGEST_BYTES + 1)
    with Path(name).open("rb") as file:
        return file.read(LARGEST_BYTES + 1)
