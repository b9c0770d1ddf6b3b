"""Reads of the chain, for whoever walks it."""

from collections.abc import Iterable, Iterator

from django.db import connection

from cartera.control.audit.chain import Link
from cartera.control.audit.models import Checkpoint

_LINKS = """
SELECT seq, recorded_at, effective_on, kind, actor_id, on_behalf_of_id, role, procedure, step,
    case_id, inputs_hash, result, reason, hash
FROM audit_event WHERE seq > %s ORDER BY seq
"""
_AT_ONCE = 5000


def links(after: int = 0) -> Iterator[Link]:
    """The chain's rows after the one of that number, in order."""
    with connection.cursor() as cursor:
        cursor.execute(_LINKS, [after])
        while rows := cursor.fetchmany(_AT_ONCE):
            yield from (Link(*row) for row in rows)


def head() -> tuple[int, str]:
    """The chain's end: its sequence and hash."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, hash FROM audit_head")
        seq, digest = cursor.fetchone()
    return int(seq), str(digest)


def hash_at(seq: int) -> str | None:
    """The hash of the row of that number, if it is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT hash FROM audit_event WHERE seq = %s", [seq])
        row = cursor.fetchone()
    return str(row[0]) if row else None


def hashes_at(seqs: Iterable[int]) -> dict[int, str]:
    """The hashes of the rows of those numbers, of those that are there. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, hash FROM audit_event WHERE seq = ANY(%s)", [list(seqs)])
        return dict(cursor.fetchall())


def last_checkpoint() -> Checkpoint | None:
    """The latest checkpoint in the database."""
    return Checkpoint.objects.order_by("-seq").first()
