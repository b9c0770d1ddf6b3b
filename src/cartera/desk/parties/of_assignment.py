"""The blocks of an assignment's page: its statement, what it will owe, what became of it."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from cartera.accounting.ledger.models import Entry
from cartera.control.workflow.models import Case
from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.payments.models import Application, Payment, PaymentDay
from cartera.credit.payments.statements import Statement
from cartera.credit.settlements.models import Settlement
from cartera.desk.look.states import tone_of
from cartera.desk.parties.blocks import Block, Cell, column, total_of
from cartera.desk.shell.addresses import page_address
from cartera.entrance.visitor import Visitor
from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _
from cartera.reports.listing import Kind

SHOWN = 300
AHEAD_DAYS = (0, 7, 15, 30, 60)

_MOVEMENTS = (
    column("value_on", _("Fecha valor"), Kind.DAY),
    column("what", _("Movimiento")),
    column("applied_on", _("Aplicado el"), Kind.DAY),
    column("amount", _("Monto"), Kind.AMOUNT),
    column("charges", _("Cargos"), Kind.AMOUNT),
    column("default_interest", _("Interés moratorio"), Kind.AMOUNT),
    column("interest", _("Interés ordinario"), Kind.AMOUNT),
    column("vat", _("IVA"), Kind.AMOUNT),
    column("capital", _("A capital"), Kind.AMOUNT),
    column("balance", _("Saldo"), Kind.AMOUNT),
)
_AHEAD = (
    column("day", _("Si paga el"), Kind.DAY),
    column("capital", _("Capital"), Kind.AMOUNT),
    column("interest", _("Intereses"), Kind.AMOUNT),
    column("charges", _("Cargos e IVA"), Kind.AMOUNT),
    column("total", _("Cancela con"), Kind.AMOUNT),
)
_DOCUMENTS = (
    column("number", _("Número")),
    column("debtor", _("Deudor")),
    column("kind", _("Tipo")),
    column("due_on", _("Fecha de cobro"), Kind.DAY),
    column("state", _("Estado"), Kind.CHIP),
    column("amount", _("Valor"), Kind.AMOUNT),
    column("advanced", _("Financiado"), Kind.AMOUNT),
    column("collected", _("Cobrado"), Kind.AMOUNT),
)
_WAITING = (
    column("received_on", _("Recibido"), Kind.DAY),
    column("value_on", _("Fecha valor"), Kind.DAY),
    column("what", _("Abono")),
    column("state", _("Estado"), Kind.CHIP),
    column("amount", _("Monto"), Kind.AMOUNT),
)
_ENTRIES = (
    column("entry", _("Partida")),
    column("effective_on", _("Fecha"), Kind.DAY),
    column("description", _("Concepto")),
    column("amount", _("Total"), Kind.AMOUNT),
)
_CASES = (
    column("case", _("Caso")),
    column("title", _("De qué trata")),
    column("opened_on", _("Abierto"), Kind.DAY),
    column("state", _("Estado"), Kind.CHIP),
)


def movements_block(found: Statement) -> Block:
    """The disbursement, the charges and the payments that stand, in the order of their dates."""
    rows = [row for _day, _order, row in sorted(_movements(found), key=lambda row: row[:2])]
    return Block(
        "movimientos",
        _("Movimientos"),
        _MOVEMENTS,
        rows,
        _sums(found),
        empty=_("A ese día no tenía movimientos."),
    )


def _movements(found: Statement) -> Iterator[tuple[date, tuple[int, int], tuple[object, ...]]]:
    one = found.assignment
    if found.position is None or one.disbursed_on is None:
        return
    opening = (one.disbursed_on, _("Desembolso"), one.disbursed_on, one.amount_advanced)
    yield one.disbursed_on, (0, 0), (*opening, None, None, None, None, None, one.amount_advanced)
    for charge in found.charges:
        told = (charge.charged_on, _("Cargo por cheque rechazado"), None, charge.amount)
        yield charge.charged_on, (1, charge.pk), (*told, None, None, None, None, None, None)
    for made in found.standing:
        yield made.value_on, (2, made.pk), _applied_row(made)


def _applied_row(made: Application) -> tuple[object, ...]:
    return (
        made.value_on,
        what_of(made.payment),
        made.applied_on,
        made.amount,
        made.charges,
        made.default_interest,
        made.interest,
        made.vat,
        made.capital,
        made.balance,
    )


def _sums(found: Statement) -> tuple[object, ...]:
    """The payments added up; what was lent and charged is not their kind."""
    if not found.standing:
        return ()
    parts = ("amount", "charges", "default_interest", "interest", "vat", "capital")
    sums = [sum((getattr(made, part) for made in found.standing), ZERO) for part in parts]
    return (None, _("Abonos"), None, *sums, found.standing[-1].balance)


def undone_block(found: Statement) -> Block:
    """What was applied and taken back, each beside what took it back."""
    rows = [_applied_row(made) for made in found.undone]
    return Block("deshecho", _("Aplicado y deshecho después"), _MOVEMENTS, rows)


def what_of(payment: Payment) -> str:
    """A payment in words: its kind, bank and number, and the document that it pays."""
    kind = str(payment.get_kind_display()).capitalize()
    paid = f"{kind} {payment.bank} {payment.reference}".strip()
    return f"{paid} · {payment.document.number}" if payment.document else paid


def ahead_block(found: Statement) -> Block:
    """What would pay it off on the day asked for and on some days after it."""
    one = found.assignment
    days = {found.as_of + timedelta(days=ahead) for ahead in AHEAD_DAYS}
    if one.matures_on and one.matures_on > found.as_of:
        days.add(one.matures_on)
    rows = []
    for day in sorted(days):
        owed = found.owed_on(day)
        if owed is not None and owed.total > 0:
            interest = owed.interest + owed.default_interest
            rows.append((day, owed.capital, interest, owed.charges + owed.vat, owed.total))
    return Block("proyeccion", _("Con cuánto se cancela"), _AHEAD, rows)


def running_each_day(found: Statement) -> tuple[Decimal, Decimal]:
    """The ordinary and the default interest that the day after the one asked for adds."""
    today, tomorrow = found.owed, found.owed_on(found.as_of + timedelta(days=1))
    if today is None or tomorrow is None:
        return ZERO, ZERO
    return (
        tomorrow.interest - today.interest,
        tomorrow.default_interest - today.default_interest,
    )


def documents_block(assignment: Assignment, visitor: Visitor) -> Block:
    """Its documents as they stand today; a client is shown no way to a debtor's page."""
    found = AssignedDocument.objects.filter(assignment=assignment).select_related("debtor")
    rows = [
        (
            one.number,
            Cell(one.debtor.name, _debtor_address(one, visitor)),
            one.kind,
            one.due_on,
            Cell(one.get_state_display(), tone=tone_of(one.state)),
            one.amount,
            one.amount_advanced,
            one.amount_collected,
        )
        for one in found.exclude(state="withdrawn").order_by("id")[:SHOWN]
    ]
    return Block("documentos", _("Documentos, hoy"), _DOCUMENTS, rows, total_of(_DOCUMENTS, rows))


