"""Checks of the mail: messages say what was written, and the chain knows where each one ended."""

from cartera.kernel.checks import Check
from cartera.kernel.text import gettext_noop as _

CHECKS = (
    Check(
        "messages_say_what_was_written",
        _("El texto, el destinatario y los adjuntos de cada correo dan su huella"),
        """SELECT 'correo ' || m.id, left(found.hash, 12), left(m.content_hash, 12)
        FROM mail_message m CROSS JOIN LATERAL (
            SELECT encode(sha256(convert_to(concat_ws(E'\\n', m.to_name, m.to_address, m.subject,
                (SELECT string_agg(e.content_id || ' ' || e.media_type || ' ' || e.name, E'\\n'
                    ORDER BY e.number) FROM mail_enclosure e WHERE e.message_id = m.id),
                '', m.body), 'UTF8')), 'hex') AS hash) found
        WHERE found.hash <> m.content_hash ORDER BY m.id LIMIT 50""",
    ),
    Check(
        "enclosures_hold_their_bytes",
        _("Los bytes de cada adjunto de un correo dan la huella con la que se guardaron"),
        """SELECT coalesce('correo ' || e.message_id || ' ' || e.name, 'archivo sin correo'),
            left(found.hash, 12) || ', ' || length(c.content), left(c.sha256, 12) || ', ' || e.size
        FROM mail_content c
        CROSS JOIN LATERAL (SELECT encode(sha256(c.content), 'hex') AS hash) found
        LEFT JOIN mail_enclosure e ON e.content_id = c.sha256
        WHERE found.hash <> c.sha256 OR length(c.content) IS DISTINCT FROM e.size
        ORDER BY e.id LIMIT 50""",
    ),
    Check(
        "messages_ended_as_audited",
        _("Cada correo quedó como la auditoría anotó al enviarlo o guardarlo"),
        """SELECT 'correo ' || m.id, m.state, coalesce(e.result, '-')
        FROM mail_message m
        LEFT JOIN mail_attempt a ON a.message_id = m.id AND a.number = m.attempts
        LEFT JOIN mail_outcome o ON o.attempt_id = a.id
        LEFT JOIN audit_event e ON e.seq = o.seq AND e.reason = m.id::text
            AND e.inputs_hash = m.content_hash
        WHERE m.state <> 'waiting' AND e.result IS DISTINCT FROM 'mail_' || m.state
        ORDER BY m.id LIMIT 50""",
    ),
)
