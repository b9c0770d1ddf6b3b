"""Appending to the chain: one statement, its lock taken last."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cartera.control.audit.prepared import prepared_cursor

# What ends any statement that appends: the head moves on, the event follows it.
CHAIN = """head AS (
    UPDATE audit_head SET seq = seq + 1, hash = audit_hash(
        hash, seq + 1, %(recorded_at)s::timestamptz, %(effective_on)s::date, %(kind)s::text,
        %(actor_id)s::bigint, %(on_behalf_of_id)s::bigint, %(role)s::text, %(procedure)s::text,
        %(step)s::smallint, %(case_id)s::bigint, %(inputs_hash)s::text, %(result)s::text,
        %(reason)s::text)
    RETURNING seq, hash
)
INSERT INTO audit_event (seq, hash, recorded_at, effective_on, kind, actor_id, on_behalf_of_id,
    role, procedure, step, case_id, inputs_hash, result, reason)
SELECT seq, hash, %(recorded_at)s, %(effective_on)s, %(kind)s::text, %(actor_id)s,
    %(on_behalf_of_id)s, %(role)s::text, %(procedure)s::text, %(step)s, %(case_id)s,
    %(inputs_hash)s::text, %(result)s::text, %(reason)s::text
FROM head RETURNING seq
"""


@dataclass(frozen=True, slots=True)
class Record:
    """What is said of an act: who, in which role and for whom, what, when, with what result."""

    recorded_at: datetime
    effective_on: date
    kind: str
    actor_id: int | None = None
    on_behalf_of_id: int | None = None
    role: str = ""
    procedure: str = ""
    step: int | None = None
    case_id: int | None = None
    inputs_hash: str = ""
    result: str = ""
    reason: str = ""

    def values(self) -> dict[str, Any]:
        """The parameters of `CHAIN`. Zero bytes, which PostgreSQL cannot store, are dropped."""
        named = {field: getattr(self, field) for field in self.__slots__}
        return named | {"reason": self.reason.replace("\x00", "")}


def append(record: Record) -> int:
    """Add `record` to the chain; its number. The head's row lock orders concurrent acts.

    A waiting UPDATE reads the head again after the lock is his, so the seal follows the last
    committed row.
    """
    with prepared_cursor() as cursor:
        cursor.execute(f"WITH {CHAIN}", record.values())
        row = cursor.fetchone()
    if row is None:  # the head row is made by the first migration
        raise LookupError("audit_head is empty")
    return int(row[0])
