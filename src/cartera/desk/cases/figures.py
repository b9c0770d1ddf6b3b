"""The figures that bear on a case, by what the case is about. Staff only: they compare clients."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext

from cartera.company.selectors import legal_ceiling
from cartera.control.people.roles import ROLES
from cartera.credit.assignments.models import Assignment
from cartera.credit.assignments.selectors import (
    availability_of,
    debtor_concentration,
)
from cartera.credit.claims.selectors import deductions_of, open_claims
from cartera.credit.payments.models import Payment, PaymentDay
from cartera.credit.payments.tie_out import totals_of
from cartera.credit.settlements.models import Settlement
from cartera.desk.cases.related import address_of, beyond, called
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import TERMS, role_name, word
from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _
from cartera.procedures.opening.models import OpeningBatch, OpeningFile, OpeningUndoing
from cartera.procedures.opening.showing import TOTALS
from cartera.procedures.opening.template import SHEETS

DEBTORS_SHOWN = 10
# Columns that their model does not name; any other without a name is not for readers.
COLUMNS: Mapping[str, str] = {
    "client": _("Cliente"),
    "assignment": _("Cesión"),
    "account": _("Cuenta de abono"),
    "payment": _("Abono"),
    "claim": _("Cargo pendiente"),
    "user": _("Persona"),
    "absent": _("Ausente"),
    "period": _("Período"),
    "state": _("Estado"),
    "debtor": _("Deudor"),
    "factor": _("Otra empresa"),
    "original": _("Original"),
    "paper": _("Original"),
    "ours": _("Va con el nuestro"),
    "cheque": _("Cheque"),
    "guarantee": _("Cheque de garantía"),
    "collector": _("Gestor"),
    "giver": _("Entrega"),
    "receiver": _("Recibe"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A named figure; `value` is an amount, a day, an instant or words. `alarm` marks what the
    reader must not miss; `href` leads to what it names."""

    name: str
    value: Any
    alarm: bool = False
    unit: str = ""
    href: str = ""

    @property
    def kind(self) -> str:
        """How it is written."""
        match self.value:
            case Decimal():
                return "percentage" if self.unit == "%" else "amount"
            case datetime():
                return "instant"
            case date():
                return "day"
            case bool():
                return "truth"
        return "text"


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that belong together."""

    title: str
    figures: tuple[Figure, ...]


def figures_for(subject: Any, visitor: Visitor) -> list[Group]:
    """What bears on the case, in groups; those that say nothing are left out."""
    by_kind: Callable[[Any, Visitor], Iterator[Group]] = _by_kind.get(type(subject), _own_columns)
    return [group for group in by_kind(subject, visitor) if group.figures]


def price_of(assignment: Assignment) -> Group:
    """What the operation is and what it costs: the client's own figures."""
    a = assignment
    return _group(
        _("La operación"),
        (_("Monto solicitado"), a.requested_amount),
        (_("Plazo en días"), str(a.term_days)),
        (_("Monto nominal"), a.amount_face),
        (_("Monto financiado"), a.amount_advanced or None),
        (_("Comisión"), a.commission or None),
        (_("IVA"), a.vat or None),
        (
            _("Interés cobrado por anticipado, con IVA"),
            (a.upfront_interest + a.upfront_vat) or None,
        ),
        (_("Descuentos"), a.deductions or None),
        (_("Neto a entregar"), a.amount_net or None),
        (_("Cuenta de abono"), str(a.account) if a.account else None),
        (_("Inicio"), a.disbursed_on),
        (_("Vence"), a.matures_on),
        (_("Saldo de capital"), a.capital if a.disbursed_on else None),
    )


def _assignment(assignment: Assignment, visitor: Visitor) -> Iterator[Group]:
    yield price_of(assignment)
    yield _bearing(assignment, visitor)
    yield _debtors(assignment)


