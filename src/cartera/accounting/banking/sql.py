"""The statement that prepares slips: one round trip however many slips and items."""

PREPARE = """
WITH item AS (
    SELECT * FROM unnest(%(accounts)s::bigint[], %(ns)s::int[], %(kinds)s::text[],
                         %(cheque_banks)s::text[], %(cheque_numbers)s::text[],
                         %(amounts)s::numeric[], %(value_days)s::date[], %(references)s::text[],
                         %(payments)s::bigint[])
         AS i(account_id, n, kind, cheque_bank, cheque_number, amount, value_on, reference,
              payment_id)),
draft AS (
    SELECT row_number() OVER (ORDER BY b.bank_name, b.number, b.id) AS ordinal, b.id AS account_id,
           count(*) AS line_count, sum(item.amount) AS total
    FROM item JOIN banking_bankaccount b ON b.id = item.account_id AND b.is_active
    GROUP BY b.id),
counter AS (
    UPDATE banking_slipseries s SET last_number = s.last_number + (SELECT count(*) FROM draft)
    WHERE s.code = %(series)s
      AND (SELECT count(*) FROM draft) = (SELECT count(DISTINCT account_id) FROM item)
    RETURNING s.id, s.last_number - (SELECT count(*) FROM draft) AS before),
slip AS (
    INSERT INTO banking_depositslip (series_id, number, bank_account_id, effective_on, recorded_at,
                                     case_id, prepared_by_id, total, line_count, state, void_reason)
    SELECT c.id, c.before + d.ordinal, d.account_id, %(on)s::date, %(recorded_at)s::timestamptz,
           %(case)s::bigint, %(prepared_by)s::bigint, d.total, d.line_count, 'prepared', ''
    FROM counter c CROSS JOIN draft d ORDER BY d.ordinal
    RETURNING id, bank_account_id),
carried AS (
    INSERT INTO banking_deposititem (slip_id, n, kind, cheque_bank, cheque_number, amount, value_on,
                                     reference, payment_id, is_live)
    SELECT slip.id, item.n, item.kind, item.cheque_bank, item.cheque_number, item.amount,
           item.value_on, item.reference, item.payment_id, true
    FROM item JOIN slip ON slip.bank_account_id = item.account_id)
SELECT id FROM slip
"""

DEPOSITED = """
SELECT b.id, b.bank_name, b.number, count(DISTINCT s.id), count(i.n),
       coalesce(sum(i.amount) FILTER (WHERE i.kind = 'cash'), 0.00),
       coalesce(sum(i.amount) FILTER (WHERE i.kind = 'cheque'), 0.00),
       coalesce(sum(i.amount) FILTER (WHERE i.kind = 'transfer'), 0.00),
       sum(i.amount)
FROM banking_depositslip s
JOIN banking_bankaccount b ON b.id = s.bank_account_id
JOIN banking_deposititem i ON i.slip_id = s.id
WHERE s.state <> 'void' AND (%(on)s::date IS NULL OR s.effective_on = %(on)s)
  AND (%(case)s::bigint IS NULL OR s.case_id = %(case)s)
GROUP BY b.id ORDER BY b.bank_name, b.number
"""
