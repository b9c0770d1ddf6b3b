"""R12: a row of the chain edited, deleted, inserted or swapped, the tail cut, the end rewritten."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from cartera.control.audit.chain import GENESIS, Link, seal
from cartera.control.audit.checks import walk
from cartera.control.audit.models import Checkpoint
from cartera.control.audit.selectors import links
from cartera.kernel.checks import Finding
from cartera.procedures.checks import CHECKS
from cartera.procedures.checks_outside import outside
from cartera.procedures.verification import ask
from tests.evidence.history import BUSY_DAY

COLUMNS = [name for name in Link.__slots__ if name not in ("seq", "hash")]
_OF_DATABASE = next(check for check in CHECKS if check.name == "audit_chain_by_database")
_OF_CHAIN = {
    "audit_chain",
    "audit_chain_by_database",
    "checkpoints_match_the_chain",
    "closes_have_their_checkpoint",
}
_EDITS = {
    "recorded_at": "recorded_at + interval '1 microsecond'",
    "effective_on": "effective_on + 1",
    "inputs_hash": "repeat('f', 64)",
    "actor_id": "actor_id + 1",
    "on_behalf_of_id": "coalesce(on_behalf_of_id, 0) + 1",
    "step": "(coalesce(step, 0) + 1)::smallint",
    "case_id": "coalesce(case_id, 0) + 1",
    "kind": "CASE kind WHEN 'refused' THEN 'performed' ELSE 'refused' END",
}
_COPIED = ", ".join([*COLUMNS, "hash"])


@pytest.fixture
def day(superuser: BaseDatabaseWrapper) -> list[int]:
    """The rows of one busy day, by number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM audit_event WHERE effective_on = %s", [BUSY_DAY])
        return sorted(seq for (seq,) in cursor.fetchall())


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class _Undone:
    """What is done inside is undone at the end."""

    def __enter__(self) -> None:
        _run("SAVEPOINT attempt")

    def __exit__(self, *_error: object) -> None:
        _run("ROLLBACK TO SAVEPOINT attempt")


def _first_named(findings: Sequence[Finding]) -> str:
    return findings[0].where if findings else "nothing"


def _assert_named(seq: int, attack: str) -> None:
    assert _first_named(list(walk())) == f"hecho {seq}", attack
    assert _first_named(ask(_OF_DATABASE)) == f"hecho {seq}", attack


def test_the_day_has_rows_to_tamper_with(day: list[int]) -> None:
    assert len(day) >= 12
    assert day == list(range(day[0], day[-1] + 1))


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_of_every_row_of_a_day_edited_is_named(column: str, day: list[int]) -> None:
    value = _EDITS.get(column, f"{column} || 'x'")
    for seq in day:
        with _Undone():
            _run(f"UPDATE audit_event SET {column} = {value} WHERE seq = {seq}")
            _assert_named(seq, column)


def test_every_row_of_a_day_deleted_is_named(day: list[int]) -> None:
    for seq in day:
        with _Undone():
            _run(f"DELETE FROM audit_event WHERE seq = {seq}")
            assert _first_named(list(walk())) == f"hecho {seq}"
            assert _first_named(ask(_OF_DATABASE)) == f"hecho {seq + 1}"


def test_a_row_inserted_at_any_place_of_a_day_is_named(day: list[int]) -> None:
    for seq in day:
        with _Undone():
            _run(
                f"UPDATE audit_event SET seq = -seq - 1 WHERE seq >= {seq}",
                "UPDATE audit_event SET seq = -seq WHERE seq < 0",
                f"INSERT INTO audit_event (seq, {_COPIED}) SELECT {seq}, {_COPIED}"
                f" FROM audit_event WHERE seq = {seq + 1}",
                f"UPDATE audit_event SET result = 'otro' WHERE seq = {seq}",
            )
            _assert_named(seq, "inserted")


def test_two_rows_of_a_day_swapped_are_named(day: list[int]) -> None:
    for seq in day[:-1]:
        with _Undone():
            _run(
                f"UPDATE audit_event SET seq = 0 WHERE seq = {seq}",
                f"UPDATE audit_event SET seq = {seq} WHERE seq = {seq + 1}",
                f"UPDATE audit_event SET seq = {seq + 1} WHERE seq = 0",
            )
            _assert_named(seq, "swapped")


def test_a_tail_cut_clean_is_told_by_the_checkpoint_outside(day: list[int]) -> None:
    for seq in day:
        named = _checkpoint_from(seq)
        with _Undone():
            _cut_after(seq - 1)
            assert list(walk()) == []
            assert _first_named(list(outside())) == named


def test_an_end_written_anew_with_valid_seals_is_told_by_the_checkpoint_outside(
    day: list[int],
) -> None:
    for seq in day:
        named = _checkpoint_from(seq)
        with _Undone():
            _rewrite_from(seq)
            assert list(walk()) == []
            assert ask(_OF_DATABASE) == []
            assert _first_named(list(outside())) == named


def test_checkpoints_deleted_or_altered_inside_are_told_by_the_ones_outside(
    day: list[int],
) -> None:
    with _Undone():
        _rewrite_from(day[0])
        _run(
            "UPDATE audit_checkpoint p SET hash = e.hash FROM audit_event e WHERE e.seq = p.seq",
            "UPDATE company_dayclose d SET chain_hash = e.hash FROM audit_event e"
            " WHERE e.seq = d.chain_seq",
        )
        inside = [check for check in CHECKS if check.name in _OF_CHAIN]
        assert [ask(check) for check in inside] == [[]] * len(_OF_CHAIN)
        assert _first_named(list(outside())) == _checkpoint_from(day[0])


def _checkpoint_from(seq: int) -> str:
    """How the first checkpoint at or after a row is named."""
    point = Checkpoint.objects.filter(seq__gte=seq).earliest("seq")
    return f"hecho {point.seq}, cierre del {point.on.isoformat()}"


def _cut_after(seq: int) -> None:
    _run(
        f"DELETE FROM audit_event WHERE seq > {seq}",
        f"DELETE FROM audit_checkpoint WHERE seq > {seq}",
        f"UPDATE audit_head SET seq = {seq},"
        f" hash = (SELECT hash FROM audit_event WHERE seq = {seq})",
    )


def _rewrite_from(seq: int) -> None:
    """Change a reason in one row and seal it and all after it anew, the head too."""
    chain = list(links())
    previous = chain[seq - 2].hash if seq > 1 else GENESIS
    with connection.cursor() as cursor:
        for link in chain[seq - 1 :]:
            moved = timedelta(seconds=1 if link.seq == seq else 0)
            fields = {name: getattr(link, name) for name in Link.__slots__}
            changed = Link(**fields | {"recorded_at": link.recorded_at + moved})
            previous = seal(previous, changed)
            cursor.execute(
                "UPDATE audit_event SET recorded_at = %s, hash = %s WHERE seq = %s",
                [changed.recorded_at, previous, link.seq],
            )
        cursor.execute("UPDATE audit_head SET hash = %s", [previous])
