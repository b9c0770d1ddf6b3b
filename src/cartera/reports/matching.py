"""Which rows a typed text means: a number, a reference, words of a name."""

import re

from cartera.kernel.search import number_key
from cartera.reports.listing import Condition
from cartera.reports.words import WORDS, words_query

LARGEST = 2**31 - 1
NONE = Condition("FALSE")

# The figures that a number ends in, without the zeros before them: indexed as it stands here.
TAIL = "ltrim(substring({column} from '[0-9]+$'), '0') COLLATE \"C\""


def whole(text: str) -> int | None:
    """The whole number that was typed, and nothing else but it."""
    digits = text.strip().lstrip("0") or "0"
    if not digits.isascii() or not digits.isdigit() or len(digits) > 10:
        return None
    return int(digits) if int(digits) <= LARGEST else None


def begins(typed: str) -> str:
    """The LIKE pattern of what begins with letters and figures that were typed."""
    return f"{typed}%"


def by_number(key: str, text: str) -> Condition:
    """A document's or cheque's number however typed; `key` is its column of `number_key`s.

    What is meant begins as the whole that was typed, or its last figures do, whatever zeros stand
    before them: 'Q-2587', '2587' and 'q 02587' mean the same.
    """
    typed = number_key(text)
    if not typed:
        return NONE
    told = Condition(f"{key} LIKE %s", (begins(typed),))
    ended = by_tail(key, key, text)
    if ended is NONE:
        return told
    return Condition(f"{told.sql} OR {ended.sql}", (*told.values, *ended.values))


def by_tail(column: str, key: str, text: str) -> Condition:
    """A number by the figures it ends in; letters that were typed before them must stand there.

    Nothing is meant by a text that does not end in figures.
    """
    typed = number_key(text)
    runs = re.findall(r"[0-9]+|[A-Z]+", typed)
    if not runs or not runs[-1].isdigit() or not runs[-1].strip("0"):
        return NONE
    ended = Condition(f"{TAIL.format(column=column)} LIKE %s", (begins(runs[-1].lstrip("0")),))
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
    named = by_words(f"{table}.search_name", text)
    digits = "".join(letter for letter in text if letter.isascii() and letter.isdigit())
    told = [f"{table}.code ILIKE %s", named.sql]
    values: list[str] = [_literal(text), *named.values]
    if len(digits) >= 4:
        told.append(f"{TAX_DIGITS.format(table=table)} LIKE %s")
        values.append(begins(digits))
    return Condition(" OR ".join(told), tuple(values))


TAX_DIGITS = "regexp_replace({table}.tax_id, '[^0-9]', '', 'g') COLLATE \"C\""


def _literal(text: str) -> str:
    """The text for LIKE, where `%` and `_` mean themselves."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
