"""What must hold of papers and cheques after every act, asked in one query: each part says its name
and the first offender."""

PAPERS: dict[str, str] = {
    "papers are where it is told": """
    SELECT 'out with its client, and told so', o.id FROM custody_original o
    LEFT JOIN delegations_delegateddocument d ON d.original_id = o.id AND d.state = 'lent'
    WHERE o.kind = 'quedan' AND (o.state = 'out' AND o.outside = 'client') <> (d.id IS NOT NULL)
    UNION ALL
    SELECT 'out with another company, and told so', o.id FROM custody_original o
    LEFT JOIN delegations_documentloan l ON l.original_id = o.id AND l.state = 'lent'
    WHERE o.kind = 'quedan' AND (o.state = 'out' AND o.outside = 'factor') <> (l.id IS NOT NULL)
    UNION ALL
    SELECT 'promised to one', original_id FROM (
        SELECT original_id FROM delegations_delegateddocument WHERE state IN ('asked', 'lent')
        UNION ALL SELECT original_id FROM delegations_documentloan
        WHERE state IN ('asked', 'requested', 'authorised', 'lent')) promised
    GROUP BY 2 HAVING count(*) > 1
    UNION ALL
    SELECT 'guaranteed while it is away', d.id FROM delegations_delegation d
    JOIN cheques_cheque c ON c.id = d.guarantee_id
    WHERE d.state IN ('lent', 'settling', 'unsettled') AND c.state NOT IN ('held', 'reserved')
    UNION ALL
    SELECT 'offered by who has it', i.original_id FROM custody_handedoriginal i
    JOIN custody_handover h ON h.id = i.hand_over_id AND h.state = 'offered'
    JOIN custody_original o ON o.id = i.original_id
    WHERE i.closed_at IS NULL
        AND (o.state, o.person_id) IS DISTINCT FROM ('in_hand', h.giver_id)
    UNION ALL
    SELECT 'in the street while it is to visit', i.original_id FROM routes_routeitem i
    JOIN routes_route r ON r.id = i.route_id AND r.state = 'out'
    JOIN custody_original o ON o.id = i.original_id
    WHERE i.state = 'pending' AND o.state <> 'in_hand'
    UNION ALL
    SELECT 'for no more than it is worth', c.id FROM cheques_cheque c
    JOIN cheques_chequecover v ON v.cheque_id = c.id GROUP BY c.id HAVING sum(v.amount) > c.amount
    UNION ALL
    SELECT 'paid once, when it is at the bank', p.id FROM payments_payment p
    JOIN cheques_cheque c ON c.id = p.cheque_id
    WHERE p.state = 'awaiting' AND c.state NOT IN ('stamped', 'slipped', 'deposited')""",
}
