"""From an issued paper to its PDF, and from an assignment to its statement as of any day."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation

from cartera.company.models import Company
from cartera.company.selectors import company
from cartera.control.workflow.models import Case
from cartera.credit.assignments.models import Assignment
from cartera.credit.payments.models import PaymentDay
from cartera.kernel.clock import now
from cartera.papers.collect.statement import statement
from cartera.papers.forms import form_22
from cartera.papers.frames import Frame, Signature
from cartera.papers.models import Paper
from cartera.papers.rendering import content_hash, page_images, render
from cartera.papers.signatures import signatures_of

ADDRESS_SETTING = "CARTERA_VERIFY_URL"


def print_paper(paper: Paper) -> bytes:
    """The PDF of an issued paper, with the signatures given up to now.

    The same bytes each time until somebody signs or what it waits for happens. Refuses a content
    that no longer gives its hash, and what `render` refuses. Five queries.
    """
    return render(paper.form, paper.content, frame=frame_of(paper))


def paper_images(paper: Paper, dots_per_inch: int = 72) -> list[bytes]:
    """Its pages as PNG. Refuses what `print_paper` refuses."""
    frame = frame_of(paper)
    return page_images(paper.form, paper.content, frame=frame, dots_per_inch=dots_per_inch)


def print_statement(assignment: Assignment, as_of: date, known_on: date | None = None) -> bytes:
    """FORM-22 as of any day, drawn up now and not kept: it bears no number and no signature.

    With `known_on`, as it would have been printed that day. Refuses an assignment that was not
    disbursed by then.
    """
    with translation.override(settings.LANGUAGE_CODE):  # a paper is Spanish, whoever prints it
        payload, house = statement(assignment, as_of, known_on), company()
    print_of = content_hash(form_22.CODE, payload)
    frame = _frame(house, form_22.CODE, "", now(), (), print_of, {})
    return render(form_22.CODE, payload, frame=frame)


def frame_of(paper: Paper) -> Frame:
    """What surrounds the paper's content today."""
    number, signed = f"{paper.pk:06}", signatures_of(paper)
    later = _known_later(paper)
    house = company()
    return _frame(house, paper.form, number, paper.issued_at, signed, paper.content_hash, later)


def _frame(
    house: Company,
    code: str,
    number: str,
    issued_at: datetime,
    signatures: tuple[Signature, ...],
    print_of: str,
    later: dict[str, str],
) -> Frame:
    return Frame(
        company_name=house.name,
        place=house.place,
        currency=house.currency,
        locale=house.locale,
        code=code,
        number=number,
        issued_at=issued_at.astimezone(ZoneInfo(house.timezone)),
        signatures=signatures,
        content_hash=print_of,
        verify_url=getattr(settings, ADDRESS_SETTING, ""),
        logo=bytes(house.logo) if house.logo else None,
        training=house.is_training,
        later=later,
    )


def _known_later(paper: Paper) -> dict[str, str]:
    """What the paper could not know when it was issued: the number or the day it waited for."""
    if paper.form in ("FORM-04", "FORM-05", "FORM-06"):
        return _of_assignment(paper)
    if paper.form == "FORM-20" and not paper.content["number"]:
        return _of_entry(paper.case)
    return {}


def _of_assignment(paper: Paper) -> dict[str, str]:
    assignment = Assignment.objects.filter(case_id=paper.case_id).first()
    if assignment is None or assignment.number is None:
        return {}
    if paper.form != "FORM-04":
        return {"assignment": str(assignment.number)}
    return {"due_on": assignment.matures_on.isoformat()} if assignment.matures_on else {}


def _of_entry(case: Case) -> dict[str, str]:
    day = PaymentDay.objects.filter(case=case).select_related("entry").first()
    if day is None or day.entry is None:
        return {}
    return {"number": str(day.entry.number), "posted_on": day.entry.effective_on.isoformat()}
