"""The floor of one payment: the rows that `perform` writes, by plain psycopg, one after another.

Which rows those are is not taken on trust: `rows_written` asks PostgreSQL's own counters, for the
act and for the floor, and the benchmark refuses to report if they differ.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

import psycopg
from scene import TODAY

_COUNTERS = """
SELECT relname, n_tup_ins, n_tup_upd FROM pg_stat_user_tables WHERE n_tup_ins + n_tup_upd > 0"""


@dataclass(frozen=True)
class Target:
    """One payment and what it is applied to."""

    payment: int
    assignment: int
    document: int
    day: int
    case: int
    actor: int


def targets_of(connection: psycopg.Connection, payments: list[int]) -> list[Target]:
    """What each payment is for."""
    rows = connection.execute(
        "SELECT p.id, p.assignment_id, p.document_id, p.day_id, d.case_id, p.received_by_id"
        " FROM payments_payment p JOIN payments_paymentday d ON d.id = p.day_id"
        " WHERE p.id = ANY(%s) ORDER BY p.assignment_id, p.id",
        [payments],
    ).fetchall()
    return [Target(*row) for row in rows]


def pay(connection: psycopg.Connection, target: Target, key: str) -> None:
    """Write the rows of one payment, each by its own INSERT or UPDATE, in one transaction."""
    at, amount = datetime.now(UTC), Decimal("1000.00")
    body = sha256(key.encode()).hexdigest()
    answer = json.dumps({"case": target.case, "outcome": "", "note": "", "result": {"applied": 1}})
    cursor = connection.cursor()
    run = cursor.execute
    with connection.transaction():
        run(
            "INSERT INTO workflow_request (key, body_hash, recorded_at) VALUES (%s, %s, %s)",
            [key, body, at],
        )
        run(
            "INSERT INTO payments_application (day_id, payment_id, assignment_id, value_on,"
            " applied_on, applied_at, applied_by_id, amount, charges, default_interest, interest,"
            " vat, capital, excess, balance, take)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                target.day, target.payment, target.assignment, TODAY, TODAY, at, target.actor,
                amount, 0, 0, 0, 0, amount, 0, amount, 1,
            ],
        )  # fmt: skip
        run("UPDATE payments_payment SET state = 'applied' WHERE id = %s", [target.payment])
        run(
            "UPDATE assignments_assigneddocument SET amount_collected = %s, state = 'collected',"
            " collected_on = %s WHERE id = %s",
            [amount, TODAY, target.document],
        )
        run(
            "UPDATE assignments_assignment SET capital = capital - %s, charged_to = %s,"
            " interest_due = %s, default_interest_due = %s, charges_due = %s WHERE id = %s",
            [amount, TODAY, 0, 0, 0, target.assignment],
        )
        run("UPDATE workflow_request SET answer = %s WHERE key = %s", [answer, key])
        who = (target.actor, None, "AP_AB")
        said = [at, TODAY, "performed", *who, "PCI-F09", 3, target.case, body, "", ""]
        run(
            "UPDATE audit_head SET seq = seq + 1, hash = audit_hash(hash, seq + 1, %s, %s, %s,"
            " %s::bigint, %s::bigint, %s, %s, %s::smallint, %s::bigint, %s, %s, %s)"
            " RETURNING seq, hash",
            said,
        )
        run(
            "INSERT INTO audit_event (seq, hash, recorded_at, effective_on, kind, actor_id,"
            " on_behalf_of_id, role, procedure, step, case_id, inputs_hash, result, reason)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [*(cursor.fetchone() or ()), *said],
        )


def rows_written(connection: psycopg.Connection) -> dict[str, tuple[int, int]]:
    """Rows inserted and updated since the database was made, by table."""
    connection.execute("SELECT pg_stat_clear_snapshot()")
    return {name: (new, changed) for name, new, changed in connection.execute(_COUNTERS)}


def difference(
    before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]], times: int
) -> dict[str, Any]:
    """Rows written between two counts, for each of `times`; tables untouched are left out."""
    found = {}
    for name, (new, changed) in after.items():
        old_new, old_changed = before.get(name, (0, 0))
        written = ((new - old_new) / times, (changed - old_changed) / times)
        if any(written):
            found[name] = {"inserted": round(written[0], 2), "updated": round(written[1], 2)}
    return dict(sorted(found.items()))
