"""Links to pages and lists, to those only that are there; a client's code never leads elsewhere."""

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, get_script_prefix, reverse

# A page of figures asks for hundreds of addresses, and half its time went into this.
_MOST_KEPT = 8192


def page_address(route: str, *named: Any, **query: Any) -> str:
    """The address of a page or of a filtered list; nothing where there is no such page."""
    address = _address(get_script_prefix(), route, *map(str, named))
    asked = {name: value for name, value in query.items() if value not in (None, "")}
    return f"{address}?{urlencode(asked)}" if asked and address else address


@lru_cache(_MOST_KEPT)
def _address(_prefix: str, route: str, *named: str) -> str:
    try:
        return reverse(f"desk:{route}", args=named)
    except NoReverseMatch:
        return ""