def _bearing(assignment: Assignment, visitor: Visitor) -> Group:
    line = assignment.line
    free = availability_of(line, but_for=assignment)
    claims = sum((claim.balance for claim in open_claims(assignment.client_id)), ZERO)
    ceiling = legal_ceiling(line.segment, visitor.standing.on)
    rate = assignment.effective_rate_pct
    over = "line" in assignment.exceptions
    figures = [
        Figure(gettext("Línea aprobada"), line.amount_approved),
        Figure(gettext("En uso, sin esta operación"), free.outstanding + free.reserved),
        Figure(gettext("Disponible para esta operación"), free.available, over),
        Figure(gettext("La línea vence"), line.expires_on, "expired" in assignment.exceptions),
        Figure(gettext("Cargos pendientes del cliente"), claims, bool(claims)),
        *(
            [Figure(gettext("Tasa efectiva anual"), rate, "ceiling" in assignment.exceptions, "%")]
            if rate is not None
            else []
        ),
        *([Figure(gettext("Tasa máxima legal"), ceiling, unit="%")] if ceiling else []),
        *(Figure(gettext("Excepción"), word(code), alarm=True) for code in assignment.exceptions),
        *_terms(assignment.terms),
    ]
    return Group(gettext("La línea y sus condiciones"), tuple(figures))


def _terms(terms: Mapping[str, Any]) -> list[Figure]:
    shown = ("advance_pct", "rate_pct", "rate_basis", "commission_pct", "interest_charged")
    return [
        Figure(gettext(TERMS[name]).removesuffix(", %"), _term(name, terms[name]))
        for name in shown
        if name in terms
    ]


def _term(name: str, value: Any) -> str:
    return f"{value} %" if name.endswith("_pct") else word(str(value))


def _debtors(assignment: Assignment) -> Group:
    """Each debtor of the operation: what is advanced on it over all clients, against its limit."""
    debtors = {d.debtor_id: d.debtor for d in assignment.listed}
    shown = list(debtors.values())[:DEBTORS_SHOWN]
    held = debtor_concentration([debtor.pk for debtor in shown], but_for=assignment)
    figures = [
        Figure(
            gettext("%(debtor)s, sin esta operación (límite %(limit)s)")
            % {"debtor": debtor.name, "limit": f"{debtor.limit_amount:,.2f}"},
            held.get(debtor.pk, ZERO),
            held.get(debtor.pk, ZERO) > debtor.limit_amount,
        )
        for debtor in shown
    ]
    return Group(gettext("Concentración por deudor"), tuple(figures))


def _day(day: PaymentDay, visitor: Visitor) -> Iterator[Group]:
    totals = totals_of(day.pk, day.case_id)
    waiting = Payment.objects.filter(day=day, state="queued").aggregate(sum=Sum("amount"))["sum"]
    yield _group(
        _("El día de abonos"),
        (_("Día"), day.on),
        (_("Recibido, por aplicar"), waiting),
        (_("Recibido, ya aplicado"), totals.received),
        (_("Remesado a bancos"), totals.deposited),
        (_("Descuentos de desembolsos"), totals.deducted or None),
        (_("Aplicado a cesiones"), totals.applied),
        (_("A capital y a favor del cliente"), totals.capital),
        (_("Intereses, cargos e IVA"), totals.to_receipt),
        (_("En comprobantes"), totals.receipted),
        (_("Cuadrado"), day.tied_out_at),
    )


def _settlement(settlement: Settlement, visitor: Visitor) -> Iterator[Group]:
    yield settlement_of(settlement)
    assignment = settlement.assignment
    claims = sum((claim.balance for claim in open_claims(assignment.client_id)), ZERO)
    yield _group(
        _("La cesión"),
        (_("Saldo de capital"), assignment.capital),
        (_("Cancelada el"), assignment.paid_off_on),
        (_("Cargos pendientes del cliente"), claims or None),
        *((_("Descuento"), d.amount) for d in deductions_of(settlement.case_id)),
    )


