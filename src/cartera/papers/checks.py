"""Checks of the printed forms: what was frozen is what its hash says."""

from collections.abc import Iterator

from cartera.kernel.checks import Check, Finding
from cartera.kernel.text import gettext_noop as _
from cartera.papers.models import Paper
from cartera.papers.rendering import content_hash


def contents() -> Iterator[Finding]:
    """Papers whose content is not the one that was hashed when they were issued."""
    rows = Paper.objects.order_by("id").values_list("id", "form", "content", "content_hash")
    for number, form, content, kept in rows.iterator(chunk_size=1000):
        found = content_hash(form, content)
        if found != kept:
            yield Finding(f"{form} {number}", found[:12], kept[:12])


CHECKS = (
    Check(
        "papers_say_what_was_issued",
        _("El contenido de cada formato es el que se emitió"),
        find=contents,
    ),
)
