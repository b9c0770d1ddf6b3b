"""What PostgreSQL refuses of credit's rows when the application's own role writes past the acts.

What it cannot refuse, since the acts write it too (kept totals), the invariants find.
"""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from cartera.kernel.clock import FixedClock
from tests.invariants import broken
from tests.properties.lived import a_life

SETTLED = "assignments_assignment WHERE number = 1"


def tried(statement: str) -> str | None:
    """The rule by which the statement is refused, deferred ones included; it is undone."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            assert cursor.rowcount != 0, "the attack touched nothing"
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
    except DatabaseError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        name = getattr(diagnosis, "constraint_name", None)
        return str(name or getattr(diagnosis, "sqlstate", None))
    return None


@pytest.fixture
def attempt(db: None, clock: FixedClock) -> Callable[[str], str | None]:
    a_life(clock)
    return tried


DENIED = "42501"  # the role has no such right at all
ATTACKS = {
    # evidence
    "UPDATE payments_application SET interest = interest - 1, capital = capital + 1": DENIED,
    "DELETE FROM payments_application": DENIED,
    "UPDATE payments_charge SET amount = 0.01": DENIED,
    "UPDATE assignments_debtverification SET informed_by = 'otra'": DENIED,
    "UPDATE workflow_approval SET content_hash = ''": DENIED,
    "UPDATE workflow_performer SET actor_id = 1": DENIED,
    "DELETE FROM workflow_performer WHERE step = 3": DENIED,
    "UPDATE audit_event SET actor_id = 1 WHERE seq = 3": DENIED,
    "DELETE FROM assignments_assignment": DENIED,
    "DELETE FROM claims_deduction": DENIED,
    "TRUNCATE payments_payment CASCADE": DENIED,
    "ALTER TABLE payments_application DISABLE TRIGGER ALL": DENIED,
    # what is fixed
    "UPDATE payments_payment SET amount = amount + 1": "column_is_written_once",
    "UPDATE payments_payment SET value_on = value_on - 30": "column_is_written_once",
    "UPDATE payments_payment SET assignment_id = assignment_id + 1": "column_is_written_once",
    "UPDATE disbursements_disbursement SET amount_net = 0": "column_is_written_once",
    "UPDATE disbursements_disbursement SET account_id = NULL": "column_is_written_once",
    "UPDATE ledger_series SET last_number = last_number + 1 WHERE code = 'egreso'":
        "entry_numbers_have_no_holes",
    "UPDATE assignments_assignment SET terms = '{}'": "column_is_written_once",
    "UPDATE assignments_assignment SET number = 77 WHERE number = 1": "column_is_written_once",
    "UPDATE assignments_assignment SET amount_net = amount_net + 1, commission = commission - 1":
        "column_is_written_once",
    "UPDATE assignments_assigneddocument SET amount = 1": "column_is_written_once",
    "UPDATE assignments_assigneddocument SET number_key = 'OTRO'": "column_is_written_once",
    "UPDATE lines_line SET amount_approved = 9999999": "column_is_written_once",
    "UPDATE lines_line SET terms = '{}'": "column_is_written_once",
    "UPDATE claims_claim SET amount = 0.01": "column_is_written_once",
    "UPDATE claims_deduction SET amount = 0.01": "column_is_written_once",
    "UPDATE payments_bounce SET charge = 0": "column_is_written_once",
    "UPDATE settlements_settlement SET amount_to_return = 1, collected = collected + 1":
        "column_is_written_once",
    # states
    "UPDATE assignments_assignment SET state = 'live' WHERE state = 'settled'":
        "state_change_is_declared",
    "UPDATE payments_payment SET state = 'queued' WHERE state = 'applied'":
        "state_change_is_declared",
    "UPDATE workflow_task SET state = 'open' WHERE state = 'done'": "state_change_is_declared",
    "UPDATE settlements_settlement SET state = 'authorised'": "state_change_is_declared",
    "INSERT INTO payments_payment SELECT (jsonb_populate_record(p, '{\"id\": 999999,"
    " \"state\": \"applied\", \"reference\": \"Z\"}')).* FROM payments_payment p LIMIT 1":
        "first_state_is_declared",
    # one at a time
    "INSERT INTO assignments_assigneddocument SELECT (jsonb_populate_record(d,"
    " '{\"id\": 999999, \"operation_number\": 999999}')).* FROM assignments_assigneddocument d"
    " WHERE state = 'live' LIMIT 1": "a_document_is_in_one_assignment",
    "INSERT INTO disbursements_disbursement SELECT (jsonb_populate_record(d,"
    " '{\"id\": 999999, \"state\": \"started\"}')).* FROM disbursements_disbursement d LIMIT 1":
        "an_assignment_is_disbursed_once",
    "INSERT INTO settlements_settlement SELECT (jsonb_populate_record(s, jsonb_build_object("
    "'id', 999999, 'state', 'started', 'case_id', (SELECT max(id) FROM workflow_case)))).*"
    " FROM settlements_settlement s": "an_assignment_is_settled_once",
    "INSERT INTO payments_application SELECT (jsonb_populate_record(x,"
    " '{\"id\": 999999}')).* FROM payments_application x WHERE reverses_id IS NULL LIMIT 1":
        "a_payment_is_applied_once",
    "INSERT INTO payments_payment SELECT (jsonb_populate_record(p,"
    " '{\"id\": 999999, \"state\": \"queued\"}')).* FROM payments_payment p"
    " WHERE state = 'applied' LIMIT 1": "a_payment_is_received_once",
    # sums
    "INSERT INTO assignments_assignment SELECT (jsonb_populate_record(a, '{\"id\": 999999,"
    " \"case_id\": null, \"number\": null, \"state\": \"requested\", \"amount_net\": -1}')).*"
    " FROM assignments_assignment a LIMIT 1": "the_net_to_deliver_is_not_negative",
    "INSERT INTO assignments_assignment SELECT (jsonb_populate_record(a, '{\"id\": 999999,"
    " \"case_id\": null, \"number\": null, \"state\": \"prepared\", \"commission\": 1}')).*"
    " FROM assignments_assignment a LIMIT 1": "the_price_adds_up",
    "INSERT INTO assignments_assignment SELECT (jsonb_populate_record(a, '{\"id\": 999999,"
    " \"case_id\": null, \"number\": null, \"state\": \"requested\", \"amount_face\": 1}')).*"
    " FROM assignments_assignment a LIMIT 1": "no_more_is_advanced_than_the_face",
    "INSERT INTO assignments_assignment SELECT (jsonb_populate_record(a, '{\"id\": 999999,"
    " \"case_id\": null, \"number\": null, \"state\": \"prepared\", \"amount_face\": 990000,"
    " \"amount_advanced\": 900000, \"amount_net\": 900000, \"commission\": 0, \"vat\": 0,"
    " \"deductions\": 0}')).* FROM assignments_assignment a LIMIT 1":
        "the_line_covers_what_is_reserved",
    "INSERT INTO payments_application SELECT (jsonb_populate_record(x, '{\"id\": 999999,"
    " \"take\": 9, \"interest\": 0}')).* FROM payments_application x"
    " WHERE reverses_id IS NULL AND interest > 0 LIMIT 1": "an_application_adds_up",
    "INSERT INTO payments_application SELECT (jsonb_populate_record(x, '{\"id\": 999999,"
    " \"take\": 9, \"amount\": -1, \"capital\": -1, \"interest\": 0}')).*"
    " FROM payments_application x WHERE reverses_id IS NULL AND charges = 0 LIMIT 1":
        "only_a_reversal_takes_away",
}  # fmt: skip


def test_each_attack_is_refused_by_its_rule(attempt: Callable[[str], str | None]) -> None:
    told = {attack: attempt(attack) for attack in ATTACKS}
    assert told == ATTACKS


KEPT = {
    f"UPDATE {SETTLED.replace(' WHERE', ' SET capital = capital - 10 WHERE')}":
        "capital is what was advanced less what was paid",
    "UPDATE assignments_assignment SET interest_due = 5 WHERE number = 2":
        "every position is what its payments give, applied anew from the opening",
    "UPDATE assignments_assignment SET charged_to = charged_to - 7 WHERE number = 2":
        "every position is what its payments give, applied anew from the opening",
    "UPDATE assignments_assigneddocument SET amount_collected = 1 WHERE state = 'live'":
        "a document has collected what stands for it",
    "UPDATE claims_claim SET state = 'open' WHERE state = 'settled'":
        "a claim is settled when all of it was taken",
    "UPDATE audit_head SET hash = repeat('0', 64)": "the head is the last link",
}  # fmt: skip


def test_a_kept_total_that_was_changed_is_found(attempt: Callable[[str], str | None]) -> None:
    assert broken() == []
    for attack, name in KEPT.items():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)
            assert cursor.rowcount >= 1, attack
            assert name in {found for found, _ in broken()}, attack
            transaction.set_rollback(True)
    assert broken() == []
