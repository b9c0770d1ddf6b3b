"""Reads of lines and of the terms that were stored with them."""

import json
from functools import lru_cache

from cartera.credit.lines.rules import Terms


@lru_cache(maxsize=4096)
def stored_terms(text: str) -> Terms:
    """The terms that a statement read as JSON text; the same text is read once, not each time."""
    return Terms.from_json(json.loads(text))
