"""Only declared changes of state succeed (S4), whoever writes them: every pair of states of every
table whose states PostgreSQL guards, by raw SQL as the application."""

import importlib
from itertools import permutations
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, connections, models, transaction

from cartera.control.audit.guards import TRANSITION
from cartera.recovery.cheques.rules import TRANSITIONS as CHEQUE_TRANSITIONS

# The lists of changes, by the tables whose state they govern.
GOVERNED = {
    "ACCESS": ["workflow_accessrequest"],
    "ASSIGNMENT": ["assignments_assignment"],
    "ATTACHMENT": ["dossiers_attachment"],
    "BATCH": ["opening_openingbatch"],
    "BORROWING": ["delegations_borrowing"],
    "BOUNCE": ["payments_bounce"],
    "CASE": ["workflow_case"],
    "CHEQUE": ["cheques_cheque"],
    "CHEQUE_BATCH": ["cheques_chequebatch"],
    "CHEQUE_REJECTION": ["cheques_chequerejection"],
    "CLAIM": ["claims_claim"],
    "DAY": ["payments_paymentday"],
    "COUNT": ["custody_vaultcount"],
    "DELEGATED_DOCUMENT": ["delegations_delegateddocument"],
    "DELEGATION": ["delegations_delegation"],
    "DEDUCTION": ["claims_deduction"],
    "DEPARTURE": ["workflow_departure"],
    "DIRECT_PAYMENT": ["direct_payments_directpayment"],
    "DIFFERENCE": ["differences_difference"],
    "DISBURSEMENT": ["disbursements_disbursement"],
    "DOCUMENT": ["assignments_assigneddocument"],
    "FOREIGN_DOCUMENT": ["third_party_foreigndocument"],
    "GUARANTEE_RETURN": ["delegations_guaranteereturn"],
    "HAND_OVER": ["custody_handover"],
    "ISSUED_CHEQUE": ["banking_issuedcheque"],
    "INVITATION": ["workflow_invitation"],
    "LOAN": ["delegations_documentloan"],
    "LINE": ["lines_line"],
    "MESSAGE": ["mail_message"],
    "ORIGINAL": ["custody_original"],
    "OWNER_RETURN": ["custody_ownerreturn"],
    "PAYMENT": ["payments_payment"],
    "PERIOD": ["ledger_period"],
    "PERIOD_CLOSING": ["procedures_periodclosing"],
    "REOPENING": ["procedures_reopening"],
    "QUESTION": ["delegations_factorquestion"],
    "RETURN": ["settlements_documentreturn"],
    "ROUTE": ["routes_route"],
    "ROUTE_ITEM": ["routes_routeitem"],
    "SEARCH": ["delegations_factorsearch"],
    "SETTING": ["procedures_settingchange"],
    "SETTLEMENT": ["settlements_settlement"],
    "SLIP": ["banking_depositslip"],
    "STATE": ["parties_client", "parties_debtor", "parties_creditaccount", "parties_factor"],
    "TASK": ["workflow_task"],
    "PAYOUT_RETURN": ["payments_payoutreturn"],
    "PAPER_RETURN": ["third_party_paperreturn"],
    "VALUE_PAYMENT": ["third_party_valuepayment"],
    "UNDOING": ["opening_openingundoing"],
}
_GUARDED = """SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE t.tgname = 'state_moves' AND t.tgenabled = 'A'"""
# All that a row must have beside its state is given up, so that one may stand in any state.
_LAID_BARE = """
DO $$ DECLARE x record; BEGIN
    ALTER TABLE {table} DISABLE TRIGGER USER;
    FOR x IN SELECT conname FROM pg_constraint
        WHERE conrelid = '{table}'::regclass AND contype = 'c'
    LOOP EXECUTE format('ALTER TABLE {table} DROP CONSTRAINT %I', x.conname); END LOOP;
    FOR x IN SELECT attname FROM pg_attribute WHERE attrelid = '{table}'::regclass
        AND attnum > 0 AND attnotnull AND attname NOT IN ('id', 'state')
    LOOP EXECUTE format('ALTER TABLE {table} ALTER COLUMN %I DROP NOT NULL', x.attname); END LOOP;
END $$"""


def declared() -> dict[str, set[tuple[str, str]]]:
    """Every list of changes that a room declares, by its name; a cheque's are in its rules, and a
    period goes to and fro.
    """
    to_and_fro = {("open", "closed"), ("closed", "open")}
    found = {"CHEQUE": set(CHEQUE_TRANSITIONS), "PERIOD": to_and_fro}
    for config in apps.get_app_configs():
        if not config.name.startswith("cartera.") or config.models_module is None:
            continue
        module = importlib.import_module(config.models_module.__name__)
        for name, pairs in vars(module).items():
            if name.endswith("_TRANSITIONS"):
                found[name.removesuffix("_TRANSITIONS")] = set(pairs)
    return found


def model_of(table: str) -> type[models.Model]:
    return next(model for model in apps.get_models() if model._meta.db_table == table)


def states_of(table: str) -> list[str]:
    column = model_of(table)._meta.get_field("state")
    assert isinstance(column, models.Field)
    return [str(value) for value, _ in column.flatchoices]


def test_every_list_of_changes_is_tried_here() -> None:
    assert set(declared()) == set(GOVERNED)


@pytest.mark.django_db
def test_every_table_whose_states_are_guarded_is_tried_here() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_GUARDED)
        guarded = sorted(table for (table,) in cursor.fetchall())
    assert guarded == sorted(table for tables in GOVERNED.values() for table in tables)


def test_changes_are_between_states_that_there_are() -> None:
    for name, tables in GOVERNED.items():
        for table in tables:
            assert {s for pair in declared()[name] for s in pair} <= set(states_of(table)), table


@pytest.mark.usefixtures("committed_db")
def test_the_database_lets_pass_what_is_declared_and_nothing_else() -> None:
    """A bare row of each table is put into each state by its owner, past its guards; from there
    the application tries every other state.
    """
    wrong: list[tuple[Any, ...]] = []
    for name, tables in GOVERNED.items():
        for table in tables:
            row = _a_row_of(table)
            for old, new in permutations(states_of(table), 2):
                _put(table, row, old)
                passes = _rule_that_refuses(table, row, new) != TRANSITION
                if passes != ((old, new) in declared()[name]):
                    wrong.append((table, old, new, "passes" if passes else "refused"))
    assert wrong == []


def _a_row_of(table: str) -> int:
    """A row that says nothing but its state; from now on the table keeps no other rule."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(_LAID_BARE.format(table=table))
        first = states_of(table)[0]
        cursor.execute(f"INSERT INTO {table} (state) VALUES (%s) RETURNING id", [first])
        return int(cursor.fetchone()[0])


def _put(table: str, row: int, state: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER state_moves")
        cursor.execute(f"UPDATE {table} SET state = %s WHERE id = %s", [state, row])
        cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER state_moves")


def _rule_that_refuses(table: str, row: int, state: str) -> str | None:
    """The rule by which the application's change is refused, or None; the change is undone."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET state = %s WHERE id = %s", [state, row])
            assert cursor.rowcount == 1
            transaction.set_rollback(True)
    except DatabaseError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        return str(getattr(diagnosis, "constraint_name", None))
    return None
