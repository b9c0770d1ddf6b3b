"""The blocks of a client's page."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Q

from cartera.control.audit.models import Event
from cartera.control.workflow.models import Case
from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.claims.selectors import open_claims
from cartera.credit.lines.models import Line
from cartera.credit.parties.models import Client
from cartera.credit.payments.models import Payment
from cartera.credit.payments.statements import Statement, statements_of
from cartera.credit.settlements.models import Settlement
from cartera.desk.look.states import tone_of
from cartera.desk.parties.blocks import Block, Cell, column, total_of
from cartera.desk.shell.addresses import page_address
from cartera.entrance.casework import Happening, told
from cartera.entrance.visitor import Visitor
from cartera.kernel.money import ZERO
from cartera.kernel.search import by_name
from cartera.kernel.text import gettext_noop as _
from cartera.papers.models import Paper
from cartera.papers.registry import CLIENT_FORMS
from cartera.recovery.third_party.selectors import held_of_client
from cartera.reports.figures.asking import AsOf
from cartera.reports.figures.of_client import documents_by_state
from cartera.reports.listing import Kind

SHOWN = 25
LATEST = 25

_ASSIGNMENTS = (
    column("number", _("Cesión")),
    column("state", _("Estado"), Kind.CHIP),
    column("disbursed_on", _("Inicio"), Kind.DAY),
    column("matures_on", _("Vence"), Kind.DAY),
    column("days_late", _("Días en mora"), Kind.TEXT),
    column("capital", _("Capital"), Kind.AMOUNT),
    column("interest", _("Intereses, cargos e IVA"), Kind.AMOUNT),
    column("total", _("Lo que se debe"), Kind.AMOUNT),
)
_DOCUMENTS = (
    column("state", _("Estado"), Kind.CHIP),
    column("documents", _("Documentos"), Kind.WHOLE),
    column("face", _("Valor"), Kind.AMOUNT),
    column("advanced", _("Financiado"), Kind.AMOUNT),
    column("left_over", _("Por cobrar"), Kind.AMOUNT),
    column("past_due", _("Vencidos"), Kind.WHOLE),
)
_CLAIMS = (
    column("claimed_on", _("Fecha"), Kind.DAY),
    column("kind", _("Clase")),
    column("reason", _("Motivo")),
    column("amount", _("Monto"), Kind.AMOUNT),
    column("balance", _("Pendiente"), Kind.AMOUNT),
)
_VALUES = (
    column("number", _("Documento")),
    column("debtor", _("Deudor")),
    column("collected_on", _("Cobrado el"), Kind.DAY),
    column("state", _("Estado"), Kind.CHIP),
    column("retained_for", _("Motivo de la retención")),
    column("collected", _("Cobrado"), Kind.AMOUNT),
)
_PAYMENTS = (
    column("received_on", _("Recibido"), Kind.DAY),
    column("value_on", _("Fecha valor"), Kind.DAY),
    column("assignment", _("Cesión")),
    column("document", _("Documento")),
    column("what", _("Abono")),
    column("state", _("Estado"), Kind.CHIP),
    column("amount", _("Monto"), Kind.AMOUNT),
)
_SETTLEMENTS = (
    column("assignment", _("Cesión")),
    column("settled_on", _("Fecha"), Kind.DAY),
    column("state", _("Estado"), Kind.CHIP),
    column("collected", _("Cobrado"), Kind.AMOUNT),
    column("amount_to_return", _("Devuelto"), Kind.AMOUNT),
    column("paid_on", _("Abonada el"), Kind.DAY),
)
_LINES = (
    column("line", _("Línea")),
    column("state", _("Estado"), Kind.CHIP),
    column("from_on", _("Desde"), Kind.DAY),
    column("expires_on", _("Vence"), Kind.DAY),
    column("term", _("Plazo máximo, días")),
    column("approved", _("Aprobado"), Kind.AMOUNT),
)
_PAPERS = (
    column("form", _("Formato")),
    column("title", _("Detalle")),
    column("issued_on", _("Emitido"), Kind.DAY),
)
_CASES = (
    column("case", _("Caso")),
    column("title", _("De qué trata")),
    column("opened_on", _("Abierto"), Kind.DAY),
    column("state", _("Estado"), Kind.CHIP),
)


def assignments_block(client: Client, asked: AsOf) -> Block:
    """What was lent and not yet settled on the day, with what would pay each off. Three queries."""
    found = Assignment.objects.filter(client=client, disbursed_on__lte=asked.day)
    found = found.filter(Q(settled_on__isnull=True) | Q(settled_on__gt=asked.day))
    held = list(found.order_by("matures_on", "number")[: SHOWN + 1])
    statements = statements_of(held[:SHOWN], asked.day, asked.day)
    rows = [tuple(_assignment_row(one, asked)) for one in statements]
    is_cut = len(held) > SHOWN
    return Block(
        "cesiones",
        _("Cesiones vigentes"),
        _ASSIGNMENTS,
        rows,
        () if is_cut else total_of(_ASSIGNMENTS, rows),
        more=page_address("assignments", client=client.code, state="live"),
        note=_("Se muestran las primeras veinticinco, por vencimiento.") if is_cut else "",
        empty=_("A ese día no tiene cesiones por pagar."),
    )


def _assignment_row(found: Statement, asked: AsOf) -> Iterator[object]:
    one, owed = found.assignment, found.owed
    late = max((asked.day - one.matures_on).days, 0) if one.matures_on else 0
    due = ZERO if owed is None else owed.total - owed.capital
    yield Cell(f"{one.number}", page_address("assignment", one.number))
    yield _standing(found, late)
    yield one.disbursed_on
    yield one.matures_on
    yield late if late and owed is not None and owed.total > 0 else None
    yield ZERO if owed is None else owed.capital
    yield due
    yield ZERO if owed is None else owed.total


def _standing(found: Statement, late: int) -> Cell:
    """Where it stands on the day by its figures: what a state of today says nothing of."""
    owed = found.owed
    if owed is None or owed.total <= 0:
        return Cell(_("cubierta"), tone="good")
    return Cell(_("en mora"), tone="bad") if late else Cell(_("al día"))


def documents_block(client: Client, visitor: Visitor) -> Block:
    """The client's documents by state, as they stand today."""
    labels = dict(AssignedDocument.State.choices)
    rows = [
        (
            Cell(
                str(labels[row.state]),
                page_address("documents", client=client.code, state=row.state),
                tone_of(row.state),
            ),
            row.documents,
            row.face,
            row.advanced,
            row.left_over,
            row.past_due,
        )
        for row in documents_by_state(client.pk, visitor.standing.on)
    ]
    return Block(
        "documentos",
        _("Documentos por estado, hoy"),
        _DOCUMENTS,
        rows,
        total_of(_DOCUMENTS, rows),
        more=page_address("documents", client=client.code),
        empty=_("Todavía no ha cedido documentos."),
    )


