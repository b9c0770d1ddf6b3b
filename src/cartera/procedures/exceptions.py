"""What left the usual way in a span of days: the report that internal audit reads first.

Days and months opened again, acts refused, operations beyond their line, stand-ins.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from cartera.company.selectors import company

_EXCEPTIONS = """
SELECT 'reopened_day', d.reopened_at, u.full_name, to_char(d."on", 'DD/MM/YYYY'),
    d.reopening_reason, (SELECT max(c.case_id) FROM procedures_reopening c
        WHERE c."on" <= d."on" AND c.state = 'done')
FROM company_dayclose d LEFT JOIN people_user u ON u.id = d.reopened_by_id
WHERE (d.reopened_at AT TIME ZONE %(zone)s)::date BETWEEN %(from_on)s AND %(to_on)s
UNION ALL
SELECT 'reopened_period', e.recorded_at, u.full_name, p.year || '-' || to_char(p.month, 'FM00'),
    e.reason, (SELECT max(c.case_id) FROM procedures_reopening c
        WHERE c.period_id = p.id AND c.state = 'done')
FROM ledger_periodevent e JOIN ledger_period p ON p.id = e.period_id
JOIN people_user u ON u.id = e.by_id
WHERE e.kind = 'reopened'
    AND (e.recorded_at AT TIME ZONE %(zone)s)::date BETWEEN %(from_on)s AND %(to_on)s
UNION ALL
SELECT 'refused', a.recorded_at, u.full_name, concat_ws(' ', a.procedure, a.step), a.reason,
    a.case_id
FROM audit_event a LEFT JOIN people_user u ON u.id = a.actor_id
WHERE a.kind = 'refused' AND a.effective_on BETWEEN %(from_on)s AND %(to_on)s
UNION ALL
SELECT 'line', p.paid_at, u.full_name, 'cesión ' || s.number,
    (SELECT string_agg(code, ', ') FROM jsonb_array_elements_text(s.exceptions) AS x (code)),
    s.case_id
FROM assignments_assignment s JOIN disbursements_disbursement p
    ON p.assignment_id = s.id AND p.state IN ('paid', 'posted')
LEFT JOIN LATERAL (SELECT a.actor_id FROM audit_event a
    WHERE a.case_id = s.case_id AND a.kind = 'authorised' ORDER BY a.seq DESC LIMIT 1) signed
    ON true
LEFT JOIN people_user u ON u.id = signed.actor_id
WHERE s.exceptions <> '[]' AND s.disbursed_on BETWEEN %(from_on)s AND %(to_on)s
UNION ALL
SELECT 'stand_in', i.recorded_at, u.full_name, i.role || ': ' || b.full_name, i.reason, NULL
FROM people_standin i JOIN people_user u ON u.id = i.substitute_id
JOIN people_user b ON b.id = i.absent_id
WHERE i.from_on <= %(to_on)s AND i.until_on >= %(from_on)s
ORDER BY 2, 1, 4
"""


@dataclass(frozen=True, slots=True)
class Exceptional:
    """One thing out of the usual. Kinds: reopened_day, reopened_period, refused, line, stand_in.

    `who` reopened, was refused, authorised or stands in; `what` is the day, month, step,
    assignment, or role and absent person; `why` its reason.
    """

    kind: str
    at: datetime
    who: str
    what: str
    why: str
    case_id: int | None


def exceptions_between(from_on: date, to_on: date) -> list[Exceptional]:
    """All that was out of the usual from one day to another, oldest first. One query."""
    values: dict[str, Any] = {"from_on": from_on, "to_on": to_on, "zone": company().timezone}
    with connection.cursor() as cursor:
        cursor.execute(_EXCEPTIONS, values)
        return [Exceptional(*row) for row in cursor.fetchall()]
