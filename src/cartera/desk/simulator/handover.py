"""A simulation that becomes a request: what was typed is carried to PCI-F01 step 1.

It travels in the session as text, and is read and refused there like anything that is typed.
"""

from typing import Any

from django.http import HttpRequest

from cartera.desk.forms.form import Form
from cartera.desk.simulator.inputs import MOST_DOCUMENTS
from cartera.desk.simulator.simulation import Simulation
from cartera.entrance.visitor import Visitor
from cartera.kernel.money import format_amount

REQUEST = "PCI-F01"
FROM = "simulador"
_KEPT = "cartera.simulated_request"


def keep(request: HttpRequest, form: Form, simulation: Simulation, visitor: Visitor) -> None:
    """Remember the simulation for the request that follows it."""
    documents = next(asked for asked in form.fields if asked.name == "documents")
    names = [column.name for column in documents.columns]
    request.session[_KEPT] = {
        "client": form.text_of("client"),
        "amount": format_amount(simulation.face, visitor.house.locale),
        "term_days": str(simulation.first.days),
        "documents": [
            {name: row.get(name, "") for name in names} | {"kind": "quedan"}
            for row in form.rows_of(documents)[:MOST_DOCUMENTS]
        ],
    }


def preset_from(request: HttpRequest, code: str) -> dict[str, Any]:
    """What the request's form is filled with, where the simulator sent him there."""
    if code != REQUEST or request.GET.get("de") != FROM:
        return {}
    kept = request.session.get(_KEPT)
    return kept if isinstance(kept, dict) else {}
