"""Cases found, and the papers that hang on them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from cartera.desk.access import denied, page
from cartera.entrance.casework import name_of_form
from cartera.entrance.refusals import NotYourCase
from cartera.entrance.routes import Who, record_denial
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import said
from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _
from cartera.papers.models import Paper
from cartera.papers.printing import print_paper
from cartera.papers.registry import CLIENT_FORMS


@page("formatos/<int:paper_id>/", Who.PARTY, _("Ver e imprimir un formato"), of="paper")
def paper(request: HttpRequest, visitor: Visitor, paper_id: int) -> HttpResponse:
    """A printed form, in the browser or to keep."""
    found = Paper.objects.filter(pk=paper_id).first()
    if found is None:
        raise Http404
    if not visitor.is_staff and found.form not in CLIENT_FORMS:
        refusal = NotYourCase()
        record_denial(visitor, refusal)
        return denied(request, visitor, refusal)
    try:
        pdf = print_paper(found)
    except Refusal as refusal:
        shown = {"visitor": visitor, "why": said(refusal), "name": name_of_form(found.form)}
        return render(request, "desk/shell/not_printed.html", shown, status=503)
    response = HttpResponse(pdf, content_type="application/pdf")
    keeps = "guardar" in request.GET
    name = f"{found.form}-{found.case_id}-{found.pk}.pdf"
    response["Content-Disposition"] = content_disposition_header(keeps, name) or "inline"
    return response
