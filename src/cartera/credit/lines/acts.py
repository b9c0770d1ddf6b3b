"""Opening a client's line: proposed by the executive, approved by general management (INT-03)."""

from datetime import date
from typing import Annotated, Any

from cartera.control.workflow.definitions import Act
from cartera.control.workflow.inputs import Amount, Label, Note, Text
from cartera.credit.lines.models import Line
from cartera.credit.lines.rules import Terms
from cartera.credit.parties.selectors import active_client
from cartera.kernel.text import gettext_noop as _


def propose_line(
    line: Line | None,
    act: Act,
    *,
    client: Annotated[Text, Label(_("Cliente"), options="clients")],
    amount_approved: Annotated[Amount, Label(_("Monto de la línea"))],
    from_on: Annotated[date, Label(_("Desde"))],
    expires_on: Annotated[date, Label(_("Vence"))],
    max_term_days: Annotated[int, Label(_("Plazo máximo en días"))] = 120,
    segment: Annotated[str, Label(_("Segmento"), _("Para la tasa máxima legal"))] = "",
    terms: Annotated[dict[str, Any], Label(_("Condiciones"), widget="terms")] = {},  # noqa: B006 (pydantic copies it)
) -> None:
    """Propose a line and its terms; what `terms` leaves out has its default (INT-03 step 1)."""
    line = line or Line(case_id=act.case_id)
    line.client = active_client(client)
    line.amount_approved = amount_approved
    line.from_on, line.expires_on = from_on, expires_on
    line.max_term_days, line.segment = max_term_days, segment
    line.terms = Terms.from_json(terms).to_json()
    line.save()


def approve_line(
    line: Line, act: Act, *, remarks: Annotated[Note, Label(_("Observaciones"))] = ""
) -> None:
    """Approve the line; it takes the place of the client's earlier one (INT-03 step 2)."""
    Line.objects.filter(client_id=line.client_id, state="active").update(state="closed")
    Line.objects.filter(pk=line.pk).update(state="active")


def reject_line(line: Line, act: Act, reason: str) -> None:
    """Turn the proposed line down."""
    Line.objects.filter(pk=line.pk).update(state="rejected")


def content_of_line(line: Line) -> dict[str, Any]:
    """What general management signs."""
    return {
        "client": line.client_id,
        "amount": f"{line.amount_approved:.2f}",
        "from": line.from_on.isoformat(),
        "expires": line.expires_on.isoformat(),
        "max_term_days": line.max_term_days,
        "segment": line.segment,
        "terms": line.terms,
    }
