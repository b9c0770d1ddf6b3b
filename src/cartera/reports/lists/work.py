"""The list of cases."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from cartera.control.workflow.models import Case
from cartera.control.workflow.registry import procedures
from cartera.kernel.text import gettext_noop as _
from cartera.reports.cases import CASE_WRITTEN, cases_meant
from cartera.reports.listing import Asks, Column, Filter, Kind, Link, Listing

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CASE_STATES = dict(Case.State.choices)


class _Procedures(Mapping[str, "StrOrPromise"]):
    """The titles of the procedures by code: known once the house is open, so looked up late."""

    def __getitem__(self, code: str) -> "StrOrPromise":
        return {one.code: f"{one.code} · {one.title}" for one in procedures()}[code]

    def __iter__(self) -> Iterator[str]:
        return iter([one.code for one in procedures()])

    def __len__(self) -> int:
        return len(procedures())


CASES = Listing(
    code="cases",
    title=_("Casos"),
    tables="workflow_case k LEFT JOIN parties_client c ON c.code = k.client_code",
    key="k.id",
    columns=(
        Column("case", _("Caso"), CASE_WRITTEN, link=Link("case", "id")),
        Column("title", _("De qué trata"), "k.title"),
        Column("client", _("Cliente"), "c.name", link=Link("client", "client_code")),
        Column("client_code", _("Código"), "k.client_code", hidden=True),
        Column("opened_on", _("Abierto"), "k.opened_on", Kind.DAY, order="k.opened_on"),
        Column("closed_at", _("Terminado"), "k.closed_at", Kind.INSTANT),
        Column("state", _("Estado"), "k.state", Kind.CHIP, words=CASE_STATES),
        Column("id", _("Caso"), "k.id", Kind.WHOLE, hidden=True),
    ),
    filters=(
        Filter(
            "q", _("Buscar"), Asks.TEXT, matching=cases_meant,
            hint=_("caso, cliente, cesión, documento o cheque"),
        ),
        Filter(
            "client", _("Cliente"), Asks.CLIENT, "k.client_code", by_code=True,
            hint=_("código o nombre"),
        ),
        Filter("procedure", _("Procedimiento"), Asks.CHOICE, "k.procedure", choices=_Procedures()),
        Filter("state", _("Estado"), Asks.CHOICE, "k.state", choices=CASE_STATES),
        Filter("opened", _("Abierto"), Asks.DAYS, "k.opened_on"),
    ),
    own="k.client_code <> '' AND k.client_code = ANY(%s)",
    empty=_("Todavía no hay casos. Cada trámite que se inicia abre el suyo."),
)  # fmt: skip
