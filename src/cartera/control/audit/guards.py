"""What PostgreSQL itself refuses, as operations for migrations.

A room that keeps evidence or states adds these to its migration, after the table is made::

    operations = [
        migrations.CreateModel(...),
        guards.append_only("ledger_entry"),
        guards.transitions("lines_line", "state", [("proposed", "approved")], initial=["proposed"]),
    ]

Each refusal is an integrity error (``django.db.IntegrityError``) whose message is an identifier,
``<rule>:<table>``, and whose ``diag.constraint_name`` is the rule; the identifier keys the Spanish
sentence. The triggers are ENABLE ALWAYS, so ``session_replication_role`` does not silence them, and
they bind the owner of the tables too. They refuse and never compute.

The trigger functions belong to whoever migrates; the shared ones are written again by each
operation so that no migration depends on another one for them.
"""

import re
from collections.abc import Iterable

from django.db.migrations.operations import RunSQL

APPEND_ONLY = "evidence_is_append_only"
NO_TRUNCATE = "rows_are_never_truncated"
NO_DELETE = "rows_are_never_deleted"
FIXED = "column_is_written_once"
TRANSITION = "state_change_is_declared"
INITIAL = "first_state_is_declared"

_IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]{0,62}")


def append_only(table: str) -> RunSQL:
    """Refuse UPDATE, DELETE and TRUNCATE on ``table``: ``evidence_is_append_only:<table>``."""
    trigger = _trigger(table, APPEND_ONLY, "BEFORE UPDATE OR DELETE", "ROW", "")
    truncate = _trigger(table, f"{APPEND_ONLY}_whole", "BEFORE TRUNCATE", "STATEMENT", "")
    return _refusing(APPEND_ONLY, trigger, truncate)


def refuse_truncate(table: str) -> RunSQL:
    """Refuse TRUNCATE on ``table``: ``rows_are_never_truncated:<table>``."""
    return _refusing(NO_TRUNCATE, _trigger(table, NO_TRUNCATE, "BEFORE TRUNCATE", "STATEMENT", ""))


def refuse_delete(table: str) -> RunSQL:
    """Refuse DELETE on ``table``, whose rows may change: ``rows_are_never_deleted:<table>``."""
    return _refusing(NO_DELETE, _trigger(table, NO_DELETE, "BEFORE DELETE", "ROW", ""))


def fixed_columns(table: str, columns: Iterable[str], *, once_in: Iterable[str] = ()) -> RunSQL:
    """Refuse a change of these columns in a written row: ``column_is_written_once:<table>``.

    With ``once_in``, they are fixed from those states on and may be corrected before. A table can
    have one guard of each of the two kinds.
    """
    names = [_identifier(column) for column in columns]
    if not names:
        raise ValueError(f"{table}: name at least one column to fix")
    changed = " OR ".join(f'OLD."{name}" IS DISTINCT FROM NEW."{name}"' for name in names)
    states = ", ".join(_literal(state) for state in once_in)
    name, when = (FIXED, changed)
    if states:
        name, when = f"{FIXED}_later", f"OLD.state IN ({states}) AND ({changed})"
    return _refusing(FIXED, _trigger(table, name, "BEFORE UPDATE", "ROW", f"WHEN ({when})"))


def set_once(table: str, columns: Iterable[str]) -> RunSQL:
    """Refuse another value of these columns where one was written: ``column_is_written_once:...``.

    They may be empty at first; what ends a row is so never taken back.
    """
    names = [_identifier(column) for column in columns]
    changed = " OR ".join(
        f'OLD."{name}" IS NOT NULL AND OLD."{name}" IS DISTINCT FROM NEW."{name}"' for name in names
    )
    trigger = _trigger(table, f"{FIXED}_set", "BEFORE UPDATE", "ROW", f"WHEN ({changed})")
    return _refusing(FIXED, trigger)


def transitions(
    table: str,
    column: str,
    pairs: Iterable[tuple[str, str]],
    *,
    initial: Iterable[str] | None = None,
) -> RunSQL:
    """Refuse a change of ``column`` that is not one of ``pairs`` (from, to).

    An update that leaves the state as it was passes. With ``initial``, a row can be inserted only
    in one of those states. Refusals: ``state_change_is_declared:<table>`` and
    ``first_state_is_declared:<table>``. To change the pairs, call it again in a later migration.
    """
    _identifier(table)
    allowed = sorted(set(pairs))
    if not allowed:
        raise ValueError(f"{table}.{_identifier(column)}: declare at least one change of state")
    moves = ", ".join(f"({_literal(old)}, {_literal(new)})" for old, new in allowed)
    update = _guard(
        table,
        f"{column}_moves",
        TRANSITION,
        event="BEFORE UPDATE",
        when=f'OLD."{column}" IS DISTINCT FROM NEW."{column}"',
        passes=f'(OLD."{column}", NEW."{column}") IN ({moves})',
    )
    insert = _drop_guard(table, f"{column}_starts")
    if initial is not None:
        states = ", ".join(_literal(state) for state in sorted(set(initial)))
        insert = _guard(
            table,
            f"{column}_starts",
            INITIAL,
            event="BEFORE INSERT",
            when="true",
            passes=f'NEW."{column}" IN ({states})',
        )
    undo = _drop_guard(table, f"{column}_moves") + _drop_guard(table, f"{column}_starts")
    return RunSQL(sql=update + insert, reverse_sql=undo)


def _refusing(rule: str, *triggers: tuple[str, str]) -> RunSQL:
    """The shared function that refuses by ``rule``, and the triggers that call it."""
    function = f"""
CREATE OR REPLACE FUNCTION refuse_by_{rule}() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN {_raise(rule)} END
$guard$;
"""
    return RunSQL(
        sql=function + "".join(create for create, _ in triggers),
        reverse_sql="".join(drop for _, drop in triggers),
    )


def _trigger(table: str, name: str, event: str, level: str, when: str) -> tuple[str, str]:
    """The SQL that makes the trigger ``name`` anew, and the SQL that drops it."""
    rule = name.removesuffix("_whole").removesuffix("_later").removesuffix("_set")
    drop = f'DROP TRIGGER IF EXISTS {name} ON "{_identifier(table)}";\n'
    create = f"""{drop}CREATE TRIGGER {name} {event} ON "{table}" FOR EACH {level} {when}
    EXECUTE FUNCTION refuse_by_{rule}();
ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER {name};
"""
    return create, drop


def _guard(table: str, name: str, rule: str, *, event: str, when: str, passes: str) -> str:
    """A trigger with a function of its own, which refuses unless ``passes`` is plainly true."""
    function = _identifier(f"{table}_{name}")
    return f"""
CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
    IF ({passes}) IS NOT TRUE THEN {_raise(rule)} END IF;
    RETURN NEW;
END
$guard$;
DROP TRIGGER IF EXISTS {name} ON "{table}";
CREATE TRIGGER {name} {event} ON "{table}" FOR EACH ROW WHEN ({when})
    EXECUTE FUNCTION {function}();
ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER {name};
"""


def _drop_guard(table: str, name: str) -> str:
    return f"""
DROP TRIGGER IF EXISTS {name} ON "{table}";
DROP FUNCTION IF EXISTS {table}_{name}();
"""


def _raise(rule: str) -> str:
    return (
        f"RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', "
        f"MESSAGE = '{rule}:' || TG_TABLE_NAME, CONSTRAINT = '{rule}', "
        f"TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;"
    )


def _identifier(name: str) -> str:
    if not _IDENTIFIER.fullmatch(name):
        raise ValueError(f"not a plain SQL identifier: {name!r}")
    return name


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
