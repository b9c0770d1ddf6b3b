"""Printed forms listed and found: where lists and search meet the papers, unknown to them."""

from cartera.kernel.text import gettext_noop as _
from cartera.papers.registry import CLIENT_FORMS, FORMS
from cartera.reports.cases import CASE_WRITTEN
from cartera.reports.finding import Asked, Seeker, add_seeker
from cartera.reports.listing import Asks, Column, Condition, Filter, Kind, Link, Listing
from cartera.reports.matching import begins
from cartera.reports.registry import add_listing

_NAMES = {code: f"{code} · {form.title}" for code, form in FORMS.items()}
_FOR_CLIENTS = ", ".join(f"'{code}'" for code in sorted(CLIENT_FORMS))

PAPERS = add_listing(
    Listing(
        code="papers",
        title=_("Formatos impresos"),
        tables=(
            "papers_paper f JOIN workflow_case k ON k.id = f.case_id"
            " LEFT JOIN parties_client c ON c.code = k.client_code"
        ),
        key="f.id",
        columns=(
            Column("id", _("Papel"), "f.id", Kind.WHOLE, order="f.id", link=Link("paper", "id")),
            Column("form", _("Formato"), "f.form", Kind.CHIP, words=_NAMES),
            Column("title", _("Detalle"), "f.title"),
            Column("issued_on", _("Fecha"), "f.issued_on", Kind.DAY),
            Column("issued_at", _("Emitido"), "f.issued_at", Kind.INSTANT),
            Column(
                "case", _("Caso"), CASE_WRITTEN, link=Link("case", "case_id")
            ),
            Column("case_id", _("Caso"), "k.id", Kind.WHOLE, hidden=True),
            Column("client", _("Cliente"), "c.name", link=Link("client", "client_code")),
            Column("client_code", _("Código"), "k.client_code", hidden=True),
            Column("hash", _("Huella"), "left(f.content_hash, 16)"),
        ),
        filters=(
            Filter("form", _("Formato"), Asks.CHOICE, "f.form", choices=_NAMES),
            Filter(
                "client", _("Cliente"), Asks.CLIENT, "k.client_code", by_code=True,
                hint=_("código o nombre"),
            ),
            Filter("issued", _("Fecha"), Asks.DAYS, "f.issued_on"),
        ),
        own=f"k.client_code <> '' AND f.form IN ({_FOR_CLIENTS}) AND k.client_code = ANY(%s)",
        empty=_("Todavía no hay formatos. Quedan aquí los que cada paso imprime."),
    )
)  # fmt: skip

FEWEST_HASH_DIGITS = 8


def _paper_meant(asked: Asked) -> list[Condition]:
    """A paper by the fingerprint that it prints: its first digits, blanks or not."""
    digits = asked.text.replace(" ", "").lower()
    if len(digits) < FEWEST_HASH_DIGITS or not set(digits) <= set("0123456789abcdef"):
        return []
    return [Condition('f.content_hash COLLATE "C" LIKE %s', (begins(digits),))]


PAPER_SEEKER = add_seeker(
    Seeker(
        kind="paper",
        title=_("Formatos"),
        route="paper",
        rows="papers_paper f JOIN workflow_case k ON k.id = f.case_id",
        key="f.id",
        shown="JOIN papers_paper f ON f.id = hit.id JOIN workflow_case k ON k.id = f.case_id",
        leads="f.id",
        text="f.form || ' ' || f.id",
        note=f"concat_ws(' · ', nullif(f.title, ''), {CASE_WRITTEN})",
        meant=_paper_meant,
        own=f"k.client_code <> '' AND f.form IN ({_FOR_CLIENTS}) AND k.client_code = ANY(%s)",
    )
)
