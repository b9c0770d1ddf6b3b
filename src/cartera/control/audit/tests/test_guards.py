"""What the guards refuse, tried as the owner of the table, whom no grant would stop."""

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connections
from django.db.backends.utils import CursorWrapper
from django.db.migrations.operations import RunSQL

from cartera.control.audit import guards

TABLE = "guarded"


@pytest.fixture
def owner(committed_db: str) -> Iterator[CursorWrapper]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (id int, state text, amount numeric(16,2))")
        cursor.execute(f"INSERT INTO {TABLE} VALUES (1, 'proposed', 10)")
        yield cursor


@pytest.mark.parametrize(
    "attack", [f"UPDATE {TABLE} SET amount = 9", f"DELETE FROM {TABLE}", f"TRUNCATE {TABLE}"]
)
def test_append_only_takes_rows_and_gives_none_back(owner: CursorWrapper, attack: str) -> None:
    _apply(owner, guards.append_only(TABLE))
    owner.execute(f"INSERT INTO {TABLE} VALUES (2, 'proposed', 20)")
    _refused(owner, attack, guards.APPEND_ONLY)


def test_append_only_holds_while_triggers_are_set_aside_for_replication(
    owner: CursorWrapper,
) -> None:
    _apply(owner, guards.append_only(TABLE))
    owner.execute(
        "SELECT tgenabled::text FROM pg_trigger WHERE tgrelid = %s::regclass ORDER BY tgname",
        [TABLE],
    )
    assert owner.fetchall() == [("A",), ("A",)]


def test_rows_that_are_never_deleted_still_change(owner: CursorWrapper) -> None:
    _apply(owner, guards.refuse_delete(TABLE))
    _apply(owner, guards.refuse_truncate(TABLE))
    owner.execute(f"UPDATE {TABLE} SET amount = 11")
    _refused(owner, f"DELETE FROM {TABLE}", guards.NO_DELETE)
    _refused(owner, f"TRUNCATE {TABLE}", guards.NO_TRUNCATE)


def test_a_fixed_column_keeps_its_value_while_others_change(owner: CursorWrapper) -> None:
    _apply(owner, guards.fixed_columns(TABLE, ["amount"]))
    owner.execute(f"UPDATE {TABLE} SET state = 'approved', amount = 10.00")
    _refused(owner, f"UPDATE {TABLE} SET amount = 10.01", guards.FIXED)
    _refused(owner, f"UPDATE {TABLE} SET amount = NULL", guards.FIXED)


def test_a_column_can_be_corrected_until_its_row_reaches_a_state(owner: CursorWrapper) -> None:
    _apply(owner, guards.fixed_columns(TABLE, ["amount"], once_in=["approved"]))
    owner.execute(f"UPDATE {TABLE} SET amount = 11")
    owner.execute(f"UPDATE {TABLE} SET amount = 12, state = 'approved'")
    _refused(owner, f"UPDATE {TABLE} SET amount = 13", guards.FIXED)
    _refused(owner, f"UPDATE {TABLE} SET amount = 13, state = 'proposed'", guards.FIXED)


def test_only_declared_changes_of_state_pass(owner: CursorWrapper) -> None:
    _apply(
        owner,
        guards.transitions(TABLE, "state", [("proposed", "approved")], initial=["proposed"]),
    )
    owner.execute(f"UPDATE {TABLE} SET state = 'proposed', amount = 12")
    owner.execute(f"UPDATE {TABLE} SET state = 'approved'")
    _refused(owner, f"UPDATE {TABLE} SET state = 'proposed'", guards.TRANSITION)
    _refused(owner, f"UPDATE {TABLE} SET state = NULL", guards.TRANSITION)
    _refused(owner, f"INSERT INTO {TABLE} VALUES (2, 'approved', 1)", guards.INITIAL)
    _refused(owner, f"INSERT INTO {TABLE} VALUES (2, NULL, 1)", guards.INITIAL)


def test_a_later_migration_replaces_the_declared_changes(owner: CursorWrapper) -> None:
    _apply(owner, guards.transitions(TABLE, "state", [("proposed", "approved")]))
    _apply(owner, guards.transitions(TABLE, "state", [("proposed", "refused")]))
    _refused(owner, f"UPDATE {TABLE} SET state = 'approved'", guards.TRANSITION)
    owner.execute(f"UPDATE {TABLE} SET state = 'refused'")


@pytest.mark.parametrize(
    "operation",
    [
        guards.append_only(TABLE),
        guards.refuse_delete(TABLE),
        guards.refuse_truncate(TABLE),
        guards.fixed_columns(TABLE, ["amount"]),
        guards.fixed_columns(TABLE, ["amount"], once_in=["proposed"]),
        guards.transitions(TABLE, "state", [("a", "b")], initial=["a"]),
    ],
    ids=["append_only", "refuse_delete", "refuse_truncate", "fixed", "fixed_later", "transitions"],
)
def test_every_guard_can_be_taken_back(owner: CursorWrapper, operation: RunSQL) -> None:
    _apply(owner, operation)
    owner.execute(str(operation.reverse_sql))
    owner.execute(f"UPDATE {TABLE} SET amount = 1, state = 'anything'")
    owner.execute(f"DELETE FROM {TABLE}")
    owner.execute(f"TRUNCATE {TABLE}")


def test_names_that_are_no_identifiers_are_refused() -> None:
    with pytest.raises(ValueError, match="identifier"):
        guards.append_only('x"; DROP TABLE y; --')
    with pytest.raises(ValueError, match="identifier"):
        guards.transitions(TABLE, "state; --", [("a", "b")])


def test_nothing_declared_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        guards.transitions(TABLE, "state", [])
    with pytest.raises(ValueError, match="at least one"):
        guards.fixed_columns(TABLE, [])


def _apply(cursor: CursorWrapper, operation: RunSQL) -> None:
    cursor.execute(str(operation.sql))


def _refused(cursor: CursorWrapper, attack: str, rule: str) -> None:
    with pytest.raises(IntegrityError, match=f"{rule}:{TABLE}") as refusal:
        cursor.execute(attack)
    assert refusal.value.__cause__.diag.constraint_name == rule  # type: ignore[union-attr]
