"""Checks of dossiers: files are byte for byte what was attached."""

from cartera.kernel.checks import Check
from cartera.kernel.text import gettext_noop as _

CHECKS = (
    Check(
        "attachments_hold_their_bytes",
        _("Los bytes de cada adjunto dan la huella con la que se guardaron"),
        """SELECT coalesce('adjunto ' || a.id || ' ' || a.name, 'archivo sin adjunto'),
            left(found.hash, 12) || ', ' || length(c.content), left(c.sha256, 12) || ', ' || a.size
        FROM dossiers_filecontent c
        CROSS JOIN LATERAL (SELECT encode(sha256(c.content), 'hex') AS hash) found
        LEFT JOIN dossiers_attachment a ON a.content_id = c.sha256
        WHERE found.hash <> c.sha256 OR length(c.content) IS DISTINCT FROM a.size
        ORDER BY a.id LIMIT 50""",
    ),
    Check(
        "attachments_are_audited",
        _("La huella de cada adjunto es la que la auditoría anotó al adjuntarlo"),
        """SELECT 'adjunto ' || a.id || ' ' || a.name, left(a.content_id, 12),
            coalesce(left(e.inputs_hash, 12), '-')
        FROM dossiers_attachment a LEFT JOIN audit_event e ON e.case_id = a.case_id
            AND e.kind = 'attached' AND e.result = a.id::text
        WHERE e.inputs_hash IS DISTINCT FROM a.content_id ORDER BY a.id LIMIT 50""",
    ),
)
