"""Checks of papers that several rooms share: a cheque that came in is somebody's to send on."""

from cartera.kernel.checks import Check
from cartera.kernel.text import gettext_noop as _

# Where a cheque that travels in no batch, and is neither a difference nor on a route, is spoken of.
_ABOUT = """SELECT b.cheque_id, d.case_id FROM delegations_broughtcheque b
        JOIN delegations_delegation d ON d.id = b.delegation_id
    UNION ALL SELECT guarantee_id, case_id FROM delegations_delegation
    UNION ALL SELECT cheque_id, case_id FROM delegations_guaranteereturn
    UNION ALL SELECT cheque_id, case_id FROM delegations_documentloan
    UNION ALL SELECT r.cheque_id, n.case_id FROM direct_payments_refund r
        JOIN direct_payments_directpayment n ON n.id = r.direct_payment_id
    UNION ALL SELECT guarantee_id, case_id FROM direct_payments_directpayment
    UNION ALL SELECT cheque_id, case_id FROM third_party_foreigndocument
    UNION ALL SELECT v.cheque_id, f.case_id FROM third_party_foreigndocument f
        JOIN cheques_chequecover v ON v.original_id = f.paper_id
    UNION ALL SELECT i.cheque_id, b.case_id FROM cheques_batchedcheque i
        JOIN cheques_chequebatch b ON b.id = i.batch_id WHERE i.left_at IS NULL
    UNION ALL SELECT cheque_id, case_id FROM differences_difference
        WHERE state NOT IN ('closed', 'void')
    UNION ALL SELECT b.cheque_id, r.case_id FROM routes_routecheque b
        JOIN routes_visit v ON v.id = b.visit_id JOIN routes_route r ON r.id = v.route_id
        WHERE r.state NOT IN ('closed', 'void')"""

CHECKS = (
    Check(
        "received_cheques_are_somebodys",
        _("Cada cheque recibido lo espera una tarea que lo hace seguir"),
        f"""SELECT 'cheque ' || c.id, c.state, 'nadie lo espera' FROM cheques_cheque c
        WHERE c.state = 'received' AND NOT EXISTS (
            SELECT FROM ({_ABOUT}) about JOIN workflow_task t
                ON t.case_id = about.case_id AND t.state = 'open'
            WHERE about.cheque_id = c.id AND NOT (t.procedure = 'PCI-F07' AND t.step > 11
                AND t.step <> 13 OR t.procedure = 'PCI-F03.2' AND t.step > 15))
        ORDER BY c.id LIMIT 50""",
    ),
)
