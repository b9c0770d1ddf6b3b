"""The list of what was mailed."""

from cartera.control.mail.models import Message
from cartera.kernel.text import gettext_noop as _
from cartera.reports.cases import CASE_NAME, CASE_WRITTEN, cases_meant
from cartera.reports.listing import Asks, Column, Condition, Filter, Kind, Link, Listing
from cartera.reports.matching import any_of, by_whole, by_words

# The day by the company's clock.
_DAY = "(m.written_at AT TIME ZONE (SELECT timezone FROM company_company))::date"
MESSAGE_STATES = dict(Message.State.choices)


def messages_meant(text: str) -> Condition:
    """The messages of a case that is named, of that number, or with the words in whom they went to
    or in their subject."""
    if CASE_NAME.fullmatch(text):
        return cases_meant(text)
    return any_of(by_words("m.search_name", text), by_whole("m.id", text))


MAIL = Listing(
    code="mail",
    title=_("Correo"),
    tables=(
        "mail_message m LEFT JOIN workflow_case k ON k.id = m.case_id"
        " LEFT JOIN parties_client c ON c.code = k.client_code"
    ),
    key="m.id",
    columns=(
        Column("number", _("Correo"), "m.id", Kind.WHOLE, order="m.id", link=Link("message", "id")),
        Column("written_at", _("Escrito"), "m.written_at", Kind.INSTANT),
        Column("to_name", _("Para"), "m.to_name"),
        Column("to_address", _("Dirección"), "m.to_address"),
        Column("subject", _("Asunto"), "m.subject", link=Link("message", "id")),
        Column("case", _("Caso"), CASE_WRITTEN, link=Link("case", "case_id")),
        Column("case_id", _("Caso"), "k.id", Kind.WHOLE, hidden=True),
        Column("client", _("Cliente"), "c.name", link=Link("client", "client_code")),
        Column("client_code", _("Código"), "k.client_code", hidden=True),
        Column("state", _("Estado"), "m.state", Kind.CHIP, words=MESSAGE_STATES),
        Column("attempts", _("Intentos"), "m.attempts", Kind.WHOLE),
        Column("id", _("Correo"), "m.id", Kind.WHOLE, hidden=True),
    ),
    filters=(
        Filter(
            "q", _("Buscar"), Asks.TEXT, matching=messages_meant,
            hint=_("destinatario, asunto, número o caso"),
        ),
        Filter(
            "client", _("Cliente"), Asks.CLIENT, "k.client_code", by_code=True,
            hint=_("código o nombre"),
        ),
        Filter("state", _("Estado"), Asks.CHOICE, "m.state", choices=MESSAGE_STATES),
        Filter("written", _("Escrito"), Asks.DAYS, _DAY),
    ),
    empty=_("Todavía no se ha escrito ningún correo: cada paso que envía uno lo deja aquí."),
)  # fmt: skip
