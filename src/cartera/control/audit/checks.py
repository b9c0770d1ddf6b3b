"""Checks of the chain: walked in Python, which trusts no function of the database, and in SQL."""

from collections.abc import Iterator

from cartera.control.audit.chain import GENESIS, breaks
from cartera.control.audit.selectors import head, links
from cartera.kernel.checks import Check, Finding
from cartera.kernel.text import gettext_noop as _

_NAMED = 20
_WHAT = {"missing": _("falta"), "altered": _("alterado")}


def _event(seq: int) -> str:
    return _("hecho {seq}").format(seq=seq)


def walk() -> Iterator[Finding]:
    """Every place where the chain breaks, in order, then an end that is not the head's."""
    last, named = (0, GENESIS), 0
    for link in links():
        for found in breaks([link], last) if named < _NAMED else ():
            named += 1
            yield Finding(_event(found.seq), _WHAT[found.what])
        last = (link.seq, link.hash)
    end = head()
    if last != end:
        yield Finding(_event(max(last[0], end[0])), f"{last[0]} {last[1]}", f"{end[0]} {end[1]}")


CHECKS = (
    Check(
        "audit_chain",
        _("La cadena de auditoría está entera: ningún hecho falta ni fue alterado"),
        find=walk,
    ),
    Check(
        "audit_chain_by_database",
        _("La base de datos sella cada hecho de la cadena con el mismo sello"),
        """SELECT 'hecho ' || seq FROM (
            SELECT e.*, lag(e.seq, 1, 0::bigint) OVER (ORDER BY e.seq) AS before,
                lag(e.hash, 1, repeat('0', 64)) OVER (ORDER BY e.seq) AS previous
            FROM audit_event e) e
        WHERE e.before <> e.seq - 1 OR e.hash <> audit_hash(e.previous, e.seq, e.recorded_at,
            e.effective_on, e.kind, e.actor_id, e.on_behalf_of_id, e.role, e.procedure, e.step,
            e.case_id, e.inputs_hash, e.result, e.reason)
        ORDER BY seq LIMIT 20""",
    ),
    Check(
        "checkpoints_match_the_chain",
        _("Cada punto de control de un cierre es el de la cadena"),
        """SELECT to_char(p."on", 'DD/MM/YYYY'), p.seq || ' ' || p.hash,
            coalesce(e.seq || ' ' || e.hash, '-')
        FROM audit_checkpoint p LEFT JOIN audit_event e ON e.seq = p.seq
        WHERE e.hash IS DISTINCT FROM p.hash AND NOT (p.seq = 0 AND p.hash = repeat('0', 64))
        ORDER BY p.seq LIMIT 20""",
    ),
    Check(
        "closes_have_their_checkpoint",
        _("Cada cierre de un día guarda su punto de control"),
        """SELECT to_char(d."on", 'DD/MM/YYYY'), d.chain_seq || ' ' || d.chain_hash,
            coalesce(p.seq || ' ' || p.hash, '-')
        FROM company_dayclose d LEFT JOIN audit_checkpoint p
            ON p.seq = d.chain_seq AND p."on" = d."on"
        WHERE p.hash IS DISTINCT FROM d.chain_hash ORDER BY d.id LIMIT 20""",
    ),
)
