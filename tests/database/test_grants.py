"""R2: evidence is append-only, whoever asks; the tables are those of PostgreSQL's own catalogue."""

import psycopg
import pytest
from django.db import connection, connections

from cartera.config import database, grants
from cartera.config.grants import EVIDENCE, GRANTS, UnclassifiedTable

ALL_RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
EVIDENCE_TABLES = sorted(table for table, rights in GRANTS.items() if rights == EVIDENCE)

_HELD = """
    SELECT c.relname, array_agg(r.privilege) FROM pg_class c, unnest(%s::text[]) AS r(privilege)
     WHERE c.relnamespace = current_schema()::regnamespace
       AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
       AND has_table_privilege(current_user, c.oid, r.privilege)
     GROUP BY c.relname
"""
_ALWAYS_ON = """
    SELECT tgrelid::regclass::text FROM pg_trigger
     WHERE tgname IN ('evidence_is_append_only', 'evidence_is_append_only_whole')
       AND tgenabled = 'A'
     GROUP BY tgrelid HAVING count(*) = 2
"""


@pytest.mark.django_db
def test_every_table_is_classified_and_every_class_has_its_table() -> None:
    assert set(grants.tables_of(connection)) == set(GRANTS)


@pytest.mark.django_db
def test_the_application_holds_exactly_the_rights_of_each_tables_class() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [list(ALL_RIGHTS)])
        held = {table: set(rights) for table, rights in cursor.fetchall()}
    assert held == {table: set(rights) for table, rights in GRANTS.items()}


@pytest.mark.django_db
def test_the_application_owns_nothing_and_is_nobody_special() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
        assert cursor.fetchone() == (0,)
        cursor.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication"
            " FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False,) * 5


def test_a_table_without_a_class_stops_the_migration(committed_db: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE a_new_table (id int)")
    with pytest.raises(UnclassifiedTable, match="a_new_table"):
        grants.apply_grants(connections["owner"])


def test_giving_rights_again_takes_back_what_was_given_by_hand(committed_db: str) -> None:
    role = database.app_role()
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"GRANT DELETE ON ledger_entry TO {role}")
        grants.apply_grants(connections["owner"])
        cursor.execute("SELECT has_table_privilege(%s, 'ledger_entry', 'DELETE')", [role])
        assert cursor.fetchone() == (False,)


@pytest.mark.parametrize("table", EVIDENCE_TABLES)
@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE {table} SET {column} = {column}",
        "DELETE FROM {table}",
        "TRUNCATE {table} CASCADE",
        "ALTER TABLE {table} DISABLE TRIGGER ALL",
        "ALTER TABLE {table} DISABLE TRIGGER evidence_is_append_only",
        "DROP TRIGGER evidence_is_append_only ON {table}",
        "CREATE RULE silence AS ON INSERT TO {table} DO INSTEAD NOTHING",
        "DROP TABLE {table} CASCADE",
    ],
)
@pytest.mark.django_db
def test_the_application_cannot_change_evidence(table: str, attack: str) -> None:
    with psycopg.connect(database.urls(_here()).app) as session:
        column = session.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0", [table]
        ).fetchone()
        assert column is not None
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute(attack.format(table=table, column=f'"{column[0]}"').encode())


@pytest.mark.parametrize(
    "attack",
    [
        "SET session_replication_role = replica",
        "SET SESSION AUTHORIZATION cartera_owner",
        "SET ROLE cartera_owner",
        "CREATE TABLE mine (id int)",
        "CREATE TEMPORARY TABLE mine (id int)",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "SELECT setval(pg_get_serial_sequence('ledger_account', 'id'), 1)",
        "COPY ledger_entry TO PROGRAM 'true'",
        "SELECT pg_read_file('PG_VERSION')",
    ],
)
@pytest.mark.django_db
def test_the_application_cannot_step_out_of_its_role(attack: str) -> None:
    with (
        psycopg.connect(database.urls(_here()).app) as session,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        session.execute(attack.encode())


@pytest.mark.django_db
def test_the_triggers_of_every_evidence_table_fire_always_so_that_they_bind_the_owner() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ALWAYS_ON)
        assert sorted(row[0] for row in cursor.fetchall()) == EVIDENCE_TABLES


def _here() -> str:
    return str(connection.settings_dict["NAME"])
