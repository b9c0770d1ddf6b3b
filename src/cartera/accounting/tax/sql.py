"""The statement that issues receipts: one round trip however many clients and lines."""

ISSUE = """
WITH draft AS (
    SELECT * FROM unnest(%(codes)s::text[], %(names)s::text[], %(nits)s::text[], %(nrcs)s::text[],
                         %(activities)s::text[], %(addresses)s::text[], %(cases)s::bigint[],
                         %(corrected)s::bigint[], %(taxed)s::numeric[], %(exempt)s::numeric[],
                         %(vat)s::numeric[], %(totals)s::numeric[], %(line_counts)s::int[])
         WITH ORDINALITY
         AS d(code, name, nit, nrc, activity, address, case_id, corrects_id, taxed, exempt, vat,
              total, line_count, ordinal)),
counter AS (
    UPDATE tax_receiptseries s SET last_number = s.last_number + (SELECT count(*) FROM draft)
    WHERE s.code = %(series)s
    RETURNING s.id, s.kind, s.last_number - (SELECT count(*) FROM draft) AS before),
receipt AS (
    INSERT INTO tax_taxreceipt (series_id, kind, number, issued_on, recorded_at, client_code,
                                client_name, client_nit, client_nrc, client_activity,
                                client_address, case_id, prepared_by_id, taxed, exempt, vat, total,
                                line_count, corrects_id)
    SELECT c.id, c.kind, c.before + d.ordinal, %(on)s::date, %(recorded_at)s::timestamptz, d.code,
           d.name, d.nit, d.nrc, d.activity, d.address, d.case_id, %(prepared_by)s::bigint,
           d.taxed, d.exempt, d.vat, d.total, d.line_count, d.corrects_id
    FROM counter c CROSS JOIN draft d ORDER BY d.ordinal
    RETURNING id, number),
line AS (
    INSERT INTO tax_taxreceiptline (receipt_id, n, concept, description, reference, payment_id,
                                    taxed, exempt, vat)
    SELECT r.id, l.n, l.concept, l.description, l.reference, l.payment_id, l.taxed, l.exempt, l.vat
    FROM unnest(%(ordinals)s::int[], %(ns)s::int[], %(concepts)s::text[], %(descriptions)s::text[],
                %(references)s::text[], %(payments)s::bigint[], %(line_taxed)s::numeric[],
                %(line_exempt)s::numeric[], %(line_vat)s::numeric[])
         AS l(ordinal, n, concept, description, reference, payment_id, taxed, exempt, vat)
    CROSS JOIN counter c
    JOIN receipt r ON r.number = c.before + l.ordinal)
SELECT id FROM receipt ORDER BY number
"""

# A credit note takes back what the receipt it corrects charged; what is void counts for nothing.
CHARGED = """
SELECT l.concept,
       sum(l.taxed * s.sign) AS taxed, sum(l.exempt * s.sign) AS exempt, sum(l.vat * s.sign) AS vat
FROM tax_taxreceipt r
CROSS JOIN LATERAL (SELECT CASE r.kind WHEN 'NC' THEN -1 ELSE 1 END AS sign) s
JOIN tax_taxreceiptline l ON l.receipt_id = r.id
WHERE NOT EXISTS (SELECT FROM tax_taxreceiptvoid v WHERE v.receipt_id = r.id)
  AND (%(from_on)s::date IS NULL OR r.issued_on >= %(from_on)s)
  AND (%(to_on)s::date IS NULL OR r.issued_on <= %(to_on)s)
  AND (%(case)s::bigint IS NULL OR r.case_id = %(case)s)
GROUP BY l.concept ORDER BY l.concept
"""

CHARGED_BY_PAYMENT = """
SELECT l.payment_id, sum((l.taxed + l.exempt + l.vat) * CASE r.kind WHEN 'NC' THEN -1 ELSE 1 END)
FROM tax_taxreceipt r JOIN tax_taxreceiptline l ON l.receipt_id = r.id
WHERE r.case_id = %(case)s AND l.payment_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM tax_taxreceiptvoid v WHERE v.receipt_id = r.id)
GROUP BY l.payment_id
"""
