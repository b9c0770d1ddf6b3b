"""The list of third parties' values: documents that are not ours, paid by the same cheques as
ours."""

import re
from datetime import timedelta

from cartera.company.selectors import current_business_day
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.third_party.models import OVER, ForeignDocument
from cartera.recovery.third_party.selectors import HELD, HERE
from cartera.reports.cases import CASE_WRITTEN
from cartera.reports.listing import Asks, Column, Condition, Filter, Kind, Link, Listing
from cartera.reports.matching import LARGEST, NONE, any_of, by_number

VALUE_STATES = dict(ForeignDocument.State.choices)
# How many days the house has had the money, at least.
HELD_FOR = {
    "any": _("por pagar o retenidos"),
    "7": _("desde hace más de 7 días"),
    "30": _("desde hace más de 30 días"),
}
# The papers of cases that are over, which wait to go back to their client.
LEFT_HERE = {"left": _("sigue aquí y el caso terminó")}
# As `credit.payments.postings.reference_of` writes it.
OPERATION = "'DA-' || lpad(v.paper_id::text, greatest(5, length(v.paper_id::text)), '0')"
OPERATION_TYPED = re.compile(r"DA-?0*([1-9][0-9]{0,9})", re.IGNORECASE)


def operation_meant(text: str) -> Condition:
    """The foreign document `v` that the house knows by the operation number that was typed."""
    typed = OPERATION_TYPED.fullmatch(text.strip())
    if not typed or int(typed[1]) > LARGEST:
        return NONE
    return Condition("v.paper_id = %s", (int(typed[1]),))


def _typed(text: str) -> Condition:
    return any_of(operation_meant(text), by_number("v.number", "v.number_key", text))


def _held_for(text: str) -> Condition:
    held = Condition("v.state = ANY(%s)", (list(HELD),))
    if text == "any":
        return held
    before = current_business_day() - timedelta(days=int(text))
    return Condition(f"{held.sql} AND v.collected_on < %s", (*held.values, before))


def _left_here(_text: str) -> Condition:
    here = "EXISTS (SELECT FROM custody_original h WHERE h.id = v.paper_id AND h.state = ANY(%s))"
    return Condition(f"v.state = ANY(%s) AND {here}", (list(OVER), list(HERE)))


VALUES = Listing(
    code="values",
    title=_("Valores ajenos"),
    tables=(
        "third_party_foreigndocument v JOIN workflow_case k ON k.id = v.case_id"
        " JOIN parties_client c ON c.id = v.client_id"
        " JOIN parties_debtor b ON b.id = v.debtor_id"
        " JOIN custody_original o ON o.id = v.ours_id"
        " LEFT JOIN cheques_cheque q ON q.id = v.cheque_id"
    ),
    key="v.id",
    columns=(
        Column("case", _("Caso"), CASE_WRITTEN, link=Link("case", "case_id")),
        Column("case_id", _("Caso"), "v.case_id", Kind.WHOLE, hidden=True),
        Column("operation", _("Operación"), OPERATION, link=Link("original", "paper")),
        Column("paper", _("Original"), "v.paper_id", Kind.WHOLE, hidden=True),
        Column("number", _("Documento"), "v.number"),
        Column("client", _("Cliente"), "c.name", link=Link("client", "client_code")),
        Column("client_code", _("Código"), "c.code", hidden=True),
        Column("debtor", _("Deudor"), "b.name", link=Link("debtor", "debtor_code")),
        Column("debtor_code", _("Código"), "b.code", hidden=True),
        Column("ours", _("Documento nuestro"), "o.number", link=Link("original", "original")),
        Column("original", _("Original"), "v.ours_id", Kind.WHOLE, hidden=True),
        Column("amount", _("Valor"), "v.amount", Kind.AMOUNT, order="v.amount", in_total=True),
        Column("collected", _("Cobrado"), "v.collected", Kind.AMOUNT, in_total=True),
        Column(
            "collected_on", _("Cobrado el"), "v.collected_on", Kind.DAY, order="v.collected_on",
            may_lack=True,
        ),
        Column(
            "cheque", _("Cheque"), "q.bank || ' ' || q.number", link=Link("cheque", "cheque_id")
        ),
        Column("cheque_id", _("Cheque"), "v.cheque_id", Kind.WHOLE, hidden=True),
        Column("state", _("Estado"), "v.state", Kind.CHIP, words=VALUE_STATES),
        Column("retained_for", _("Motivo de la retención"), "v.retained_for"),
    ),
    filters=(
        Filter(
            "q", _("Documento"), Asks.TEXT, matching=_typed, hint=_("número u operación")
        ),
        Filter("client", _("Cliente"), Asks.CLIENT, "v.client_id", hint=_("código o nombre")),
        Filter("debtor", _("Deudor"), Asks.DEBTOR, "v.debtor_id", hint=_("código o nombre")),
        Filter("state", _("Estado"), Asks.CHOICE, "v.state", choices=VALUE_STATES),
        Filter("held", _("En la casa"), Asks.CHOICE, choices=HELD_FOR, matching=_held_for),
        Filter("paper", _("Su papel"), Asks.CHOICE, choices=LEFT_HERE, matching=_left_here),
        Filter("collected", _("Cobrado el"), Asks.DAYS, "v.collected_on"),
    ),
    empty=_("No hay documentos ajenos. Empiezan cuando el cheque de un deudor incluye otro."),
    begins="PCI-F07",
)  # fmt: skip
