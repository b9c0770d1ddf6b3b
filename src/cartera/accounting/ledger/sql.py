"""The statements that post. Each is one round trip however many entries and lines it carries."""

from collections.abc import Iterable
from decimal import Decimal


def numbers(values: Iterable[Decimal | int | None]) -> str:
    """An array of numbers as PostgreSQL reads it: a batch's lines spend less time on the way so."""
    return "{" + ",".join("NULL" if value is None else str(value) for value in values) + "}"


# The series' row is locked by the update; every other part of the statement waits for nothing.
_PLACED = """
placed AS MATERIALIZED (
    SELECT d.*, p.id AS period_id
    FROM draft d JOIN ledger_period p ON p.year = extract(year FROM d.effective_on)
                                     AND p.month = extract(month FROM d.effective_on)),
counter AS (
    UPDATE ledger_series s SET last_number = s.last_number + (SELECT count(*) FROM placed)
    WHERE s.code = %(series)s
      AND (SELECT count(*) FROM placed) = (SELECT count(*) FROM draft)
    RETURNING s.id, s.last_number - (SELECT count(*) FROM placed) AS before),
entry AS (
    INSERT INTO ledger_entry (series_id, number, effective_on, recorded_at, period_id, event,
                              description, case_id, amount, line_count, prepared_by_id,
                              reverses_id, corrects_id)
    SELECT c.id, c.before + d.ordinal, d.effective_on, %(recorded_at)s::timestamptz, d.period_id,
           d.event, d.description, d.case_id, d.amount, d.line_count, %(prepared_by)s::bigint,
           d.reverses_id, d.corrects_id
    FROM counter c CROSS JOIN placed d ORDER BY d.ordinal
    RETURNING id, number, series_id, period_id),
"""

POST = f"""
WITH draft AS (
    SELECT ordinal, effective_on, event, description, case_id, corrects_id, amount, line_count,
           NULL::bigint AS reverses_id
    FROM unnest(%(days)s::date[], %(events)s::text[], %(descriptions)s::text[],
                %(cases)s::bigint[], %(corrected)s::bigint[], %(amounts)s::numeric[],
                %(line_counts)s::int[])
         WITH ORDINALITY AS d(effective_on, event, description, case_id, corrects_id, amount,
                              line_count, ordinal)),
{_PLACED}
line AS (
    INSERT INTO ledger_line (entry_id, n, account_id, debit, credit, reference, client_code)
    SELECT e.id, l.n, l.account_id, l.debit, l.credit, l.reference, l.client_code
    FROM unnest(%(ordinals)s::int[], %(ns)s::int[], %(accounts)s::bigint[], %(debits)s::numeric[],
                %(credits)s::numeric[], %(references)s::text[], %(clients)s::text[])
         AS l(ordinal, n, account_id, debit, credit, reference, client_code)
    CROSS JOIN counter c
    JOIN entry e ON e.number = c.before + l.ordinal)
SELECT id, number, series_id, period_id FROM entry ORDER BY number
"""

REVERSE = f"""
WITH draft AS (
    SELECT 1 AS ordinal, %(on)s::date AS effective_on, o.event,
           %(description)s::text AS description, o.case_id,
           NULL::bigint AS corrects_id, o.amount, o.line_count, o.id AS reverses_id
    FROM ledger_entry o WHERE o.id = %(origin)s),
{_PLACED}
line AS (
    INSERT INTO ledger_line (entry_id, n, account_id, debit, credit, reference, client_code)
    SELECT e.id, l.n, l.account_id, l.credit, l.debit, l.reference, l.client_code
    FROM entry e CROSS JOIN ledger_line l WHERE l.entry_id = %(origin)s)
SELECT id FROM entry
"""

# For each role its own account, and under a heading that numbers its clients, theirs.
ACCOUNTS_OF_ROLES = """
SELECT r.role, '', a.id, a.code, a.sub_digits IS NOT NULL
FROM ledger_postingrule r JOIN ledger_account a ON a.id = r.account_id
WHERE r.role = ANY(%(roles)s::text[])
UNION ALL
SELECT r.role, own.client_code, own.id, own.code, true
FROM ledger_postingrule r JOIN ledger_account own ON own.parent_id = r.account_id
WHERE r.role = ANY(%(roles)s::text[]) AND own.client_code = ANY(%(clients)s::text[])
  AND own.client_code <> ''
"""

DAYS_WITHOUT_PERIOD = """
SELECT d.day FROM unnest(%(days)s::date[]) AS d(day)
WHERE NOT EXISTS (SELECT FROM ledger_period p WHERE p.year = extract(year FROM d.day)
                                                AND p.month = extract(month FROM d.day))
ORDER BY d.day LIMIT 1
"""

TRIAL_BALANCE = """
SELECT a.id, a.code, a.name, a.nature, a.client_code, moved.opening, moved.debits, moved.credits
FROM (SELECT l.account_id,
             coalesce(sum(l.debit - l.credit) FILTER (WHERE e.effective_on < %(from_on)s), 0.00)
                 AS opening,
             coalesce(sum(l.debit) FILTER (WHERE e.effective_on >= %(from_on)s), 0.00) AS debits,
             coalesce(sum(l.credit) FILTER (WHERE e.effective_on >= %(from_on)s), 0.00) AS credits
      FROM ledger_line l JOIN ledger_entry e ON e.id = l.entry_id
      WHERE e.effective_on <= %(on)s
      GROUP BY l.account_id) moved
JOIN ledger_account a ON a.id = moved.account_id
ORDER BY a.code
"""

_UNDER = """
WITH RECURSIVE under AS (
    SELECT id, client_code FROM ledger_account WHERE id = %(account)s
    UNION ALL
    SELECT a.id, a.client_code FROM ledger_account a JOIN under u ON a.parent_id = u.id)
"""

ACCOUNT_BALANCE = f"""{_UNDER}
SELECT sum(l.debit - l.credit)
FROM under u JOIN ledger_line l ON l.account_id = u.id JOIN ledger_entry e ON e.id = l.entry_id
WHERE e.effective_on <= %(on)s
  AND (%(client)s::text IS NULL OR coalesce(nullif(l.client_code, ''), u.client_code) = %(client)s)
"""

BALANCE_BY_CLIENT = f"""{_UNDER}
SELECT coalesce(nullif(l.client_code, ''), u.client_code) AS client, sum(l.debit - l.credit)
FROM under u JOIN ledger_line l ON l.account_id = u.id JOIN ledger_entry e ON e.id = l.entry_id
WHERE e.effective_on <= %(on)s
GROUP BY client HAVING sum(l.debit - l.credit) <> 0
ORDER BY client
"""

ENTRY_LINES = """
SELECT l.n, a.code, a.name, l.reference, l.client_code, l.debit, l.credit
FROM ledger_line l JOIN ledger_account a ON a.id = l.account_id
WHERE l.entry_id = %(entry)s ORDER BY l.n
"""

JOURNAL = """
SELECT e.id, s.code, e.number, e.effective_on, e.recorded_at, e.event, e.description,
       l.n, a.code, a.name, l.reference, l.client_code, l.debit, l.credit
FROM ledger_entry e
JOIN ledger_series s ON s.id = e.series_id
JOIN ledger_line l ON l.entry_id = e.id
JOIN ledger_account a ON a.id = l.account_id
WHERE e.effective_on BETWEEN %(from_on)s AND %(to_on)s
ORDER BY e.effective_on, s.code, e.number, l.n
"""
