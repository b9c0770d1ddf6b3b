"""Which rows a typed text means: a number, a reference, words of a name."""

import re

from cartera.kernel.search import number_key, search_key
from cartera.reports.listing import Condition
from cartera.reports.words import WORDS, words_query

LARGEST = 2**31 - 1
NONE = Condition("FALSE")

# The last figures of a number as it was written, without the zeros before them, and a reference as
# its letters and figures alone, in capitals. Indexed as they stand here.
TAIL = "ltrim(substring({column} from '([0-9]+)[^0-9]*$'), '0') COLLATE \"C\""
REFERENCE_KEY = "upper(regexp_replace({column}, '[^0-9A-Za-z]', '', 'g')) COLLATE \"C\""


def any_of(*meant: Condition) -> Condition:
    """What one of these means at least; none, where none of them means anything."""
    told = [each for each in meant if each != NONE]
    if not told:
        return NONE
    values = tuple(value for each in told for value in each.values)
    return Condition(" OR ".join(each.sql for each in told), values)


def whole(text: str) -> int | None:
    """The whole number that was typed, and nothing else but it."""
    digits = text.strip().lstrip("0") or "0"
    if not digits.isascii() or not digits.isdigit() or len(digits) > 10:
        return None
    return int(digits) if int(digits) <= LARGEST else None


def begins(typed: str) -> str:
    """The LIKE pattern of what begins with letters and figures that were typed."""
    return f"{typed}%"


def by_number(column: str, key: str, text: str, *, entire: bool = False) -> Condition:
    """A document's or cheque's number however typed; `key` is the SQL of its `number_key`.

    What is meant begins as the whole that was typed, or its last figures do, whatever zeros stand
    before them: 'Q-2587', '2587' and 'q 02587' mean the same. `entire`: it is that, to the end.
    """
    typed = number_key(text)
    if not typed:
        return NONE
    told = _begins(key, typed, entire=entire)
    return any_of(told, _by_tail(column, key, text, entire=entire))


def by_reference(column: str, text: str, *, entire: bool = False) -> Condition:
    """A cheque's or transfer's number however typed."""
    return by_number(column, REFERENCE_KEY.format(column=column), text, entire=entire)


def _begins(column: str, typed: str, *, entire: bool) -> Condition:
    if entire:
        return Condition(f"{column} = %s", (typed,))
    return Condition(f"{column} LIKE %s", (begins(typed),))


def _by_tail(column: str, key: str, text: str, *, entire: bool) -> Condition:
    """A number by its last figures; what else was typed must stand where it was typed."""
    runs = re.findall(r"[0-9]+|[A-Z]+", search_key(text).upper())
    figures = [run.lstrip("0") for run in runs if run.isdigit()]
    if not figures or not figures[-1]:
        return NONE
    ended = _begins(TAIL.format(column=column), figures[-1], entire=entire)
    if len(runs) == 1:
        return ended
    shape = "^" + "".join(f"0*{run.lstrip('0')}" if run.isdigit() else run for run in runs)
    return Condition(f"({ended.sql} AND {key} ~ %s)", (*ended.values, shape))


def by_whole(column: str, text: str) -> Condition:
    """A whole number, exactly."""
    number = whole(text)
    return Condition(f"{column} = %s", (number,)) if number is not None else NONE


def by_words(column: str, text: str) -> Condition:
    """A name that has the typed words, or begins of them, in any order."""
    query = words_query(text)
    return Condition(f"{WORDS.format(column=column)} @@ %s::tsquery", (query,)) if query else NONE


def by_party(table: str, text: str) -> Condition:
    """A client or a debtor: its code, words of its name, or its tax id however typed."""
    digits = "".join(letter for letter in text if letter.isascii() and letter.isdigit())
    taxed = TAX_DIGITS.format(table=table)
    return any_of(
        Condition(f"{table}.code ILIKE %s", (_literal(text),)),
        by_words(f"{table}.search_name", text),
        _begins(taxed, digits, entire=False) if len(digits) >= 4 else NONE,
    )


TAX_DIGITS = "regexp_replace({table}.tax_id, '[^0-9]', '', 'g') COLLATE \"C\""


def _literal(text: str) -> str:
    """The text for LIKE, where `%` and `_` mean themselves."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
