"""Checks of foreign documents: what is held of each is in the books, what was paid left once, no
paper stays behind."""

from cartera.kernel.checks import Check
from cartera.kernel.text import gettext_noop as _

CHECKS = (
    Check(
        "held_values_came_in",
        _("Cada valor ajeno por pagar o pagado es lo que entró por su documento"),
        """SELECT 'documento ajeno ' || f.number, f.state || ' ' || coalesce(f.collected, 0),
            coalesce(sum(x.third_party), 0)
        FROM third_party_foreigndocument f
        LEFT JOIN payments_payment p ON p.paper_id = f.paper_id
        LEFT JOIN payments_application x ON x.payment_id = p.id
        WHERE f.state IN ('given', 'closed')
        GROUP BY f.id HAVING f.collected IS DISTINCT FROM sum(x.third_party)
        ORDER BY f.id LIMIT 50""",
    ),
    Check(
        "paid_values_left_once",
        _("Cada pago de un valor ajeno es la entrega de ese dinero, y al revés"),
        """SELECT 'pago del valor ' || v.value_id, v.state || ' ' || v.amount,
            coalesce(sum(o.amount), 0)
        FROM third_party_valuepayment v LEFT JOIN payments_payout o
            ON o.case_id = v.case_id AND o.returned_id IS NULL
        GROUP BY v.id HAVING coalesce(sum(o.amount), 0)
            <> CASE WHEN v.state IN ('paid', 'posted') THEN v.amount ELSE 0 END
            OR (v.state = 'posted') <> coalesce(bool_and(o.entry_id IS NOT NULL), false)
        ORDER BY v.id LIMIT 50""",
    ),
    Check(
        "papers_of_ended_cases_go_back",
        _("El papel de cada documento ajeno de un caso terminado salió, o se está devolviendo"),
        """SELECT 'documento ajeno ' || f.number, f.state, o.state
        FROM third_party_foreigndocument f JOIN custody_original o ON o.id = f.paper_id
        WHERE f.state IN ('assigned', 'elsewhere', 'credited', 'given', 'closed', 'void')
            AND o.state IN ('vault', 'in_hand') AND NOT EXISTS (
                SELECT FROM third_party_paperreturn r
                WHERE r.document_id = f.id AND r.state = 'waiting')
        ORDER BY f.id LIMIT 50""",
    ),
)
