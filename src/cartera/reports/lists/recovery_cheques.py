"""The list of cheques: each by its state and since when, whatever it is for."""

from cartera.kernel.search import number_key, search_key
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.models import Cheque
from cartera.reports.finding import Asked, Seeker, add_seeker
from cartera.reports.listing import Asks, Column, Condition, Filter, Kind, Link, Listing
from cartera.reports.matching import NONE, begins

CHEQUE_STATES = dict(Cheque.State.choices)
PURPOSES = dict(Cheque.Purpose.choices)

_SINCE = (
    "(SELECT e.happened_on FROM cheques_chequeevent e WHERE e.cheque_id = q.id AND e.n = q.events)"
)
_HOLDER = "coalesce(pl.code || ' · ' || pl.name, u.full_name, nullif(o.party, ''))"


def _cheque_meant(text: str) -> Condition:
    """By what its number begins with."""
    key = number_key(text)
    return Condition("q.number_key LIKE %s", (begins(key),)) if key else NONE


def _bank_meant(text: str) -> Condition:
    """By what its bank's name begins with."""
    key = search_key(text)
    return Condition("q.bank_key LIKE %s", (begins(key),)) if key else NONE


CHEQUES = Listing(
    code="cheques",
    title=_("Cheques"),
    tables=(
        "cheques_cheque q JOIN parties_client c ON c.id = q.client_id"
        " JOIN custody_original o ON o.id = q.original_id"
        " LEFT JOIN parties_debtor b ON b.id = q.debtor_id"
        " LEFT JOIN custody_place pl ON pl.id = o.place_id"
        " LEFT JOIN people_user u ON u.id = o.person_id"
    ),
    key="q.id",
    columns=(
        Column("number", _("Cheque"), "q.number", order="q.id", link=Link("cheque", "id")),
        Column("id", _("Cheque"), "q.id", Kind.WHOLE, hidden=True),
        Column("bank", _("Banco"), "q.bank"),
        Column("drawer", _("Librador"), "q.drawer"),
        Column("client", _("Cliente"), "c.name", link=Link("client", "client_code")),
        Column("client_code", _("Código"), "c.code", hidden=True),
        Column("debtor", _("Deudor"), "b.name", link=Link("debtor", "debtor_code")),
        Column("debtor_code", _("Código"), "b.code", hidden=True),
        Column("amount", _("Valor"), "q.amount", Kind.AMOUNT, in_total=True),
        Column("state", _("Estado"), "q.state", Kind.CHIP, words=CHEQUE_STATES),
        Column("since", _("Desde"), _SINCE, Kind.DAY, order=_SINCE),
        Column("received_on", _("Recibido el"), "q.received_on", Kind.DAY, order="q.received_on"),
        Column("value_on", _("Fecha valor"), "q.value_on", Kind.DAY),
        Column("holder", _("Quién lo tiene"), _HOLDER),
        Column("purpose", _("Para"), "q.purpose", Kind.CHIP, words=PURPOSES),
    ),
    filters=(
        Filter(
            "q", _("Número"), Asks.TEXT, matching=_cheque_meant, hint=_("como está en el cheque")
        ),
        Filter("state", _("Estado"), Asks.CHOICE, "q.state", choices=CHEQUE_STATES),
        Filter("purpose", _("Para"), Asks.CHOICE, "q.purpose", choices=PURPOSES),
        Filter("bank", _("Banco"), Asks.TEXT, matching=_bank_meant, hint=_("como empieza")),
        Filter("client", _("Cliente"), Asks.CLIENT, "q.client_id", hint=_("código o nombre")),
        Filter("debtor", _("Deudor"), Asks.DEBTOR, "q.debtor_id", hint=_("código o nombre")),
        Filter("received", _("Recibido"), Asks.DAYS, "q.received_on"),
        Filter("amount", _("Valor"), Asks.AMOUNTS, "q.amount"),
    ),
    empty=_("Todavía no hay cheques. Entran con la ruta de un gestor o con un reintegro."),
    begins="PCI-F02",
)


def _sought(asked: Asked) -> list[Condition]:
    found = _cheque_meant(asked.text)
    return [] if found is NONE else [found]


CHEQUE_SEEKER = add_seeker(
    Seeker(
        kind="cheque",
        title=_("Cheques"),
        route="cheque",
        rows="cheques_cheque q",
        key="q.id",
        shown=(
            "JOIN cheques_cheque q ON q.id = hit.id JOIN parties_client c ON c.id = q.client_id"
        ),
        leads="q.id",
        text="concat_ws(' · ', q.number, q.bank)",
        note="c.name",
        meant=_sought,
        amount="q.amount",
    )
)
