"""Checks of the books by themselves."""

from cartera.kernel.checks import Check
from cartera.kernel.text import gettext_noop as _

_NAME = "s.code || ' ' || e.number"

CHECKS = (
    Check(
        "trial_balance",
        _("Los cargos de todos los libros suman lo mismo que los abonos"),
        """SELECT 'libros', sum(debit), sum(credit) FROM ledger_line
        HAVING sum(debit) <> sum(credit)""",
        daily=True,
    ),
    Check(
        "entries_balance",
        _("Cada partida cuadra y suma su total"),
        f"""SELECT {_NAME}, coalesce(sum(l.debit), 0) || ' / ' || coalesce(sum(l.credit), 0),
            e.amount || ' / ' || e.amount
        FROM ledger_entry e JOIN ledger_series s ON s.id = e.series_id
        LEFT JOIN ledger_line l ON l.entry_id = e.id GROUP BY e.id, s.code
        HAVING coalesce(sum(l.debit), 0) <> e.amount OR coalesce(sum(l.credit), 0) <> e.amount
        ORDER BY e.id LIMIT 50""",
    ),
    Check(
        "entries_have_their_lines",
        _("Cada partida tiene todas sus líneas, numeradas"),
        f"""SELECT {_NAME}, count(l.n), e.line_count
        FROM ledger_entry e JOIN ledger_series s ON s.id = e.series_id
        LEFT JOIN ledger_line l ON l.entry_id = e.id GROUP BY e.id, s.code
        HAVING count(l.n) <> e.line_count OR max(l.n) <> e.line_count
        ORDER BY e.id LIMIT 50""",
    ),
    Check(
        "lines_have_their_entry",
        _("Cada línea es de una partida y de una cuenta que admite partidas"),
        """SELECT l.entry_id || '.' || l.n, coalesce(a.code, '-') FROM ledger_line l
        LEFT JOIN ledger_account a ON a.id = l.account_id
        LEFT JOIN ledger_entry e ON e.id = l.entry_id
        WHERE a.takes_postings IS NOT TRUE OR e.id IS NULL ORDER BY 1 LIMIT 50""",
    ),
    Check(
        "entry_numbers_have_no_holes",
        _("Las partidas de cada serie van numeradas sin huecos hasta la última"),
        """SELECT s.code, count(e.id) || ' / ' || coalesce(max(e.number), s.first_number - 1),
            s.last_number - s.first_number + 1 || ' / ' || s.last_number
        FROM ledger_series s LEFT JOIN ledger_entry e ON e.series_id = s.id GROUP BY s.id
        HAVING count(e.id) <> s.last_number - s.first_number + 1
            OR coalesce(max(e.number), s.first_number - 1) <> s.last_number
            OR coalesce(min(e.number), s.first_number) <> s.first_number""",
    ),
    Check(
        "entries_fall_in_their_period",
        _("La fecha de cada partida cae en su período"),
        f"""SELECT {_NAME}, to_char(e.effective_on, 'YYYY-MM'),
            p.year || '-' || to_char(p.month, 'FM00')
        FROM ledger_entry e JOIN ledger_series s ON s.id = e.series_id
        JOIN ledger_period p ON p.id = e.period_id
        WHERE p.year <> extract(year FROM e.effective_on)
            OR p.month <> extract(month FROM e.effective_on) ORDER BY e.id LIMIT 50""",
    ),
    Check(
        "reversals_mirror",
        _("Cada reversión deshace línea por línea la partida que nombra"),
        f"""SELECT {_NAME} FROM ledger_entry e JOIN ledger_series s ON s.id = e.series_id
        WHERE e.reverses_id IS NOT NULL AND EXISTS (
            SELECT FROM (SELECT n, account_id, debit, credit FROM ledger_line
                         WHERE entry_id = e.id) undoing
            FULL JOIN (SELECT n, account_id, debit, credit FROM ledger_line
                       WHERE entry_id = e.reverses_id) undone ON undone.n = undoing.n
            WHERE (undoing.account_id, undoing.debit, undoing.credit)
                IS DISTINCT FROM (undone.account_id, undone.credit, undone.debit))
        ORDER BY e.id LIMIT 50""",
    ),
    Check(
        "nothing_posted_after_a_close",
        _("Ninguna partida se registró en un día que estaba cerrado"),
        f"""SELECT {_NAME}, e.effective_on, d."on" FROM ledger_entry e
        JOIN ledger_series s ON s.id = e.series_id
        JOIN company_dayclose d ON e.effective_on <= d."on" AND e.recorded_at > d.closed_at
            AND (d.reopened_at IS NULL OR e.recorded_at < d.reopened_at)
        ORDER BY e.id LIMIT 50""",
    ),
    Check(
        "periods_tell_their_changes",
        _("Cada período está como dice su último cambio"),
        """SELECT p.year || '-' || to_char(p.month, 'FM00'), p.state, e.kind
        FROM ledger_period p LEFT JOIN ledger_periodevent e
            ON e.period_id = p.id AND e.n = p.changes
        WHERE e.id IS NULL OR (p.state = 'closed') <> (e.kind = 'closed')""",
    ),
)
