"""What an act is answered with, and the answers kept beside idempotency keys."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cartera.control.audit.prepared import prepared_cursor
from cartera.control.workflow.refusals import KeyReused, KeyTooLong
from cartera.kernel.clock import now

LONGEST_KEY = 100


@dataclass(frozen=True, slots=True)
class Done:
    """The answer to an act: its case, its outcome and what the act wants shown. JSON throughout."""

    case_id: int
    outcome: str = ""
    note: str = ""
    result: Mapping[str, Any] = field(default_factory=dict)
    repeated: bool = False

    def to_json(self) -> str:
        """What is kept beside an idempotency key."""
        kept = {"case": self.case_id, "outcome": self.outcome, "note": self.note}
        return json.dumps(kept | {"result": dict(self.result)}, default=str)


def earlier_answer(key: str | None, body: str) -> Done | None:
    """Take `key` for the request whose hash is `body`, or find what it was answered before.

    Who comes second waits for the first to commit. Refuses the key with another request.
    """
    if key is None:
        return None
    if not 0 < len(key) <= LONGEST_KEY:
        raise KeyTooLong(longest=LONGEST_KEY)
    with prepared_cursor() as cursor:
        cursor.execute(
            "INSERT INTO workflow_request (key, body_hash, recorded_at) VALUES (%s, %s, %s)"
            " ON CONFLICT DO NOTHING RETURNING key",
            [key, body, now()],
        )
        if cursor.fetchone():
            return None
        cursor.execute("SELECT body_hash, answer FROM workflow_request WHERE key = %s", [key])
        body_hash, answer = cursor.fetchone()
    if body_hash != body:
        raise KeyReused
    kept = json.loads(answer)
    return Done(kept["case"], kept["outcome"], kept["note"], kept["result"], repeated=True)


def answered_once(key: str, body: str, do: Callable[[], Done]) -> Done:
    """What `do` answers, done once under `key`: for small things that are no act of a procedure.

    To be called in a transaction, which keeps the answer with what was done.
    """
    earlier = earlier_answer(key, body)
    if earlier:
        return earlier
    done = do()
    with prepared_cursor() as cursor:
        values = [done.to_json(), key]
        cursor.execute("UPDATE workflow_request SET answer = %s::jsonb WHERE key = %s", values)
    return done
