"""Checks of delegations: what is lent is away, guaranteed for its value, and settled for it."""

from cartera.kernel.checks import Check
from cartera.kernel.text import gettext_noop as _

CHECKS = (
    Check(
        "delegations_are_guaranteed_whole",
        _("Cada cobranza delegada suma sus documentos y su garantía"),
        """SELECT 'cobranza delegada ' || d.id, d.amount, coalesce(sum(x.amount), 0) || ' '
            || coalesce(g.amount, 0)
        FROM delegations_delegation d LEFT JOIN cheques_cheque g ON g.id = d.guarantee_id
        LEFT JOIN delegations_delegateddocument x ON x.delegation_id = d.id AND x.state <> 'void'
        WHERE d.state <> 'denied' GROUP BY d.id, g.amount
        HAVING d.amount <> coalesce(sum(x.amount), 0) OR d.amount <> coalesce(g.amount, d.amount)
        ORDER BY d.id LIMIT 50""",
    ),
    Check(
        "delegated_documents_are_out",
        _("Lo que está delegado lo tiene el cliente, y nada más lo está"),
        """SELECT 'cobranza delegada ' || x.delegation_id, 'original ' || o.id, o.state
        FROM delegations_delegateddocument x JOIN custody_original o ON o.id = x.original_id
        WHERE x.state = 'lent' AND (o.state, o.outside) IS DISTINCT FROM ('out', 'client')
        ORDER BY o.id LIMIT 50""",
    ),
    Check(
        "delegations_are_settled_for_their_value",
        _("Los cheques de cada liquidación suman los documentos que pagan"),
        """SELECT 'cobranza delegada ' || b.delegation_id, c.amount, coalesce(sum(x.amount), 0)
        FROM delegations_broughtcheque b JOIN cheques_cheque c ON c.id = b.cheque_id
        LEFT JOIN delegations_delegateddocument x ON x.brought_id = b.id
        WHERE b.voided_at IS NULL GROUP BY b.id, c.amount
        HAVING c.amount <> coalesce(sum(x.amount), 0) ORDER BY b.id LIMIT 50""",
    ),
    Check(
        "what_came_back_uncollected_is_handed_in",
        _("Lo que se devolvió sin cobrar se entregó a custodia al cerrar su cobranza"),
        """SELECT 'cobranza delegada ' || d.id, 'original ' || o.id, 'nadie lo guarda'
        FROM delegations_delegateddocument x JOIN custody_original o ON o.id = x.original_id
        JOIN delegations_delegation d ON d.id = x.delegation_id
        JOIN custody_movement m ON m.original_id = o.id AND m.n = o.moves
        WHERE x.state = 'returned' AND d.state IN ('closed', 'claimed')
            AND o.state = 'in_hand' AND m.case_id = d.case_id AND NOT EXISTS (
                SELECT FROM custody_handedoriginal i
                JOIN custody_handover h ON h.id = i.hand_over_id
                WHERE i.original_id = o.id AND h.role = 'R_CUST' AND h.offered_at >= m.moved_at)
        ORDER BY o.id LIMIT 50""",
    ),
    Check(
        "lent_documents_are_with_the_other_factor",
        _("Cada documento prestado lo tiene la otra empresa, o su cheque está en la casa"),
        """SELECT 'préstamo ' || l.id, l.state, o.state || ' ' || coalesce(c.amount::text, '')
        FROM delegations_documentloan l JOIN custody_original o ON o.id = l.original_id
        LEFT JOIN cheques_cheque c ON c.id = l.cheque_id
        WHERE (l.state = 'lent' AND (o.state, o.outside) IS DISTINCT FROM ('out', 'factor'))
            OR c.amount <> l.amount ORDER BY l.id LIMIT 50""",
    ),
    Check(
        "borrowed_documents_are_where_they_should",
        _("Cada documento que prestan vale lo suyo y está donde su préstamo dice"),
        """SELECT 'documento prestado ' || l.id, l.state || ' ' || l.amount,
            o.kind || ' ' || o.state || ' ' || coalesce(o.amount::text, '')
        FROM delegations_borrowing l LEFT JOIN custody_original o ON o.id = l.borrowed_id
        WHERE (o.kind, o.amount) IS DISTINCT FROM ('borrowed', l.amount)
                AND l.state NOT IN ('asked', 'issued', 'delivered', 'denied')
            OR l.state = 'lent' AND o.state IN ('out', 'gone')
            OR l.state = 'returned' AND (o.state, o.outside) IS DISTINCT FROM ('gone', 'factor')
            OR l.state = 'unpaid' AND (o.state <> 'gone' OR EXISTS (
                SELECT FROM cheques_chequecover v JOIN cheques_cheque c ON c.id = v.cheque_id
                WHERE v.original_id = o.id AND c.state NOT IN ('exchanged', 'returned', 'replaced')
            ))
        ORDER BY l.id LIMIT 50""",
    ),
    Check(
        "other_factors_are_paid_what_was_collected",
        _("A cada empresa que prestó se le paga lo cobrado de su documento, una vez"),
        """SELECT 'documento prestado ' || l.id, coalesce(l.collected::text, ''),
            coalesce(sum(p.amount), 0)
        FROM delegations_borrowing l LEFT JOIN payments_payout p ON p.case_id = l.case_id
        GROUP BY l.id HAVING coalesce(sum(p.amount), 0) <> CASE
            WHEN l.state IN ('paid', 'closed') THEN l.collected ELSE 0 END
        ORDER BY l.id LIMIT 50""",
    ),
    Check(
        "issued_cheques_are_what_they_pay",
        _("Cada cheque que paga un documento prestado está vigente y vale lo que salió"),
        """SELECT 'documento prestado ' || l.id, l.state || ' ' || l.collected,
            e.state || ' ' || e.amount
        FROM delegations_borrowing l JOIN banking_issuedcheque e ON e.id = l.issued_cheque_id
        LEFT JOIN payments_payout p ON p.case_id = l.case_id
        WHERE l.state IN ('drawn', 'paid', 'closed') AND (
            (e.state, e.amount) IS DISTINCT FROM ('drawn', l.collected)
            OR p.bank_account_id <> e.bank_account_id OR p.reference <> e.number)
        UNION ALL
        SELECT 'cheque emitido ' || e.number, e.state, coalesce(l.state, '')
        FROM banking_issuedcheque e LEFT JOIN delegations_borrowing l ON l.issued_cheque_id = e.id
        WHERE e.state = 'drawn' AND coalesce(l.state, '') NOT IN
            ('settled', 'drawn', 'paid', 'closed') LIMIT 50""",
    ),
)
