"""The statements by which a day's payments are read and applied as one set."""

# What was carried to the bank of a day's payments: on the slips of its case, or before it on those
# of the procedures that had the cheques. To be filled with `case` and `day`.
CARRIED = """
    SELECT i.payment_id, i.cheque_number, i.amount, i.slip_id FROM banking_deposititem i
    JOIN banking_depositslip s ON s.id = i.slip_id
    WHERE s.case_id = {case} AND i.is_live AND s.state <> 'void'
    UNION ALL
    SELECT i.payment_id, i.cheque_number, i.amount, i.slip_id FROM payments_payment p
    JOIN banking_deposititem i ON i.payment_id = p.id AND i.is_live
    WHERE p.day_id = {day} AND p.cheque_id IS NOT NULL
        AND p.state IN ('queued', 'applied', 'bounced')
"""
CARRIED_IN_DAY = CARRIED.format(case="%(case)s", day="%(day)s")

# The payments to apply with what their assignments stand at; both locked, in one order.
QUEUED = """
SELECT p.id, p.assignment_id, p.document_id, p.amount, p.value_on, a.terms, a.matures_on,
    a.capital, a.charged_to, a.interest_due, a.default_interest_due, a.charges_due,
    a.prepaid_interest, a.prepaid_vat
FROM payments_payment p JOIN assignments_assignment a ON a.id = p.assignment_id
WHERE p.day_id = %(day)s AND p.state = 'queued' AND a.state IN ('live', 'paid_off')
    AND (%(chosen)s::bigint[] IS NULL OR p.id = ANY(%(chosen)s::bigint[]))
ORDER BY p.assignment_id, p.value_on, p.id
FOR UPDATE OF p, a
"""

# Everything that was applied to assignments and still stands, oldest value date first.
STANDING = """
SELECT x.id, x.payment_id, x.assignment_id, x.value_on, x.amount, x.charges, x.default_interest,
    x.interest, x.vat, x.capital, x.excess, x.balance, x.take
FROM payments_application x
WHERE x.assignment_id = ANY(%s) AND x.reverses_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM payments_application r WHERE r.reverses_id = x.id)
ORDER BY x.assignment_id, x.value_on, x.payment_id
"""

# What came in for papers that are no assignment's: all of it is its owner's. Locked, then applied;
# the numbers of the payments come back.
THIRD_PARTY = """
WITH due AS (
    SELECT p.id, p.amount, p.value_on FROM payments_payment p
    WHERE p.day_id = %(day)s AND p.state = 'queued' AND p.assignment_id IS NULL
        AND (%(chosen)s::bigint[] IS NULL OR p.id = ANY(%(chosen)s::bigint[]))
    ORDER BY p.id FOR UPDATE OF p
), applied AS (
    INSERT INTO payments_application (day_id, payment_id, value_on, applied_on, applied_at,
        applied_by_id, amount, charges, default_interest, interest, vat, capital, excess, balance,
        third_party, take)
    SELECT %(day)s, d.id, d.value_on, %(on)s, %(at)s, %(by)s, d.amount, 0, 0, 0, 0, 0, 0, 0,
        d.amount, 1
    FROM due d ORDER BY d.id
)
UPDATE payments_payment p SET state = 'applied' FROM due d WHERE p.id = d.id RETURNING p.id
"""

# What a bounce takes back of it again.
THIRD_PARTY_UNDONE = """
INSERT INTO payments_application (bounce_id, payment_id, value_on, applied_on, applied_at,
    applied_by_id, amount, charges, default_interest, interest, vat, capital, excess, balance,
    third_party, take, reverses_id, cause_id)
SELECT %(bounce)s, x.payment_id, x.value_on, %(on)s, %(at)s, %(by)s, -x.amount, 0, 0, 0, 0, 0, 0,
    0, -x.third_party, x.take, x.id, x.payment_id
FROM payments_application x WHERE x.payment_id = ANY(%(payments)s) AND x.assignment_id IS NULL
    AND x.reverses_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM payments_application r WHERE r.reverses_id = x.id)
ORDER BY x.id
"""

