"""Only declared changes of state succeed (S4), whoever writes them: every pair, by raw SQL."""

import importlib
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, connections, models, transaction

from cartera.control.audit.guards import TRANSITION
from cartera.kernel.clock import FixedClock
from tests.properties.lived import a_life

# The lists of changes, by the table whose state they govern.
GOVERNED = {
    "ACCESS": ["workflow_accessrequest"],
    "ASSIGNMENT": ["assignments_assignment"],
    "ATTACHMENT": ["dossiers_attachment"],
    "BORROWING": ["delegations_borrowing"],
    "BOUNCE": ["payments_bounce"],
    "CASE": ["workflow_case"],
    "CHEQUE_BATCH": ["cheques_chequebatch"],
    "CHEQUE_REJECTION": ["cheques_chequerejection"],
    "CLAIM": ["claims_claim"],
    "DAY": ["payments_paymentday"],
    "DELEGATED_DOCUMENT": ["delegations_delegateddocument"],
    "DELEGATION": ["delegations_delegation"],
    "DEDUCTION": ["claims_deduction"],
    "DIRECT_PAYMENT": ["direct_payments_directpayment"],
    "DIFFERENCE": ["differences_difference"],
    "DISBURSEMENT": ["disbursements_disbursement"],
    "DOCUMENT": ["assignments_assigneddocument"],
    "GUARANTEE_RETURN": ["delegations_guaranteereturn"],
    "HAND_OVER": ["custody_handover"],
    "LOAN": ["delegations_documentloan"],
    "LINE": ["lines_line"],
    "MESSAGE": ["mail_message"],
    "ORIGINAL": ["custody_original"],
    "OWNER_RETURN": ["custody_ownerreturn"],
    "PAYMENT": ["payments_payment"],
    "ROUTE": ["routes_route"],
    "ROUTE_ITEM": ["routes_routeitem"],
    "SEARCH": ["delegations_factorsearch"],
    "SETTLEMENT": ["settlements_settlement"],
    "SLIP": ["banking_depositslip"],
    "STATE": ["parties_client", "parties_debtor", "parties_creditaccount", "parties_factor"],
    "TASK": ["workflow_task"],
}
# House procedures that keep a request and nothing more; the database guards them alike.
REQUESTS = {
    "PERIOD_CLOSING",
    "REOPENING",
    "SETTING",
    "RETURN",
    "INVITATION",
    "DEPARTURE",
    "BATCH",
    "UNDOING",
    "COUNT",
}


def declared() -> dict[str, set[tuple[str, str]]]:
    """Every list of changes that a room declares, by its name."""
    found: dict[str, set[tuple[str, str]]] = {}
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
    assert set(declared()) == set(GOVERNED) | REQUESTS


def test_changes_are_between_states_that_there_are() -> None:
    for name, tables in GOVERNED.items():
        for table in tables:
            assert {s for pair in declared()[name] for s in pair} <= set(states_of(table)), table


@pytest.fixture
def lived(committed_db: str, clock: FixedClock) -> None:
    a_life(clock)


def test_the_database_lets_pass_what_is_declared_and_nothing_else(lived: None) -> None:
    """Each table's latest row is put into each state by the owner, its guards set aside; from there
    the application tries every other state.
    """
    wrong: list[tuple[Any, ...]] = []
    for name, tables in GOVERNED.items():
        for table in tables:
            for old, new in product(states_of(table), repeat=2):
                if old == new or not _put(table, old):
                    continue
                passes = _rule_that_refuses(table, new) != TRANSITION
                if passes != ((old, new) in declared()[name]):
                    wrong.append((table, old, new, "passes" if passes else "refused"))
    assert wrong == []


def _put(table: str, state: str) -> bool:
    """Whether the row could be put into the state: its checks hold for the owner too."""
    last = f"id = (SELECT max(id) FROM {table})"
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER state_moves")
        try:
            cursor.execute(f"UPDATE {table} SET state = %s WHERE {last}", [state])
        except DatabaseError:
            return False
        finally:
            cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER state_moves")
    return True


def _rule_that_refuses(table: str, state: str) -> str | None:
    """The rule by which the application's change is refused, or None; the change is undone."""
    last = f"id = (SELECT max(id) FROM {table})"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET state = %s WHERE {last}", [state])
            assert cursor.rowcount == 1
            transaction.set_rollback(True)
    except DatabaseError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        return str(getattr(diagnosis, "constraint_name", None))
    return None