def claims_of(client: Client) -> list[Any]:
    """What the client owes outside his assignments, each with its balance. One query."""
    return list(open_claims(client.pk))


def claims_block(client: Client, found: Sequence[Any]) -> Block:
    """What the client owes outside his assignments and has not been withheld."""
    is_cut = len(found) > SHOWN
    rows = [
        (one.claimed_on, one.get_kind_display(), one.reason, one.amount, one.balance)
        for one in found[:SHOWN]
    ]
    return Block(
        "cargos",
        _("Cargos pendientes"),
        _CLAIMS,
        rows,
        () if is_cut else total_of(_CLAIMS, rows),
        more=page_address("claims", client=client.code),
        note=_("Se muestran los primeros veinticinco.") if is_cut else "",
        empty=_("No debe nada fuera de sus cesiones."),
    )


def values_block(client: Client, visitor: Visitor) -> Block:
    """What the house has of his that is no assignment's: to be paid, retained. One query.

    Why it is retained is told to the house alone.
    """
    found = list(held_of_client(client.pk)[: SHOWN + 1])
    rows = [
        (
            Cell(one.number, page_address("case", one.case_id)),
            one.debtor.name,
            one.collected_on,
            Cell(one.get_state_display(), tone=tone_of(one.state)),
            one.retained_for if visitor.is_staff else "",
            one.collected,
        )
        for one in found[:SHOWN]
    ]
    is_cut = len(found) > SHOWN
    return Block(
        "ajenos",
        _("Valores ajenos que se le deben"),
        _VALUES,
        rows,
        () if is_cut else total_of(_VALUES, rows),
        more=page_address("values", client=client.code) if visitor.is_staff else "",
        note=_("Cobrado con un mismo cheque por documentos que no cedió; es dinero suyo."),
    )


