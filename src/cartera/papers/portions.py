"""A long paper in portions: its rows are cut where its pages end, so that memory stays bounded.

Typesetting takes about 110 KB of memory a row; a paper of more than ROWS_A_PORTION rows is laid out
portion by portion and joined. A portion is a payload with some of the rows; groups that began
in an earlier portion are marked, as are those that go on in the next one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

ROWS_A_PORTION = 500


@dataclass(frozen=True)
class Portion:
    """Rows `start` to `end` (exclusive) of a paper, and where its pages fall among all."""

    start: int
    end: int
    first: bool
    last: bool
    pages_before: int = 0
    pages_in_all: int = 0


def numbered(plan: Sequence[Portion], pages: Sequence[int]) -> list[Portion]:
    """The portions with their places among all pages, when each has so many pages."""
    before = list(accumulate(pages, initial=0))
    return [
        replace(one, pages_before=before[n], pages_in_all=before[-1]) for n, one in enumerate(plan)
    ]


def count_rows(payload: Mapping[str, Any], path: Sequence[str]) -> int:
    """How many rows the paper's long list has."""
    if not path:
        return 0
    items = payload[path[0]]
    if len(path) == 1:
        return len(items)
    return sum(count_rows(item, path[1:]) for item in items)


def payload_of(payload: Mapping[str, Any], path: Sequence[str], portion: Portion) -> dict[str, Any]:
    """The payload with the portion's rows only.

    Each group that is there gets `_opens` and `_closes`: whether it begins and ends here.
    """
    name, *rest = path
    if not rest:
        return {**payload, name: payload[name][portion.start : portion.end]}
    groups, before = [], 0
    for group in payload[name]:
        size = len(group[rest[0]])
        start, end = max(portion.start - before, 0), min(portion.end - before, size)
        empty = size == 0 and (portion.start <= before < portion.end or portion.last)
        if start < end or empty:
            marks = {"_opens": start == 0, "_closes": end == size}
            groups.append({**group, rest[0]: group[rest[0]][start:end], **marks})
        before += size
    return {**payload, name: groups}
