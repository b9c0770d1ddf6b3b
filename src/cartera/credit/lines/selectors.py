"""Reads of lines and of the terms that were stored with them."""

import json
from dataclasses import replace
from datetime import date
from functools import lru_cache

from cartera.company.selectors import taxed_concepts
from cartera.credit.lines.models import Line
from cartera.credit.lines.rules import VAT_CONCEPTS, Terms


@lru_cache(maxsize=4096)
def stored_terms(text: str) -> Terms:
    """The terms that a statement read as JSON text; the same text is read once, not each time."""
    return Terms.from_json(json.loads(text))


def is_in_force(line: Line, on: date) -> bool:
    """Whether the line takes new operations on `on`: within its term, not replaced by another."""
    return line.state == Line.State.ACTIVE and line.from_on <= on <= line.expires_on


def terms_in_force(line: Line, on: date) -> Terms:
    """The line's terms for an operation prepared on `on`: IVA by the company's dates."""
    terms = Terms.from_json(line.terms)
    taxed = taxed_concepts(on)
    if not taxed:
        return terms
    carrying = {c for c in VAT_CONCEPTS if taxed.get(c, c in terms.vat_on)}
    return replace(terms, vat_on=frozenset(carrying))
