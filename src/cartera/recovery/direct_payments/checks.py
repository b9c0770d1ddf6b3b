"""Checks of direct payments: each entered note is claimed, and what came back is accounted for."""

from cartera.kernel.checks import Check
from cartera.kernel.text import gettext_noop as _

CHECKS = (
    Check(
        "direct_payments_are_claimed",
        _("Cada abono directo ingresado está en un cargo al cliente, por su monto y documento"),
        """SELECT 'nota ' || n.reference, n.state || ' ' || n.amount,
            coalesce(c.state || ' ' || c.amount, '')
        FROM direct_payments_directpayment n LEFT JOIN claims_claim c ON c.id = n.claim_id
        WHERE n.state <> 'received' AND (n.state <> 'void' OR c.id IS NOT NULL)
            AND ((c.amount, c.document_id, c.client_id)
                    IS DISTINCT FROM (n.amount, n.document_id, n.client_id)
                OR (n.state = 'void') <> (c.state = 'void')
                OR (n.state IN ('recovered', 'cancelled') AND c.state <> 'settled'))
        ORDER BY n.id LIMIT 50""",
    ),
    Check(
        "refunds_are_what_the_claim_says",
        _("Lo reintegrado por cheque de cada abono directo es lo que dice su cargo"),
        """SELECT 'nota ' || n.reference, coalesce(r.amount, 0), c.refunded
        FROM direct_payments_directpayment n JOIN claims_claim c ON c.id = n.claim_id
        LEFT JOIN (SELECT direct_payment_id, sum(amount) AS amount
            FROM direct_payments_refund WHERE cheque_id IS NOT NULL GROUP BY 1) r
            ON r.direct_payment_id = n.id
        WHERE coalesce(r.amount, 0) <> c.refunded ORDER BY n.id LIMIT 50""",
    ),
)
