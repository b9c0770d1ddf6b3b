"""What still prevents a day from closing: work without its entry, totals that do not prove."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from cartera.control.audit.chain import GENESIS, breaks
from cartera.control.audit.selectors import head, last_checkpoint, links
from cartera.kernel.text import gettext_noop as _
from cartera.procedures.checks import DAILY
from cartera.procedures.verification import ask

_UNPOSTED = """
SELECT 'round', to_char(d."on", 'DD/MM/YYYY') || ' (' || d.round || ')', d.case_id
FROM payments_paymentday d WHERE d."on" <= %(on)s AND d.state NOT IN ('posted', 'void')
UNION ALL
SELECT 'disbursement', a.number::text, a.case_id FROM disbursements_disbursement p
JOIN assignments_assignment a ON a.id = p.assignment_id
WHERE p.paid_on <= %(on)s AND p.state = 'paid'
UNION ALL
SELECT 'settlement', a.number::text, s.case_id FROM settlements_settlement s
JOIN assignments_assignment a ON a.id = s.assignment_id
WHERE s.paid_on <= %(on)s AND s.state = 'paid'
ORDER BY 1, 3
"""

_SENTENCES = {
    "round": _("los abonos del {what} no están contabilizados"),
    "disbursement": _("el desembolso de la cesión {what} no está contabilizado"),
    "settlement": _("la liquidación de la cesión {what} no está contabilizada"),
    "check": _("no se cumple «{title}»: {what}"),
    "chain": _("la cadena de auditoría está rota en el hecho {what}"),
}


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that stands in the way: its kind, what it is, the case to go to if there is one.

    Kinds: round, disbursement, settlement (no entry yet), check (a total differs), chain.
    """

    kind: str
    what: str
    case_id: int | None = None
    title: str = ""

    def __str__(self) -> str:
        return _SENTENCES[self.kind].format(what=self.what, title=self.title)


def obstacles_on(on: date) -> list[Obstacle]:
    """All that prevents the close of `on`, each named; empty when the day can close."""
    return [*_unposted(on), *_unproved(), *_broken_chain()]


def _unposted(on: date) -> Iterator[Obstacle]:
    with connection.cursor() as cursor:
        cursor.execute(_UNPOSTED, {"on": on})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    for kind, what, case_id in rows:
        yield Obstacle(kind, what, case_id)


def _unproved() -> Iterator[Obstacle]:
    for check in DAILY:
        for finding in ask(check):
            yield Obstacle("check", str(finding), title=check.title)


def _broken_chain() -> Iterator[Obstacle]:
    """The chain from the last checkpoint to its end, walked in Python."""
    last = last_checkpoint()
    after = (last.seq, last.hash) if last else (0, GENESIS)
    end, walked = head(), after
    for link in links(after[0]):
        for found in breaks([link], walked):
            yield Obstacle("chain", str(found.seq))
        walked = (link.seq, link.hash)
    if walked != end:
        yield Obstacle("chain", str(end[0]))
