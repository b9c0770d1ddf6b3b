"""JSON is read in one way, or refused with a sentence."""

from decimal import Decimal

import pytest

from cartera.kernel.exact_json import JsonUnreadable, read_exact_json


def test_fractions_are_exact_decimals() -> None:
    assert read_exact_json(b'{"amount": 0.1, "n": 3}') == {"amount": Decimal("0.1"), "n": 3}


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"{", "el JSON no se entiende en la línea 1, columna 2"),
        (b'{"a": 1, "a": 2}', "la clave «a» está dos veces"),
        (b'{"a": NaN}', "NaN no es una cantidad"),
        (b"[-Infinity]", "-Infinity no es una cantidad"),
        (b"\xff", "no es texto UTF-8"),
        (b"[" * 100_000, "el JSON no se puede leer"),
        (b"1" * 5000, "el JSON no se puede leer"),
    ],
)
def test_what_cannot_be_read_exactly_is_refused(raw: bytes, sentence: str) -> None:
    with pytest.raises(JsonUnreadable) as caught:
        read_exact_json(raw)
    assert str(caught.value) == sentence
