"""How far long work came: told while its one transaction is still open."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from django.db import connection

from cartera.kernel.text import gettext_noop as _

STAGES: Final = (
    _("Espera su turno"),
    _("Se lee el libro"),
    _("Se revisa fila por fila"),
    _("Se registran clientes, líneas y cesiones"),
    _("Se contabiliza la partida de apertura"),
)
READING, CHECKING, WRITING, POSTING = range(1, len(STAGES))
# Work of which nothing is told on the way.
AT_ONCE: Final = _("Se hace de una vez: todo o nada")

_TOLD = "UPDATE opening_openingwork SET stage = %s WHERE id = %s"
_work: ContextVar[int | None] = ContextVar("opening_work", default=None)


@contextmanager
def telling_of(work_id: int) -> Iterator[None]:
    """What is reached within is told of this work."""
    before = _work.set(work_id)
    try:
        yield
    finally:
        _work.reset(before)


def reach(stage: int) -> None:
    """Say that a stage was reached, where anybody is told.

    Over a connection of its own: what is under way is one transaction, which nobody sees into.
    """
    work_id = _work.get()
    if work_id is None:
        return
    aside = connection.copy()
    try:
        with aside.cursor() as cursor:
            cursor.execute(_TOLD, [stage, work_id])
    finally:
        aside.close()
