"""Who is to be told of what has happened since last time: read from the audit chain.

The chain is written by each act, in its own transaction and in one order, so that nothing is missed
and an act costs nothing more for being told.
"""

from django.db import connection, transaction

from cartera.entrance.webhooks.jobs import send

AT_ONCE = 1000

# The chain's numbers follow the order of commits, since its lock is held until then.
_WHERE = """
SELECT p.seq, least(h.seq, p.seq + %s) FROM webhooks_progress p, audit_head h
WHERE p.id = 1 AND h.seq > p.seq FOR UPDATE OF p SKIP LOCKED"""

# What happened: the acts themselves; the end of a case, which its last act brings; the cases that
# an act opened in another procedure. On a clock that stands still many acts have one instant.
_TELL = """
WITH act AS (
    SELECT e.seq, e.recorded_at, e.effective_on, e.procedure, e.step, e.role, e.kind, e.case_id,
        CASE e.kind WHEN 'authorised' THEN '' ELSE e.result END AS result
    FROM audit_event e
    WHERE e.seq > %(after)s AND e.seq <= %(upto)s AND e.case_id IS NOT NULL AND e.kind <> 'system'
), happened AS (
    SELECT act.*, act.kind AS event FROM act
    UNION ALL
    SELECT act.*, 'closed' FROM act JOIN workflow_case c ON c.id = act.case_id
    WHERE act.kind <> 'refused' AND c.state = 'closed' AND c.closed_at = act.recorded_at
        AND NOT EXISTS (SELECT 1 FROM audit_event l
            WHERE l.case_id = act.case_id AND l.seq > act.seq AND l.kind <> 'refused')
    UNION ALL
    SELECT act.seq, act.recorded_at, act.effective_on, c.procedure, NULL, act.role, act.kind, c.id,
        '', 'opened'
    FROM act JOIN workflow_case c ON c.parent_id = act.case_id AND c.opened_at = act.recorded_at
    WHERE act.kind <> 'refused' AND NOT EXISTS (SELECT 1 FROM act b
        WHERE b.case_id = act.case_id AND b.recorded_at = act.recorded_at
            AND b.kind <> 'refused' AND b.seq < act.seq)
)
INSERT INTO webhooks_delivery
    (subscription_id, seq, event, case_id, body, state, attempts, answer, recorded_at)
SELECT s.id, h.seq, h.event, h.case_id, jsonb_build_object(
        'event', h.event, 'seq', h.seq, 'procedure', h.procedure, 'step', h.step, 'role', h.role,
        'at', to_char(h.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'on', h.effective_on, 'result', h.result,
        'case', jsonb_build_object('id', c.id, 'number', c.number, 'procedure', c.procedure,
            'state', c.state, 'client', c.client_code, 'api', '/api/v1/cases/' || c.id,
            'page', '/casos/' || c.id || '/'))::text,
    'waiting', 0, '', h.recorded_at
FROM happened h JOIN workflow_case c ON c.id = h.case_id
JOIN webhooks_subscription s ON s.state = 'active' AND s.from_seq < h.seq
    AND s.events ? h.event AND (s.procedures = '[]' OR s.procedures ? c.procedure)
WHERE h.event <> 'opened' OR NOT EXISTS (SELECT 1 FROM webhooks_delivery d
    WHERE d.case_id = h.case_id AND d.subscription_id = s.id AND d.event = 'opened')
ORDER BY h.seq, s.id
ON CONFLICT DO NOTHING
RETURNING id"""


def tell() -> int:
    """Write down who is to be told of what, and put the sending in the queue; how many.

    Of several workers that look at once, one does it.
    """
    told = 0
    while (some := _tell_some()) is not None:
        told += some
    return told


def _tell_some() -> int | None:
    """The next thousand events; None where nothing is left."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_WHERE, [AT_ONCE])
        row = cursor.fetchone()
        if row is None:
            return None
        cursor.execute(_TELL, {"after": row[0], "upto": row[1]})
        made = [delivery_id for (delivery_id,) in cursor.fetchall()]
        send.each_later({"delivery_id": delivery_id} for delivery_id in made)
        cursor.execute("UPDATE webhooks_progress SET seq = %s WHERE id = 1", [row[1]])
    return len(made)
