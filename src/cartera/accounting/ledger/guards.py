"""SQL of the accounting rooms' own triggers, for their migrations.

All of these refuse and none computes. Each raises an integrity error that carries the rule's name
as `diag.constraint_name`; `refusals.py` of the room turns the name into a Spanish sentence.
Functions are tied to the schema they were made in, with temporary tables searched last: otherwise a
session could shadow `ledger_line` by a temporary table of its own and the check would read that.
Triggers are ENABLE ALWAYS, so a replica session does not silence them.
"""

from django.db.migrations.operations import RunSQL

_FUNCTION = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard$
{body}
$guard$;
DO $pin$ BEGIN
    EXECUTE format('ALTER FUNCTION {name}() SET search_path = pg_catalog, %I, pg_temp',
                   current_schema());
END $pin$;
"""
_AT_COMMIT = """
CREATE CONSTRAINT TRIGGER {name} AFTER {event} ON {table} DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION {name}();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name};
"""
_AFTER_STATEMENT = """
CREATE TRIGGER {name} AFTER INSERT ON {table} REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION {name}();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name};
"""
_BEFORE_ROW = """
CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name};
"""


def refuse(rule: str) -> str:
    """The plpgsql statement that refuses by the name of a rule."""
    return (
        "RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',"
        f" MESSAGE = '{rule}:' || TG_TABLE_NAME, CONSTRAINT = '{rule}',"
        " TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;"
    )


def at_commit(table: str, name: str, body: str, *, event: str = "INSERT") -> RunSQL:
    """A check of each row, put off to the commit."""
    return _operation(_AT_COMMIT, table, name, body, event)


def after_insert(table: str, name: str, body: str) -> RunSQL:
    """A check of all the rows that a statement added, which `body` reads as `added`."""
    return _operation(_AFTER_STATEMENT, table, name, body, "INSERT")


def before_change(table: str, name: str, body: str, *, event: str = "UPDATE") -> RunSQL:
    """A check of each row before it changes."""
    return _operation(_BEFORE_ROW, table, name, body, event)


def header_of(
    table: str, name: str, *, lines: str, key: str, sums: dict[str, str], unequal: str, missing: str
) -> RunSQL:
    """At commit a header has all its lines, and its totals are their sums.

    `sums` pairs an expression over the lines with the column of the header that it must equal. One
    look at the lines for each header: put on each line, the same check would be quadratic.
    """
    columns = ", ".join(f"{total} AS sum_{i}" for i, total in enumerate(sums))
    differ = " OR ".join(
        f"found.sum_{i} IS DISTINCT FROM NEW.{column}" for i, column in enumerate(sums.values())
    )
    body = f"""
DECLARE found record;
BEGIN
    SELECT count(*) AS line_count, {columns} INTO found FROM {lines} WHERE {key} = NEW.id;
    IF found.line_count <> NEW.line_count THEN {refuse(missing)} END IF;
    IF {differ} THEN {refuse(unequal)} END IF;
    RETURN NULL;
END"""
    return at_commit(table, name, body)


def lines_of(
    table: str, name: str, *, header: str, key: str, beyond: str, extra: str = ""
) -> RunSQL:
    """A line goes only to a header that stands, and only to a place that the header counts.

    Once the header is committed all its places are taken, so that no line can be added any more.
    """
    body = f"""
BEGIN
    IF EXISTS (SELECT FROM added LEFT JOIN {header} h ON h.id = added.{key}
               WHERE h.id IS NULL OR added.n > h.line_count) THEN {refuse(beyond)} END IF;
    {extra}
    RETURN NULL;
END"""
    return after_insert(table, name, body)


def gapless(table: str, counter: str, *, key: str, hole: str) -> tuple[RunSQL, RunSQL]:
    """Numbers of `table` follow each other within `key`, from the counter's `first_number` on.

    A number passes if the one before it is there and the counter's `last_number` is the highest
    added, which is so only under the lock of the counter's row. At commit the counter may not be
    ahead of the rows.
    """
    follows = f"""
BEGIN
    IF EXISTS (SELECT FROM added LEFT JOIN {counter} c ON c.id = added.{key}
               WHERE c.id IS NULL OR added.number < c.first_number
                  OR (added.number > c.first_number AND NOT EXISTS (
                      SELECT FROM {table} before
                      WHERE before.{key} = added.{key} AND before.number = added.number - 1)))
       OR EXISTS (SELECT FROM (SELECT {key}, max(number) AS number FROM added GROUP BY {key}) last
                  JOIN {counter} c ON c.id = last.{key}
                  WHERE c.last_number <> last.number) THEN {refuse(hole)} END IF;
    RETURN NULL;
END"""
    kept = f"""
BEGIN
    IF EXISTS (SELECT FROM {counter} c WHERE c.id = NEW.id AND c.last_number <> coalesce(
                   (SELECT max(number) FROM {table} WHERE {key} = c.id), c.first_number - 1))
    THEN {refuse(hole)} END IF;
    RETURN NULL;
END"""
    return (
        after_insert(table, f"{table}_follows", follows),
        at_commit(counter, f"{counter}_counts", kept, event="INSERT OR UPDATE"),
    )


def _operation(trigger: str, table: str, name: str, body: str, event: str) -> RunSQL:
    made = _FUNCTION.format(name=name, body=body) + trigger.format(
        name=name, table=table, event=event
    )
    return RunSQL(
        sql=made,
        reverse_sql=f"DROP TRIGGER IF EXISTS {name} ON {table};\nDROP FUNCTION IF EXISTS {name}();",
    )
