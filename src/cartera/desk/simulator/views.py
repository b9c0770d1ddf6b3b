"""The simulator: what an operation would cost, without asking for it; and then asking for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from pydantic import ValidationError

from cartera.control.workflow.inputs import check_printable, invalid
from cartera.desk.access import page
from cartera.desk.forms.fields import fields_of_model
from cartera.desk.forms.form import Bound, Form
from cartera.desk.forms.marks import mark_sums
from cartera.desk.forms.offers import options_of
from cartera.desk.forms.stepform import Posted, read_posted
from cartera.desk.simulator.handover import FROM, REQUEST, keep
from cartera.desk.simulator.inputs import Asked
from cartera.desk.simulator.sheet import MEDIA_TYPE, book_of
from cartera.desk.simulator.simulation import Simulation, simulate
from cartera.entrance.routes import BOTH, Who
from cartera.entrance.visitor import Visitor
from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _

FIELDS = fields_of_model(Asked)


@page("simulador/", Who.SIGNED_IN, _("Simular una operación"), methods=BOTH)
def simulator(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Simulate an operation, compare conditions, take it to Excel, or ask for it."""
    form = _blank(request, visitor)
    if request.method != "POST":
        return _page(request, visitor, form, None)
    posted = read_posted(request, form, visitor)
    if posted.asks in ("read", "more"):
        return _page(request, visitor, form, None)
    simulation = _simulated(posted, visitor)
    if posted.asks == "peek":
        shown = {"visitor": visitor, "simulation": simulation, "fields": _drawn(form, visitor)}
        return render(request, "desk/simulator/peek.html", shown | _may(visitor))
    if simulation is None:
        return _page(request, visitor, form, None, status=422)
    if posted.asks == "xlsx":
        return _book(simulation)
    if posted.asks == "request" and _may(visitor)["can_request"]:
        keep(request, form, simulation, visitor)
        address = reverse("desk:opening", kwargs={"code": REQUEST})
        return redirect(f"{address}?{urlencode({'de': FROM})}")
    return _page(request, visitor, form, simulation)


def _blank(request: HttpRequest, visitor: Visitor) -> Form:
    """The form before anybody typed: who speaks for one client need not name it."""
    own = visitor.clients[0].code if len(visitor.clients) == 1 and not visitor.is_staff else ""
    asked = request.GET.get("cliente", "")[:40]
    preset = {"client": own or asked, "starts_on": f"{visitor.standing.on:%d/%m/%Y}"}
    return Form(FIELDS, preset=preset, options=options_of(FIELDS, None, visitor))


def _simulated(posted: Posted, visitor: Visitor) -> Simulation | None:
    """The simulation, or None with what is wrong put in its place."""
    try:
        check_printable(posted.inputs)
        return simulate(Asked.model_validate(dict(posted.inputs)), visitor)
    except ValidationError as error:
        posted.form.take(invalid(error))
    except Refusal as refusal:
        posted.form.take(refusal)
    return None


def _page(
    request: HttpRequest,
    visitor: Visitor,
    form: Form,
    simulation: Simulation | None,
    status: int = 200,
) -> HttpResponse:
    shown = {
        "visitor": visitor,
        "form": form,
        "fields": _drawn(form, visitor),
        "simulation": simulation,
        "peeks": not form.is_long,
    }
    template = "desk/simulator/simulator.html"
    return render(request, template, shown | _may(visitor), status=status)


def _drawn(form: Form, visitor: Visitor) -> list[Bound]:
    mark_sums(form, visitor)
    return form.bound()


def _may(visitor: Visitor) -> dict[str, bool]:
    """Whether he may ask for what he simulated."""
    return {"can_request": any(one.code == REQUEST for one in visitor.can_open)}


def _book(simulation: Simulation) -> HttpResponse:
    name = f"simulacion-{simulation.starts_on:%Y-%m-%d}.xlsx"
    answer = HttpResponse(book_of(simulation), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer
