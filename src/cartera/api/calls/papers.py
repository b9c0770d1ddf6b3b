"""Printed forms: what they say, and as they are printed."""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Schema

from cartera.api.site import Caller, Id, call, deny, row_of
from cartera.entrance.refusals import NotYourCase
from cartera.entrance.routes import Who
from cartera.kernel.text import gettext_noop as _
from cartera.papers.models import Paper
from cartera.papers.printing import print_paper
from cartera.papers.registry import CLIENT_FORMS

TAG = _("Formatos")


class PaperDetail(Schema):
    """A form as it was issued. `hash` is what its QR shows."""

    id: int
    form: str
    title: str
    case: int
    step: int
    issued_at: datetime
    issued_on: date
    hash: str
    content: dict[str, Any]


@call(
    "GET", "/papers/{paper_id}", row_of("paper", "GET", Who.PARTY, _("Un formato"), of="paper"),
    answers=PaperDetail, tag=TAG,
    about=_("Lo que dice, congelado el día en que se emitió."),
)  # fmt: skip
def paper(request: HttpRequest, paper_id: Id) -> PaperDetail:
    """One paper."""
    found = _found(request, paper_id)
    return PaperDetail(
        id=found.pk,
        form=found.form,
        title=found.title,
        case=found.case_id,
        step=found.step,
        issued_at=found.issued_at,
        issued_on=found.issued_on,
        hash=found.content_hash,
        content=found.content,
    )


@call(
    "GET", "/papers/{paper_id}/pdf",
    row_of("paper_pdf", "GET", Who.PARTY, _("Un formato impreso"), of="paper"),
    answers=None, tag=TAG,
    told={"responses": {200: {"content": {
        "application/pdf": {"schema": {"type": "string", "format": "binary"}}
    }}}},
    about=_("El formato como se imprime, con las firmas hasta hoy."),
)  # fmt: skip
def pdf(request: HttpRequest, paper_id: Id) -> HttpResponse:
    """One paper, printed."""
    found = _found(request, paper_id)
    response = HttpResponse(print_paper(found), content_type="application/pdf")
    name = f"{found.form}-{found.case_id}-{found.pk}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _found(request: Any, paper_id: int) -> Paper:
    caller: Caller = request.auth
    found = Paper.objects.filter(pk=paper_id).first()
    if found is None:
        raise Http404
    if not caller.is_staff and found.form not in CLIENT_FORMS:
        raise deny(caller, NotYourCase())
    return found
