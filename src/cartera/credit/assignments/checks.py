"""Checks of assignments and their documents by themselves."""

from cartera.kernel.checks import Check
from cartera.kernel.text import gettext_noop as _

CHECKS = (
    Check(
        "price_adds_up",
        _("El neto de cada cesión es lo financiado menos lo que se descuenta"),
        """SELECT 'cesión ' || number, amount_net, amount_advanced - commission - vat
            - upfront_interest - upfront_vat - deductions
        FROM assignments_assignment WHERE number IS NOT NULL AND state <> 'rejected'
            AND amount_net <> amount_advanced - commission - vat - upfront_interest
                - upfront_vat - deductions ORDER BY number LIMIT 50""",
    ),
    Check(
        "documents_sum_to_the_assignment",
        _("Los documentos de cada cesión suman su nominal y lo financiado"),
        """SELECT 'cesión ' || a.number, sum(d.amount) || ' / ' || sum(d.amount_advanced),
            a.amount_face || ' / ' || a.amount_advanced
        FROM assignments_assignment a JOIN assignments_assigneddocument d
            ON d.assignment_id = a.id AND d.state <> 'withdrawn'
        WHERE a.number IS NOT NULL AND a.state <> 'rejected' GROUP BY a.id
        HAVING sum(d.amount) <> a.amount_face OR sum(d.amount_advanced) <> a.amount_advanced
        ORDER BY a.number LIMIT 50""",
    ),
    Check(
        "assignment_numbers_have_no_holes",
        _("Las cesiones nacidas aquí van numeradas sin huecos"),
        """WITH brought AS (SELECT coalesce(max((brought->>'number')::int), 0) AS last
            FROM assignments_assignment WHERE brought IS NOT NULL)
        SELECT c.name, count(a.id) || ' / ' || coalesce(max(a.number), b.last),
            c.last_number - b.last || ' / ' || c.last_number
        FROM assignments_counter c CROSS JOIN brought b
        LEFT JOIN assignments_assignment a ON a.number IS NOT NULL AND a.brought IS NULL
        WHERE c.name = 'assignments_number' GROUP BY c.name, c.last_number, b.last
        HAVING count(a.id) <> c.last_number - b.last
            OR coalesce(max(a.number), b.last) <> c.last_number""",
    ),
    Check(
        "operation_numbers_have_no_holes",
        _("Los documentos descontados van numerados sin huecos"),
        """SELECT c.name, count(d.id) || ' / ' || coalesce(max(d.operation_number), 0),
            c.last_number || ' / ' || c.last_number
        FROM assignments_counter c
        LEFT JOIN assignments_assigneddocument d ON d.operation_number IS NOT NULL
        WHERE c.name = 'assignments_operation' GROUP BY c.name, c.last_number
        HAVING count(d.id) <> c.last_number
            OR coalesce(max(d.operation_number), 0) <> c.last_number""",
    ),
    Check(
        "a_document_is_in_one_assignment",
        _("Ningún documento está vigente en dos cesiones"),
        """SELECT t.name || ' ' || d.number_key,
            string_agg(coalesce(a.number::text, 's/n'), ', ' ORDER BY a.id)
        FROM assignments_assigneddocument d JOIN parties_debtor t ON t.id = d.debtor_id
        JOIN assignments_assignment a ON a.id = d.assignment_id
        WHERE d.state NOT IN ('withdrawn', 'returned')
        GROUP BY t.name, d.debtor_id, d.kind, d.number_key HAVING count(*) > 1 LIMIT 50""",
    ),
    Check(
        "the_line_covers_what_is_used",
        _("Ninguna línea está usada por encima de lo aprobado sin excepción autorizada"),
        """SELECT c.code, sum(used.amount), l.amount_approved FROM (
            SELECT a.line_id, a.exceptions, CASE WHEN a.state IN ('prepared', 'recorded')
                THEN a.amount_advanced ELSE greatest(a.capital, 0) END AS amount,
                (SELECT sum(p.amount) FROM payments_payment p
                    WHERE p.assignment_id = a.id AND p.state = 'bounced') AS returned
            FROM assignments_assignment a
            WHERE a.state IN ('prepared', 'recorded', 'live', 'paid_off')) used
        JOIN lines_line l ON l.id = used.line_id JOIN parties_client c ON c.id = l.client_id
        GROUP BY l.id, c.code
        HAVING sum(used.amount) - coalesce(sum(used.returned), 0) > l.amount_approved
            AND NOT bool_or(used.exceptions ? 'line')
        ORDER BY 1 LIMIT 50""",
    ),
    Check(
        "documents_follow_their_assignment",
        _("Ninguna cesión vigente tiene documentos sin verificar, ni una cancelada por cobrar"),
        """SELECT 'cesión ' || a.number || ' ' || d.number, d.state, a.state
        FROM assignments_assignment a JOIN assignments_assigneddocument d
            ON d.assignment_id = a.id
        WHERE (a.state IN ('live', 'paid_off', 'settled') AND d.state IN ('presented', 'verified'))
            OR (a.state IN ('paid_off', 'settled') AND d.state = 'live')
        ORDER BY a.number LIMIT 50""",
    ),
    Check(
        "debts_were_verified",
        _("Cada documento financiado fue verificado con su deudor"),
        """SELECT 'cesión ' || a.number || ' ' || d.number, d.state
        FROM assignments_assignment a JOIN assignments_assigneddocument d
            ON d.assignment_id = a.id AND d.state IN ('live', 'collected')
        WHERE a.brought IS NULL AND NOT EXISTS (SELECT FROM assignments_debtverification v
                          WHERE v.document_id = d.id AND v.is_confirmed)
        ORDER BY a.number LIMIT 50""",
    ),
)
