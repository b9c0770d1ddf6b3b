"""Checks of routes: closed boxes, and for each document collected the cheque that says so."""

from cartera.kernel.checks import Check
from cartera.kernel.text import gettext_noop as _

CHECKS = (
    Check(
        "routes_are_closed_boxes",
        _("Ninguna ruta liquidada tiene un documento sin resultado"),
        """SELECT 'ruta ' || r.id, r.state, string_agg('original ' || i.original_id, ', ')
        FROM routes_route r JOIN routes_routeitem i ON i.route_id = r.id
        WHERE r.state NOT IN ('issued', 'counted', 'handed', 'out', 'void')
            AND i.state = 'pending'
        GROUP BY r.id ORDER BY r.id LIMIT 50""",
    ),
    Check(
        "routes_free_their_documents_once_received",
        _("Los documentos de una ruta quedan libres cuando custodia la recibe, no antes"),
        """SELECT 'ruta ' || r.id, r.state, count(*)
        FROM routes_route r JOIN routes_routeitem i ON i.route_id = r.id
        WHERE i.state <> 'dropped' AND (i.closed_at IS NULL)
            IS DISTINCT FROM (r.state IN ('issued', 'counted', 'handed', 'out', 'settled'))
        GROUP BY r.id ORDER BY r.id LIMIT 50""",
    ),
    Check(
        "collected_documents_have_their_cheque",
        _("Lo cobrado de cada documento es lo que sus cheques dicen que pagan"),
        """SELECT 'original ' || i.original_id, i.collected, coalesce(sum(v.amount), 0)
        FROM routes_routeitem i
        LEFT JOIN routes_routecheque b ON b.visit_id = i.visit_id
        LEFT JOIN cheques_chequecover v
            ON v.cheque_id = b.cheque_id AND v.original_id = i.original_id
        WHERE i.state = 'cheque'
        GROUP BY i.id HAVING coalesce(sum(v.amount), 0) <> i.collected ORDER BY i.id LIMIT 50""",
    ),
    Check(
        "photos_lie_with_the_route_of_their_visit",
        _("Cada foto de una visita está en el expediente de su ruta, adjunta por quien la visitó"),
        """SELECT 'visita ' || p.visit_id, r.case_id, a.case_id
        FROM routes_visitphoto p JOIN routes_visit v ON v.id = p.visit_id
        JOIN routes_route r ON r.id = v.route_id
        JOIN dossiers_attachment a ON a.id = p.attachment_id
        WHERE a.case_id <> r.case_id OR NOT a.by_step OR a.attached_by_id <> v.recorded_by_id
        ORDER BY p.id LIMIT 50""",
    ),
)
