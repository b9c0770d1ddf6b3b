"""Links to pages and lists, to those only that are there; a client's code never leads elsewhere."""

from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse


def page_address(route: str, *named: Any, **query: Any) -> str:
    """The address of a page or of a filtered list; nothing where there is no such page."""
    try:
        address = reverse(f"desk:{route}", args=named)
    except NoReverseMatch:
        return ""
    asked = {name: value for name, value in query.items() if value not in (None, "")}
    return f"{address}?{urlencode(asked)}" if asked else address
