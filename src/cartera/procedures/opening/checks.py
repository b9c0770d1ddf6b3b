"""Checks of opening balances: what stands is what came, and what was undone has left."""

from cartera.kernel.checks import Check
from cartera.kernel.text import gettext_noop as _

CHECKS = (
    Check(
        "openings_hold_what_came",
        _("Las cesiones traídas entraron con el capital que firmó la gerencia"),
        """SELECT to_char(b.cut_on, 'DD/MM/YYYY'),
            coalesce(sum((a.brought->>'capital')::numeric), 0), (b.totals->>'capital')::numeric
        FROM opening_openingbatch b
        LEFT JOIN opening_brought r ON r.batch_id = b.id AND r.kind = 'assignment'
        LEFT JOIN assignments_assignment a ON a.id = r.row_id
        WHERE b.state IN ('posted', 'undone') GROUP BY b.id
        HAVING coalesce(sum((a.brought->>'capital')::numeric), 0)
            <> (b.totals->>'capital')::numeric ORDER BY b.id""",
    ),
    Check(
        "opening_entries_match",
        _("La partida de apertura suma lo que firmó la gerencia y cae en el día del corte"),
        """SELECT to_char(b.cut_on, 'DD/MM/YYYY'), coalesce(e.amount, 0),
            (b.totals->>'entry')::numeric
        FROM opening_openingbatch b LEFT JOIN ledger_entry e ON e.id = b.entry_id
        WHERE b.state IN ('posted', 'undone') AND (
            coalesce(e.amount, 0) <> (b.totals->>'entry')::numeric
            OR (e.id IS NOT NULL AND e.effective_on <> b.cut_on)) ORDER BY b.id""",
    ),
    Check(
        "undone_openings_have_left",
        _("De los saldos iniciales anulados no queda nada vigente, y su partida está revertida"),
        """SELECT to_char(b.cut_on, 'DD/MM/YYYY'), count(a.id) FILTER (WHERE a.state <> 'withdrawn')
            || ' / ' || coalesce(max(e.reverses_id), 0), '0 / ' || coalesce(b.entry_id, 0)
        FROM opening_openingbatch b
        LEFT JOIN opening_brought r ON r.batch_id = b.id AND r.kind = 'assignment'
        LEFT JOIN assignments_assignment a ON a.id = r.row_id
        LEFT JOIN ledger_entry e ON e.id = b.undoing_entry_id
        WHERE b.state = 'undone' GROUP BY b.id
        HAVING count(a.id) FILTER (WHERE a.state <> 'withdrawn') > 0
            OR coalesce(max(e.reverses_id), 0) <> coalesce(b.entry_id, 0) ORDER BY b.id""",
    ),
    Check(
        "what_was_brought_names_its_batch",
        _("Cada cesión traída está en la lista de lo que trajeron los saldos iniciales"),
        """SELECT 'cesión ' || (a.brought->>'number'), a.state FROM assignments_assignment a
        WHERE a.brought IS NOT NULL AND NOT EXISTS (
            SELECT FROM opening_brought r WHERE r.kind = 'assignment' AND r.row_id = a.id
            AND r.batch_id = (a.brought->>'batch')::bigint) ORDER BY a.id LIMIT 50""",
    ),
)
