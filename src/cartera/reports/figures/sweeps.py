"""The portfolio swept twice: its assignments once and its documents once, for all its figures.

A million rows take as long to walk whatever is added up of them, so that everything of the whole
portfolio is added up in one walk, by client and maturity or by debtor and due day, and shared out
from there. All that comes from one sweep is of one instant.
"""

from collections import defaultdict
from typing import Any, Final

from cartera.reports.figures.asking import AsOf, due, held
from cartera.reports.figures.keeping import rows_kept

DAYS_AHEAD: Final = 30

Sections = dict[str, list[tuple[Any, ...]]]

LINES_NOW = """
SELECT l.id, l.client_id, l.amount_approved, l.expires_on FROM lines_line l
WHERE l.state = 'active' {only}
"""
# The line that was approved last by then; one brought in without a case counts from its first day.
LINES_THEN = """
SELECT DISTINCT ON (l.client_id) l.id, l.client_id, l.amount_approved, l.expires_on
FROM lines_line l CROSS JOIN LATERAL (SELECT coalesce((
    SELECT max(e.effective_on) FROM audit_event e
    WHERE e.case_id = l.case_id AND e.step = 2 AND e.kind = 'performed'), l.from_on) AS on_day) a
WHERE l.state IN ('active', 'closed') AND a.on_day <= %(day)s {only}
ORDER BY l.client_id, a.on_day DESC, l.id DESC
"""
RESERVED = """
SELECT client_id, sum(amount_advanced) AS reserved FROM assignments_assignment
WHERE state IN ('prepared', 'recorded') {only} GROUP BY client_id
"""
NOTHING_RESERVED = "SELECT NULL::bigint AS client_id, NULL::numeric AS reserved WHERE false"

# By client and maturity first; what is covered (no capital left) apart. The sums of the few rows
# that are covered or in excess cost nothing, those of all rows most of the time.
_ASSIGNMENTS = """
WITH {held}, swept AS MATERIALIZED (
    SELECT client_id, matures_on, count(*) AS assignments, sum(capital) AS capital,
        coalesce(sum(excess) FILTER (WHERE excess <> 0), 0) AS excess,
        count(*) FILTER (WHERE capital <= 0) AS covered,
        coalesce(sum(capital) FILTER (WHERE capital < 0), 0) AS covered_capital,
        coalesce(sum(excess) FILTER (WHERE capital <= 0 AND excess <> 0), 0) AS covered_excess
    FROM held GROUP BY client_id, matures_on
), by_client AS (
    SELECT client_id, sum(assignments)::bigint AS assignments, sum(capital) AS capital,
        coalesce(sum(capital) FILTER (WHERE matures_on < %(day)s), 0) AS overdue,
        sum(excess) AS excess
    FROM swept GROUP BY client_id
), line AS ({line}), reserved AS ({reserved})
SELECT 'client' AS section, c.id, c.code, c.name, NULL::date AS day, s.assignments,
    s.capital, s.overdue, s.excess
FROM by_client s JOIN parties_client c ON c.id = s.client_id
UNION ALL
SELECT 'situation', NULL, p.situation, NULL, NULL, sum(p.assignments)::bigint, sum(p.capital),
    NULL, sum(p.excess)
FROM swept s CROSS JOIN LATERAL (VALUES
    ('covered', covered, covered_capital, covered_excess),
    (CASE WHEN matures_on < %(day)s THEN 'overdue' ELSE 'current' END, assignments - covered,
        capital - covered_capital, excess - covered_excess)
) p (situation, assignments, capital, excess)
GROUP BY p.situation HAVING sum(p.assignments) > 0
UNION ALL
SELECT 'day', NULL, NULL, NULL, matures_on, sum(assignments - covered)::bigint,
    sum(capital - covered_capital), NULL, NULL
FROM swept WHERE matures_on >= %(day)s AND matures_on < %(day)s + %(days)s::int GROUP BY matures_on
UNION ALL
SELECT 'line', l.id, c.code, c.name, l.expires_on, NULL, l.amount_approved,
    coalesce(s.capital, 0), coalesce(r.reserved, 0)
FROM line l JOIN parties_client c ON c.id = l.client_id
LEFT JOIN by_client s ON s.client_id = l.client_id
LEFT JOIN reserved r ON r.client_id = l.client_id
ORDER BY section, code, day
"""

# Added up by day first, in the order of the index `document_to_collect`; then shared out by age.
_DOCUMENTS = """
WITH {due}, swept AS MATERIALIZED (
    SELECT debtor_id, due_on, count(*) AS documents, sum(left_over) AS left_over,
        sum(advanced) AS advanced
    FROM due GROUP BY due_on, debtor_id
), by_debtor AS (
    SELECT debtor_id, sum(documents)::bigint AS documents, sum(advanced) AS advanced,
        sum(left_over) AS total,
        sum(CASE WHEN due_on >= %(day)s THEN left_over ELSE 0 END) AS current,
        sum(CASE WHEN %(day)s - due_on BETWEEN 1 AND 30 THEN left_over ELSE 0 END) AS to_30,
        sum(CASE WHEN %(day)s - due_on BETWEEN 31 AND 60 THEN left_over ELSE 0 END) AS to_60,
        sum(CASE WHEN %(day)s - due_on BETWEEN 61 AND 90 THEN left_over ELSE 0 END) AS to_90,
        sum(CASE WHEN %(day)s - due_on > 90 THEN left_over ELSE 0 END) AS beyond
    FROM swept GROUP BY debtor_id
)
SELECT 'debtor' AS section, b.code, b.name, NULL::date AS day, b.limit_amount, s.documents,
    s.advanced, s.total, s.current, s.to_30, s.to_60, s.to_90, s.beyond
FROM by_debtor s JOIN parties_debtor b ON b.id = s.debtor_id
UNION ALL
SELECT 'day', NULL, NULL, due_on, NULL, sum(documents)::bigint, NULL, sum(left_over),
    NULL, NULL, NULL, NULL, NULL
FROM swept WHERE due_on >= %(day)s AND due_on < %(day)s + %(days)s::int GROUP BY due_on
ORDER BY section, total DESC, code
"""


def assignments_swept(asked: AsOf) -> Sections:
    """Rows of `client`, `situation`, `day` ahead and `line`: key, code, name, day, how many,
    and three amounts. One query, kept where it takes long."""
    statement = _ASSIGNMENTS.format(
        held=held(asked),
        line=(LINES_NOW if asked.is_now else LINES_THEN).format(only=""),
        reserved=RESERVED.format(only="") if asked.is_now else NOTHING_RESERVED,
    )
    return _swept(statement, asked)


def documents_swept(asked: AsOf) -> Sections:
    """Rows of `debtor`, who owes most first, and `day` ahead: code, name, day, limit, how many,
    what was advanced, what is left to collect, and that in five parts by age. One query, kept
    where it takes long."""
    return _swept(_DOCUMENTS.format(due=due(asked)), asked)


def _swept(statement: str, asked: AsOf) -> Sections:
    sections: Sections = defaultdict(list)
    for section, *row in rows_kept(statement, {"day": asked.day, "days": DAYS_AHEAD}, shared=True):
        sections[section].append(tuple(row))
    return sections
