"""Issuing forms: their content frozen at the step that makes them, printed on demand."""

from typing import Any

from cartera.control.workflow.definitions import Act
from cartera.papers.collect import collect
from cartera.papers.models import Paper
from cartera.papers.rendering import content_hash


def issue(codes: tuple[str, ...], subject: Any, act: Act) -> None:
    """Freeze what each form says now. A form of which there is nothing to say is not issued.

    One statement writes them all. Refuses (FiguresDoNotAdd) what could never be printed.
    """
    papers = [
        Paper(
            case_id=act.case_id,
            form=made.code,
            step=act.step,
            title=made.title,
            content=made.content,
            content_hash=content_hash(made.code, made.content),
            issued_at=act.at,
            issued_on=act.on,
            issued_by_id=act.actor_id,
        )
        for made in collect(codes, subject, act)
    ]
    if papers:
        Paper.objects.bulk_create(papers)
