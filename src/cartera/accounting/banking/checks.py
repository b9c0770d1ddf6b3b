"""Checks of deposit slips by themselves."""

from cartera.kernel.checks import Check
from cartera.kernel.text import gettext_noop as _

CHECKS = (
    Check(
        "slips_add_up",
        _("Cada remesa suma sus valores"),
        """SELECT 'remesa ' || s.number, count(i.id) || ' / ' || coalesce(sum(i.amount), 0),
            s.line_count || ' / ' || s.total
        FROM banking_depositslip s LEFT JOIN banking_deposititem i ON i.slip_id = s.id
        GROUP BY s.id HAVING count(i.id) <> s.line_count OR sum(i.amount) <> s.total
        ORDER BY s.id LIMIT 50""",
    ),
    Check(
        "slip_numbers_have_no_holes",
        _("Las remesas van numeradas sin huecos hasta la última"),
        """SELECT s.code, count(d.id) || ' / ' || coalesce(max(d.number), s.first_number - 1),
            s.last_number - s.first_number + 1 || ' / ' || s.last_number
        FROM banking_slipseries s LEFT JOIN banking_depositslip d ON d.series_id = s.id
        GROUP BY s.id HAVING count(d.id) <> s.last_number - s.first_number + 1
            OR coalesce(max(d.number), s.first_number - 1) <> s.last_number""",
    ),
    Check(
        "void_slips_carry_nothing",
        _("Una remesa anulada no lleva nada, y las demás llevan todos sus valores"),
        """SELECT 'remesa ' || s.number || '.' || i.n, i.is_live::text, s.state
        FROM banking_deposititem i JOIN banking_depositslip s ON s.id = i.slip_id
        WHERE i.is_live = (s.state = 'void') ORDER BY i.id LIMIT 50""",
    ),
    Check(
        "a_payment_is_deposited_once",
        _("Ningún abono está en dos remesas vigentes"),
        """SELECT 'abono ' || payment_id, count(*), 1 FROM banking_deposititem
        WHERE is_live AND payment_id IS NOT NULL GROUP BY payment_id HAVING count(*) > 1
        ORDER BY payment_id LIMIT 50""",
    ),
)