# What of it is owed all the same: applied once more, by a part of its amount.
THIRD_PARTY_KEPT = """
INSERT INTO payments_application (bounce_id, payment_id, value_on, applied_on, applied_at,
    applied_by_id, amount, charges, default_interest, interest, vat, capital, excess, balance,
    third_party, take, cause_id)
SELECT %(bounce)s, x.payment_id, min(x.value_on), %(on)s, %(at)s, %(by)s, %(kept)s, 0, 0, 0, 0, 0,
    0, 0, %(kept)s, max(x.take) + 1, x.payment_id
FROM payments_application x WHERE x.payment_id = %(payment)s AND x.assignment_id IS NULL
GROUP BY x.payment_id
"""

WRITE = """
WITH applied AS (
    INSERT INTO payments_application (day_id, bounce_id, payment_id, assignment_id, value_on,
        applied_on, applied_at, applied_by_id, amount, charges, default_interest, interest, vat,
        capital, excess, balance, reverses_id, cause_id, take)
    SELECT %(day)s, %(bounce)s, r.payment, r.assignment, r.value_on, %(on)s, %(at)s, %(by)s,
        r.amount, r.charges, r.default_interest, r.interest, r.vat, r.capital, r.excess, r.balance,
        r.reverses, r.cause, r.take
    FROM unnest(%(payments)s::bigint[], %(assignments)s::bigint[], %(values)s::date[],
        %(amounts)s::numeric[], %(charges)s::numeric[], %(defaults)s::numeric[],
        %(interests)s::numeric[], %(vats)s::numeric[], %(capitals)s::numeric[],
        %(excesses)s::numeric[], %(balances)s::numeric[], %(reversed)s::bigint[],
        %(causes)s::bigint[], %(takes)s::smallint[]) WITH ORDINALITY
        AS r (payment, assignment, value_on, amount, charges, default_interest, interest, vat,
            capital, excess, balance, reverses, cause, take, place)
    ORDER BY r.place
), marked AS (
    UPDATE payments_payment p SET state = 'applied'
    FROM unnest(%(marked)s::bigint[]) AS m (id) WHERE p.id = m.id
), collected AS (
    UPDATE assignments_assigneddocument d SET amount_collected = d.amount_collected + c.amount,
        state = CASE WHEN d.amount_collected + c.amount >= d.amount THEN 'collected'
                     ELSE d.state END,
        collected_on = CASE WHEN d.amount_collected + c.amount >= d.amount THEN %(on)s::date
                            ELSE d.collected_on END
    FROM unnest(%(documents)s::bigint[], %(collections)s::numeric[]) AS c (id, amount)
    WHERE d.id = c.id
)
UPDATE assignments_assignment a SET capital = s.capital, charged_to = s.charged_to,
    interest_due = s.interest_due, default_interest_due = s.default_interest_due,
    charges_due = s.charges_due, prepaid_interest = s.prepaid_interest,
    prepaid_vat = s.prepaid_vat
FROM unnest(%(standing)s::bigint[], %(new_capitals)s::numeric[], %(charged_tos)s::date[],
    %(new_interests)s::numeric[], %(new_defaults)s::numeric[], %(new_charges)s::numeric[],
    %(new_prepaid)s::numeric[], %(new_prepaid_vat)s::numeric[])
    AS s (id, capital, charged_to, interest_due, default_interest_due, charges_due,
        prepaid_interest, prepaid_vat)
WHERE a.id = s.id
"""

# Assignments that owe nothing and have no document left to collect.
PAID_OFF = """
UPDATE assignments_assignment a SET state = 'paid_off', paid_off_on = %(on)s
WHERE a.id IN (SELECT x.assignment_id FROM payments_application x WHERE x.day_id = %(day)s)
    AND a.state = 'live' AND a.capital <= 0 AND a.interest_due = 0
    AND a.default_interest_due = 0 AND a.charges_due = 0
    AND NOT EXISTS (SELECT 1 FROM assignments_assigneddocument d
        WHERE d.assignment_id = a.id AND d.state = 'live')
RETURNING a.number, a.capital
"""