def _debtor_address(document: AssignedDocument, visitor: Visitor) -> str:
    return page_address("debtor", document.debtor.code) if visitor.is_staff else ""


def waiting_block(assignment: Assignment) -> Block:
    """Payments that are not applied: received and waiting, returned by the bank, withdrawn."""
    found = assignment.payments.exclude(state="applied").select_related("document")
    rows = [
        (
            one.received_on,
            one.value_on,
            what_of(one),
            Cell(one.get_state_display(), tone=tone_of(one.state)),
            one.amount,
        )
        for one in found.order_by("id")[:SHOWN]
    ]
    return Block("sin-aplicar", _("Abonos sin aplicar"), _WAITING, rows)


def cases_and_entries(assignment: Assignment, settlements: list[Settlement]) -> list[Block]:
    """The cases that touched it and what they posted. Three queries."""
    ids = {one for one in (assignment.case_id, *(s.case_id for s in settlements)) if one}
    ids |= set(
        PaymentDay.objects.filter(applications__assignment=assignment).values_list(
            "case_id", flat=True
        )
    )
    cases = Case.objects.filter(pk__in=ids).order_by("id")[:SHOWN]
    case_rows = [
        (
            Cell(str(one), page_address("case", one.pk)),
            one.title,
            one.opened_on,
            Cell(one.get_state_display(), tone=tone_of(one.state)),
        )
        for one in cases
    ]
    posted = Entry.objects.filter(case_id__in=ids).select_related("series")
    entry_rows = [
        (
            Cell(f"{one.series.code} {one.number}", page_address("case", one.case_id)),
            one.effective_on,
            one.description,
            one.amount,
        )
        for one in posted.order_by("effective_on", "id")[:SHOWN]
    ]
    return [
        Block("casos", _("Casos"), _CASES, case_rows),
        Block(
            "partidas",
            _("Partidas de sus casos"),
            _ENTRIES,
            entry_rows,
            note=_("La partida de un día de abonos es de todas las cesiones de ese día."),
        ),
    ]
