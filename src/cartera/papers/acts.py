"""Issuing forms: their content frozen at the step that makes them, printed on demand."""

from typing import Any

from cartera.control.workflow.definitions import Act
from cartera.papers.collect import collect
from cartera.papers.models import Paper
from cartera.papers.rendering import content_hash


def issue(codes: tuple[str, ...], subject: Any, act: Act) -> None:
    """Freeze what each form says now. A form of which there is nothing to say is not issued."""
    papers = [
        Paper(
            case_id=act.case_id,
            form=code,
            step=act.step,
            title=title,
            content=content,
            content_hash=content_hash(code, content),
            issued_at=act.at,
            issued_on=act.on,
            issued_by_id=act.actor_id,
        )
        for code in codes
        for title, content in collect(code, subject, act)
    ]
    if papers:
        Paper.objects.bulk_create(papers)
