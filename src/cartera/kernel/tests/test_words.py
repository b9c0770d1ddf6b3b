"""Amounts in Spanish words."""

from decimal import Decimal

import pytest

from cartera.kernel.money import AmountNotInCents, AmountTooLarge
from cartera.kernel.refusals import Refusal
from cartera.kernel.words import AmountBelowZero, amount_in_words

WRITTEN = """
0.00          | cero 00/100 dólares
0.01          | cero 01/100 dólares
1.00          | un 00/100 dólar
1.50          | un 50/100 dólares
15.00         | quince 00/100 dólares
16.00         | dieciséis 00/100 dólares
21.00         | veintiún 00/100 dólares
22.00         | veintidós 00/100 dólares
30.00         | treinta 00/100 dólares
31.00         | treinta y un 00/100 dólares
99.99         | noventa y nueve 99/100 dólares
100.00        | cien 00/100 dólares
101.00        | ciento un 00/100 dólares
121.00        | ciento veintiún 00/100 dólares
500.00        | quinientos 00/100 dólares
999.00        | novecientos noventa y nueve 00/100 dólares
1000.00       | mil 00/100 dólares
1001.00       | mil un 00/100 dólares
1100.00       | mil cien 00/100 dólares
8898.30       | ocho mil ochocientos noventa y ocho 30/100 dólares
21000.00      | veintiún mil 00/100 dólares
31021.05      | treinta y un mil veintiún 05/100 dólares
100000.00     | cien mil 00/100 dólares
101000.00     | ciento un mil 00/100 dólares
716000.00     | setecientos dieciséis mil 00/100 dólares
1000000.00    | un millón de dólares 00/100
1000000.25    | un millón de dólares 25/100
1000001.00    | un millón un 00/100 dólares
1001000.00    | un millón mil 00/100 dólares
2000000.00    | dos millones de dólares 00/100
21000000.00   | veintiún millones de dólares 00/100
1000000000.00 | mil millones de dólares 00/100
1000000000000 | un billón de dólares 00/100
2000001000000 | dos billones un millón de dólares 00/100
"""


@pytest.mark.parametrize("line", WRITTEN.strip().splitlines())
def test_an_amount_is_written_as_spanish_writes_it(line: str) -> None:
    amount, words = (part.strip() for part in line.split("|"))
    assert amount_in_words(Decimal(amount)) == words


def test_pesos_have_their_own_name() -> None:
    assert amount_in_words(Decimal("21000.00"), "COP") == "veintiún mil 00/100 pesos"
    assert amount_in_words(Decimal("1.00"), "COP") == "un 00/100 peso"


@pytest.mark.parametrize(
    ("amount", "refusal"),
    [
        ("-0.01", AmountBelowZero),
        ("1.005", AmountNotInCents),
        ("100000000000000.00", AmountTooLarge),
    ],
)
def test_an_amount_that_no_cheque_holds_is_refused(amount: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        amount_in_words(Decimal(amount))


def test_a_whole_number_is_not_read_as_cents() -> None:
    with pytest.raises(TypeError):
        amount_in_words(21000)  # type: ignore[arg-type]