def settlement_of(settlement: Settlement) -> Group:
    """The lines of the settlement, once it is squared."""
    s = settlement
    if s.state in ("started", "void"):
        return Group("", ())
    return _group(
        _("La liquidación"),
        (_("Valor nominal recibido"), s.amount_face),
        (_("Total cobrado"), s.collected),
        (_("Valor financiado"), s.advanced),
        (_("Intereses ordinarios"), s.interest),
        (_("Intereses moratorios"), s.default_interest or None),
        (_("Otros abonos"), s.other_credits or None),
        (_("Otros cargos"), s.other_charges or None),
        (_("Cargos por cheque rechazado"), s.bounce_charges or None),
        (_("Intereses por cheque rechazado"), s.bounce_interest or None),
        (_("IVA"), s.vat or None),
        (_("Descuentos"), s.deductions or None),
        (_("Valor a devolver"), s.amount_to_return),
        (_("Cuenta de abono"), str(s.account) if s.account else None),
    )


def _opening(batch: OpeningBatch, _visitor: Visitor) -> Iterator[Group]:
    """What management signs of the opening: where it comes from, how many rows, its totals."""
    yield from _balances(_("Lo que entra"), batch)


def _undoing(undoing: OpeningUndoing, _visitor: Visitor) -> Iterator[Group]:
    """What management lets leave, and why."""
    yield _group(_("Lo que se propone"), (_("Motivo"), undoing.reason))
    yield from _balances(_("Lo que sale"), undoing.batch)


def _balances(title: str, batch: OpeningBatch) -> Iterator[Group]:
    totals = batch.totals
    yield _group(
        title,
        (_("Fecha de corte"), batch.cut_on),
        (_("Libro"), str(OpeningFile.objects.defer("content").get(pk=batch.file_id))),
        *((sheet.title.capitalize(), totals.get(f"rows_{sheet.key}")) for sheet in SHEETS),
    )
    sums = ((title, Decimal(totals[name])) for name, title in TOTALS.items() if name in totals)
    yield _group(_("Totales al corte"), *sums)


def _own_columns(subject: Any, visitor: Visitor) -> Iterator[Group]:
    """Any other subject: its columns that have a name, and its terms."""
    figures: list[Figure] = []
    terms: Mapping[str, Any] = {}
    for column in subject._meta.concrete_fields:  # noqa: SLF001 - Django's documented way to a model's columns
        value = getattr(subject, column.name)
        if column.name == "terms" and isinstance(value, dict):
            terms = value
        elif (name := _name_of(column)) and value not in (None, ""):
            figures.append(_figure(name, _plain(subject, column)))
    figures += [_figure(gettext(name), value) for name, value in beyond(subject) if value]
    yield Group(gettext("De qué trata"), tuple(figures))
    yield Group(gettext("Condiciones"), tuple(_all_terms(terms)))


def _figure(name: str, value: Any) -> Figure:
    """A figure; what has a page of its own is led to."""
    href = address_of(value)
    return Figure(name, called(value) if href else value, href=href)


def _name_of(column: Any) -> str:
    """What a column is called; '' for one that nobody named for readers."""
    if column.name in COLUMNS:
        return gettext(COLUMNS[column.name])
    named = str(column.verbose_name)
    return "" if named in (column.name.replace("_", " "), "ID") else named.capitalize()


def _all_terms(terms: Mapping[str, Any]) -> Iterator[Figure]:
    for name, value in terms.items():
        told = ", ".join(map(word, value)) if isinstance(value, list) else _term(name, value)
        yield Figure(gettext(TERMS.get(name, name)).removesuffix(", %"), told)


def _plain(subject: Any, column: Any) -> Any:
    value = getattr(subject, column.name)
    if column.choices:
        return str(getattr(subject, f"get_{column.name}_display")())
    if column.name == "role" and value in ROLES:
        return role_name(value)
    if isinstance(value, Decimal | date | datetime | bool) or address_of(value):
        return value
    return word(str(value)) if isinstance(value, str) else str(value)


def _group(title: str, *rows: tuple[str, Any]) -> Group:
    """Figures by marked names; what is None is left out."""
    figures = tuple(Figure(gettext(name), value) for name, value in rows if value is not None)
    return Group(gettext(title), figures)


_by_kind: Mapping[type, Callable[[Any, Visitor], Iterator[Group]]] = {
    Assignment: _assignment,
    OpeningBatch: _opening,
    OpeningUndoing: _undoing,
    PaymentDay: _day,
    Settlement: _settlement,
}
