"""The guide inside the program: its pages, one's own roles first."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cartera.control.workflow.registry import procedures
from cartera.desk.access import page
from cartera.desk.guide.reading import drawn, guide_pages
from cartera.entrance.routes import Who
from cartera.entrance.visitor import Visitor
from cartera.kernel.text import gettext_noop as _


@page("guia/", Who.SIGNED_IN, _("Guía de uso"))
def guide(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The contents: what everybody reads, what is the visitor's, what is the others'."""
    pages = guide_pages().values()
    shown = {
        "visitor": visitor,
        "common": [page for page in pages if not page.role],
        "own": [page for page in pages if page.role in visitor.roles],
        "others": [page for page in pages if page.role and page.role not in visitor.roles],
    }
    return render(request, "desk/guide/contents.html", shown)


@page("guia/<slug:slug>/", Who.SIGNED_IN, _("Una página de la guía"))
def guide_page(request: HttpRequest, visitor: Visitor, slug: str) -> HttpResponse:
    """One page, with the steps of its role as the procedures have them now."""
    found = guide_pages().get(slug)
    if found is None:
        raise Http404
    steps = [
        (procedure, step)
        for procedure in procedures()
        for step in procedure.steps
        if found.role and found.role in step.roles
    ]
    shown = {"visitor": visitor, "guide": found, "text": drawn(found), "steps": steps}
    return render(request, "desk/guide/page.html", shown)
