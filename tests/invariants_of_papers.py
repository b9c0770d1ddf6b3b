"""What must hold of papers and cheques after every act, asked in one query: each part says its name
and the first offender."""

# Who may do an open task today, as far as the role says: it is his alone once he has it.
_DOERS = """SELECT t.case_id, t.procedure, t.step, u.id AS person_id FROM workflow_task t
    JOIN people_rolegrant g ON g.until_on IS NULL
    JOIN people_user u ON u.id = g.user_id AND u.is_active
    LEFT JOIN (VALUES ('EMP_FACT', 'J_COB'), ('CTE', 'AUX_C'), ('CTE', 'J_COB'))
        AS written (of_role, by_role) ON written.of_role = t.role
    WHERE t.state = 'open' AND g.role IN (t.role, written.by_role)
        AND coalesce(t.claimed_by_id, u.id) = u.id"""

# Where a cheque that travels in no batch is spoken of.
_ABOUT = """SELECT b.cheque_id, d.case_id FROM delegations_broughtcheque b
        JOIN delegations_delegation d ON d.id = b.delegation_id
    UNION ALL SELECT cheque_id, case_id FROM delegations_guaranteereturn
    UNION ALL SELECT guarantee_id, case_id FROM delegations_delegation
    UNION ALL SELECT cheque_id, case_id FROM delegations_documentloan
    UNION ALL SELECT r.cheque_id, n.case_id FROM direct_payments_refund r
        JOIN direct_payments_directpayment n ON n.id = r.direct_payment_id
    UNION ALL SELECT guarantee_id, case_id FROM direct_payments_directpayment
    UNION ALL SELECT cheque_id, case_id FROM third_party_foreigndocument
    UNION ALL SELECT v.cheque_id, f.case_id FROM third_party_foreigndocument f
        JOIN cheques_chequecover v ON v.original_id = f.paper_id"""

# A received cheque is nobody's unless somebody is to send it on: its batch, its difference, its
# route until that is distributed, or a task of its case that somebody may do. Later steps than the
# one that sends it on do not count; who does PCI-F07 step 11 or PCI-F03.2 step 13 has it in hand.
RECEIVED = f"""
    SELECT 'waited for by somebody, while it is received', c.id FROM cheques_cheque c
    JOIN custody_original o ON o.id = c.original_id
    WHERE c.state = 'received' AND NOT EXISTS (
        SELECT FROM cheques_batchedcheque i JOIN cheques_chequebatch b ON b.id = i.batch_id
        JOIN workflow_task t ON t.case_id = b.case_id AND t.state = 'open'
        WHERE i.cheque_id = c.id AND i.left_at IS NULL)
    AND NOT EXISTS (
        SELECT FROM differences_difference d
        JOIN workflow_task t ON t.case_id = d.case_id AND t.state = 'open'
        WHERE d.cheque_id = c.id AND d.state NOT IN ('closed', 'void'))
    AND NOT EXISTS (
        SELECT FROM routes_routecheque b JOIN routes_visit v ON v.id = b.visit_id
        JOIN routes_route r ON r.id = v.route_id
        JOIN workflow_task t ON t.case_id = r.case_id AND t.state = 'open'
        WHERE b.cheque_id = c.id AND r.state NOT IN ('closed', 'void'))
    AND NOT EXISTS (
        SELECT FROM ({_ABOUT}) about JOIN ({_DOERS}) doer ON doer.case_id = about.case_id
        WHERE about.cheque_id = c.id
        AND NOT (doer.procedure = 'PCI-F07' AND doer.step > 11 AND doer.step <> 13)
        AND NOT (doer.procedure = 'PCI-F03.2' AND doer.step > 15) AND (
            (doer.procedure, doer.step) NOT IN (('PCI-F07', 11), ('PCI-F03.2', 13))
            OR doer.person_id = o.person_id))"""

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
    "received cheques are somebody's": RECEIVED,
}
