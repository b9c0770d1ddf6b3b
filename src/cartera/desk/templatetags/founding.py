"""What the pages of the founding need to read."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def at(sentences: Mapping[str, str], field: str) -> str:
    """What is said at a field whose name is made of parts."""
    return sentences.get(field, "")
