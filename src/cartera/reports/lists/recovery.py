"""Lists of recovery: every original paper and who has it."""

from cartera.kernel.search import number_key
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.custody.models import Original
from cartera.recovery.custody.rules import LABEL_SQL, number_of
from cartera.reports.finding import Asked, Seeker, add_seeker
from cartera.reports.listing import Asks, Column, Condition, Filter, Kind, Link, Listing
from cartera.reports.matching import NONE, begins

ORIGINAL_KINDS = dict(Original.Kind.choices)
ORIGINAL_STATES = dict(Original.State.choices)

_LABEL = LABEL_SQL.format(number="o.id")
_HOLDER = "coalesce(pl.code || ' · ' || pl.name, u.full_name, nullif(o.party, ''))"


def _original_meant(text: str) -> Condition:
    """By its label, or by what its own number begins with."""
    number = number_of(text)
    if number is not None:
        return Condition("o.id = %s", (number,))
    typed = text.strip()
    return Condition("o.number LIKE %s", (begins(typed),)) if number_key(typed) else NONE


ORIGINALS = Listing(
    code="originals",
    title=_("Originales en custodia"),
    tables=(
        "custody_original o LEFT JOIN parties_client c ON c.id = o.client_id"
        " LEFT JOIN assignments_assignment a ON a.id = o.assignment_id"
        " LEFT JOIN parties_debtor b ON b.id = o.debtor_id"
        " LEFT JOIN custody_place pl ON pl.id = o.place_id"
        " LEFT JOIN people_user u ON u.id = o.person_id"
    ),
    key="o.id",
    columns=(
        Column("label", _("Etiqueta"), _LABEL, order="o.id", link=Link("original", "id")),
        Column("id", _("Original"), "o.id", Kind.WHOLE, hidden=True),
        Column("kind", _("Clase"), "o.kind", Kind.CHIP, words=ORIGINAL_KINDS),
        Column("number", _("Número"), "o.number"),
        Column("state", _("Estado"), "o.state", Kind.CHIP, words=ORIGINAL_STATES),
        Column("holder", _("Quién lo tiene"), _HOLDER),
        Column("since", _("Desde"), "o.since_at", Kind.INSTANT),
        Column("back_by", _("Debe volver"), "o.back_by_at", Kind.INSTANT),
        Column(
            "assignment", _("Cesión"), "a.number", Kind.WHOLE, link=Link("assignment", "assignment")
        ),
        Column("client", _("Cliente"), "c.name", link=Link("client", "client_code")),
        Column("client_code", _("Código"), "c.code", hidden=True),
        Column("debtor", _("Deudor"), "b.name", link=Link("debtor", "debtor_code")),
        Column("debtor_code", _("Código"), "b.code", hidden=True),
        Column("amount", _("Valor"), "o.amount", Kind.AMOUNT),
    ),
    filters=(
        Filter(
            "q", _("Etiqueta o número"), Asks.TEXT, matching=_original_meant,
            hint=_("como está escrito"),
        ),
        Filter("state", _("Estado"), Asks.CHOICE, "o.state", choices=ORIGINAL_STATES),
        Filter("kind", _("Clase"), Asks.CHOICE, "o.kind", choices=ORIGINAL_KINDS),
        Filter("client", _("Cliente"), Asks.CLIENT, "o.client_id", hint=_("código o nombre")),
        Filter("debtor", _("Deudor"), Asks.DEBTOR, "o.debtor_id", hint=_("código o nombre")),
        Filter("amount", _("Valor"), Asks.AMOUNTS, "o.amount"),
    ),
    empty=_(
        "Todavía no hay originales. Entran cuando recepción recibe los documentos de una solicitud."
    ),
    begins="PCI-F01",
)  # fmt: skip


def _sought(asked: Asked) -> list[Condition]:
    number = number_of(asked.text)
    return [] if number is None else [Condition("o.id = %s", (number,))]


ORIGINAL_SEEKER = add_seeker(
    Seeker(
        kind="original",
        title=_("Originales en custodia"),
        route="original",
        rows="custody_original o",
        key="o.id",
        shown=(
            "JOIN custody_original o ON o.id = hit.id"
            " LEFT JOIN custody_place pl ON pl.id = o.place_id"
            " LEFT JOIN people_user u ON u.id = o.person_id"
        ),
        leads="o.id",
        text=f"concat_ws(' · ', {_LABEL}, nullif(o.number, ''))",
        note=_HOLDER,
        meant=_sought,
        amount="o.amount",
    )
)
