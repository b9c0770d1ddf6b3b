"""Checks of tax receipts by themselves."""

from cartera.kernel.checks import Check
from cartera.kernel.text import gettext_noop as _

CHECKS = (
    Check(
        "receipts_add_up",
        _("Cada comprobante suma sus líneas, y sus partes su total"),
        """SELECT s.code || ' ' || r.number,
            concat_ws(' / ', count(l.n), sum(l.taxed), sum(l.exempt), sum(l.vat),
                r.taxed + r.exempt + r.vat),
            concat_ws(' / ', r.line_count, r.taxed, r.exempt, r.vat, r.total)
        FROM tax_taxreceipt r JOIN tax_receiptseries s ON s.id = r.series_id
        LEFT JOIN tax_taxreceiptline l ON l.receipt_id = r.id GROUP BY r.id, s.code
        HAVING count(l.n) <> r.line_count OR sum(l.taxed) <> r.taxed OR sum(l.exempt) <> r.exempt
            OR sum(l.vat) <> r.vat OR r.total <> r.taxed + r.exempt + r.vat
        ORDER BY r.id LIMIT 50""",
    ),
    Check(
        "receipt_numbers_have_no_holes",
        _("Los comprobantes de cada serie van numerados sin huecos hasta el último"),
        """SELECT s.code, count(r.id) || ' / ' || coalesce(max(r.number), s.first_number - 1),
            s.last_number - s.first_number + 1 || ' / ' || s.last_number
        FROM tax_receiptseries s LEFT JOIN tax_taxreceipt r ON r.series_id = s.id GROUP BY s.id
        HAVING count(r.id) <> s.last_number - s.first_number + 1
            OR coalesce(max(r.number), s.first_number - 1) <> s.last_number""",
    ),
    Check(
        "credit_notes_fit_their_receipt",
        _("Las notas de crédito de un comprobante no pasan de su total"),
        """SELECT s.code || ' ' || r.number, sum(n.total), '≤ ' || r.total
        FROM tax_taxreceipt r JOIN tax_receiptseries s ON s.id = r.series_id
        JOIN tax_taxreceipt n ON n.corrects_id = r.id
        WHERE NOT EXISTS (SELECT FROM tax_taxreceiptvoid v WHERE v.receipt_id = n.id)
        GROUP BY r.id, s.code HAVING sum(n.total) > r.total ORDER BY r.id LIMIT 50""",
    ),
)
