"""What PostgreSQL itself refuses of the books."""

from typing import ClassVar

from django.db import migrations

from cartera.accounting.ledger import guards as books
from cartera.control.audit import guards

ENTRY_IN_OPEN_PERIOD = f"""
BEGIN
    PERFORM 1 FROM ledger_period WHERE id IN (SELECT period_id FROM added) ORDER BY id FOR SHARE;
    IF EXISTS (SELECT FROM added LEFT JOIN ledger_period p ON p.id = added.period_id
               WHERE p.state IS DISTINCT FROM 'open')
    THEN {books.refuse("an_entry_falls_in_an_open_period")} END IF;
    IF EXISTS (SELECT FROM added JOIN ledger_period p ON p.id = added.period_id
               WHERE p.year <> extract(year FROM added.effective_on)
                  OR p.month <> extract(month FROM added.effective_on))
    THEN {books.refuse("an_entrys_date_falls_in_its_period")} END IF;
    RETURN NULL;
END"""

LINES_TAKE_POSTINGS = f"""
    IF EXISTS (SELECT FROM added LEFT JOIN ledger_account a ON a.id = added.account_id
               WHERE a.takes_postings IS NOT TRUE)
    THEN {books.refuse("a_heading_takes_no_postings")} END IF;"""

REVERSAL_MIRRORS = f"""
BEGIN
    IF NEW.reverses_id IS NULL THEN RETURN NULL; END IF;
    IF EXISTS (SELECT FROM ledger_entry origin WHERE origin.id = NEW.reverses_id
               AND (origin.reverses_id IS NOT NULL OR origin.line_count <> NEW.line_count))
       OR EXISTS (SELECT FROM ledger_line undone
                  LEFT JOIN ledger_line undoing
                    ON undoing.entry_id = NEW.id AND undoing.n = undone.n
                   AND undoing.account_id = undone.account_id
                   AND undoing.client_code = undone.client_code
                   AND undoing.debit = undone.credit AND undoing.credit = undone.debit
                  WHERE undone.entry_id = NEW.reverses_id AND undoing.n IS NULL)
    THEN {books.refuse("a_reversal_mirrors_its_origin")} END IF;
    RETURN NULL;
END"""

ACCOUNT_IN_USE_KEEPS = f"""
BEGIN
    IF (OLD.code, OLD.nature, OLD.takes_postings, OLD.parent_id, OLD.client_code, OLD.sub_number)
       IS DISTINCT FROM
       (NEW.code, NEW.nature, NEW.takes_postings, NEW.parent_id, NEW.client_code, NEW.sub_number)
       AND EXISTS (SELECT FROM ledger_line WHERE account_id = OLD.id)
    THEN {books.refuse("an_account_in_use_keeps_what_it_is")} END IF;
    RETURN NEW;
END"""

PERIOD_TELLS_ITS_CHANGES = f"""
BEGIN
    IF NOT EXISTS (SELECT FROM ledger_periodevent e WHERE e.period_id = NEW.id
                   AND e.n = NEW.changes
                   AND (NEW.state = 'closed') = (e.kind = 'closed'))
    THEN {books.refuse("a_periods_change_leaves_evidence")} END IF;
    RETURN NULL;
END"""

PERIOD_COUNTS_ITS_CHANGES = f"""
BEGIN
    IF NEW.changes <> OLD.changes + (OLD.state <> NEW.state)::int
    THEN {books.refuse("a_period_counts_its_changes")} END IF;
    RETURN NEW;
END"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("ledger", "0001_initial")]

    operations: ClassVar = [
        *(guards.append_only(t) for t in ("ledger_entry", "ledger_line", "ledger_periodevent")),
        *(
            operation
            for table in ("ledger_account", "ledger_period", "ledger_series")
            for operation in (guards.refuse_delete(table), guards.refuse_truncate(table))
        ),
        guards.fixed_columns("ledger_period", ["year", "month"]),
        guards.fixed_columns("ledger_series", ["code", "first_number"]),
        guards.transitions(
            "ledger_period", "state", [("open", "closed"), ("closed", "open")], initial=["open"]
        ),
        books.before_change("ledger_period", "ledger_period_counts", PERIOD_COUNTS_ITS_CHANGES),
        books.at_commit(
            "ledger_period",
            "ledger_period_tells",
            PERIOD_TELLS_ITS_CHANGES,
            event="INSERT OR UPDATE",
        ),
        books.before_change("ledger_account", "ledger_account_keeps", ACCOUNT_IN_USE_KEEPS),
        books.header_of(
            "ledger_entry",
            "ledger_entry_is_whole",
            lines="ledger_line",
            key="entry_id",
            sums={"sum(debit)": "amount", "sum(credit)": "amount"},
            unequal="an_entry_is_balanced",
            missing="an_entry_has_all_its_lines",
        ),
        books.at_commit("ledger_entry", "ledger_entry_mirrors", REVERSAL_MIRRORS),
        books.after_insert("ledger_entry", "ledger_entry_in_period", ENTRY_IN_OPEN_PERIOD),
        *books.gapless(
            "ledger_entry",
            "ledger_series",
            key="series_id",
            hole="entry_numbers_have_no_holes",
        ),
        books.lines_of(
            "ledger_line",
            "ledger_line_has_place",
            header="ledger_entry",
            key="entry_id",
            beyond="a_posted_entry_takes_no_more_lines",
            extra=LINES_TAKE_POSTINGS,
        ),
    ]
