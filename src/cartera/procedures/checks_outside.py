"""The chain held against the checkpoints that left the database: what a chain alone hides."""

from collections.abc import Iterator

from cartera.control.audit.chain import GENESIS
from cartera.control.audit.models import Checkpoint
from cartera.control.audit.selectors import hashes_at, head
from cartera.kernel.checks import Check, Finding
from cartera.kernel.text import gettext_noop as _
from cartera.procedures.checkpoints import Line, LineUnreadable, written

_EVENT = _("hecho {seq}, cierre del {on}")


def outside() -> Iterator[Finding]:
    """Checkpoints written outside whose row is gone or is another, and those not written."""
    try:
        lines = written()
        yield from _unlike(lines)
        yield from _unwritten({(line.seq, line.hash) for line in lines})
    except LineUnreadable as error:
        yield Finding(str(error), _("no es un punto de control"))


def _unlike(lines: list[Line]) -> Iterator[Finding]:
    end, _hash = head()
    hashes = {0: GENESIS} | hashes_at(line.seq for line in lines)
    for line in lines:
        found = hashes.get(line.seq)
        if found != line.hash:
            what = found or (_("la cadena termina en {end}").format(end=end))
            yield Finding(_EVENT.format(seq=line.seq, on=line.on), what, line.hash)


def _unwritten(lines: set[tuple[int, str]]) -> Iterator[Finding]:
    """A close that was committed a moment ago is looked for once more."""
    points = list(Checkpoint.objects.order_by("seq"))
    if any((point.seq, point.hash) not in lines for point in points):
        lines = {(line.seq, line.hash) for line in written()}
    for point in points:
        if (point.seq, point.hash) not in lines:
            where = _EVENT.format(seq=point.seq, on=point.on.isoformat())
            yield Finding(where, _("no está fuera de la base de datos"))


CHECKS = (
    Check(
        "checkpoints_outside",
        _("La cadena pasa por los puntos de control guardados fuera de la base de datos"),
        find=outside,
    ),
)