def payments_block(client: Client) -> Block:
    """The last payments received for his assignments."""
    found = Payment.objects.filter(assignment__client=client).order_by("-id")
    rows = [
        (
            one.received_on,
            one.value_on,
            _cell_of(one.assignment),
            one.document.number if one.document else None,
            f"{str(one.get_kind_display()).capitalize()} {one.bank} {one.reference}".strip(),
            Cell(one.get_state_display(), tone=tone_of(one.state)),
            one.amount,
        )
        for one in found.select_related("assignment", "document")[:LATEST]
    ]
    return Block(
        "abonos",
        _("Últimos abonos"),
        _PAYMENTS,
        rows,
        more=page_address("payments", client=client.code),
        empty=_("Todavía no se ha recibido ningún abono de sus cesiones."),
    )


def _cell_of(assignment: Assignment | None) -> Cell:
    if assignment is None:
        return Cell("")
    return Cell(f"{assignment.number}", page_address("assignment", assignment.number))


def settlements_block(client: Client) -> Block:
    """The last settlements of his assignments."""
    found = Settlement.objects.filter(assignment__client=client).exclude(state="void")
    rows = [
        (
            Cell(f"{one.assignment.number}", page_address("assignment", one.assignment.number)),
            one.settled_on,
            Cell(one.get_state_display(), tone=tone_of(one.state)),
            one.collected,
            one.amount_to_return,
            one.paid_on,
        )
        for one in found.select_related("assignment").order_by("-id")[:LATEST]
    ]
    return Block(
        "liquidaciones",
        _("Últimas liquidaciones"),
        _SETTLEMENTS,
        rows,
        empty=_("Todavía no se ha liquidado ninguna cesión."),
    )


def lines_block(client: Client) -> Block:
    """His lines, the one in force first."""
    found = Line.objects.filter(client=client).exclude(state="rejected").order_by("-id")
    rows = [
        (
            Cell(f"{one.pk}", page_address("line", one.pk)),
            Cell(one.get_state_display(), tone=tone_of(one.state)),
            one.from_on,
            one.expires_on,
            one.max_term_days,
            one.amount_approved,
        )
        for one in found[:LATEST]
    ]
    return Block(
        "lineas",
        _("Líneas"),
        _LINES,
        rows,
        empty=_("Todavía no tiene línea: propóngala para que pueda pedir desembolsos."),
    )


def papers_block(client: Client, visitor: Visitor) -> Block:
    """The last papers of his cases; a client sees those that are meant for him."""
    found = Paper.objects.filter(case__client_code=client.code)
    if not visitor.is_staff:
        found = found.filter(form__in=CLIENT_FORMS)
    rows = [
        (Cell(form, page_address("paper", pk)), title, issued_on)
        for pk, form, title, issued_on in found.order_by("-id").values_list(
            "pk", "form", "title", "issued_on"
        )[:LATEST]
    ]
    return Block(
        "formatos",
        _("Últimos formatos"),
        _PAPERS,
        rows,
        more=page_address("papers", client=client.code),
        empty=_("Todavía no se ha impreso ningún formato."),
    )


def cases_block(client: Client) -> Block:
    """The last cases that are about him."""
    rows = [
        (
            Cell(str(one), page_address("case", one.pk)),
            one.title,
            one.opened_on,
            Cell(one.get_state_display(), tone=tone_of(one.state)),
        )
        for one in Case.objects.filter(client_code=client.code).order_by("-id")[:LATEST]
    ]
    return Block(
        "casos",
        _("Últimos casos"),
        _CASES,
        rows,
        more=page_address("cases", client=client.code),
        empty=_("Todavía no hay casos de este cliente."),
    )


def history_of(client: Client) -> list[Happening]:
    """The last things done in his cases, the newest first, from the audit chain. One query."""
    cases = Case.objects.filter(client_code=client.code).values("pk")
    found = Event.objects.filter(case_id__in=cases).select_related("actor", "on_behalf_of")
    return told(found.order_by("-seq")[:LATEST])


def owed_in_claims(found: Sequence[Any]) -> Decimal:
    """What the client owes outside his assignments, all of it."""
    return sum((one.balance for one in found), ZERO)


def representatives_of(client: Client) -> list[str]:
    """The names of who signs in for the client. One query."""
    names = client.representatives.values_list("user__full_name", flat=True)
    return sorted(names, key=by_name)
