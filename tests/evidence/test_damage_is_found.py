"""R11: whatever is damaged behind the program's back, the check that looks there names it."""

from dataclasses import dataclass

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from cartera.procedures.checks import CHECKS
from cartera.procedures.verification import verify


@dataclass(frozen=True, slots=True)
class Damage:
    """What a hand does to the database, and which check must name what."""

    check: str
    sql: str
    names: str = ""


_FIRST_ENTRY = "(SELECT min(id) FROM ledger_entry)"
_LAST_RECEIPT = "(SELECT max(id) FROM tax_taxreceipt)"
_AUDITED = """(SELECT e.seq FROM audit_event e WHERE e.procedure = 'PCI-F01' AND e.step = 12
    AND e.kind = 'performed' ORDER BY e.seq LIMIT 1)"""
_DRAWN = """WITH drawn AS (INSERT INTO banking_issuedcheque (bank_account_id, number, number_key,
    amount, paid_to, case_id, drawn_on, annulled_for, state) SELECT (SELECT min(id)
    FROM banking_bankaccount), 'E-1', 'E1', amount, 'La Otra', case_id, '2026-02-24', '', 'drawn'
    FROM delegations_borrowing RETURNING id)"""

DAMAGES = [
    # the books
    Damage("trial_balance", f"UPDATE ledger_line SET debit = debit + 1 WHERE debit > 0"
           f" AND entry_id = {_FIRST_ENTRY}", "libros"),
    Damage("entries_balance", f"UPDATE ledger_line SET credit = credit + 0.01 WHERE credit > 0"
           f" AND n = 2 AND entry_id = {_FIRST_ENTRY}", "egreso 1"),
    Damage("entries_balance", f"UPDATE ledger_entry SET amount = amount - 1"
           f" WHERE id = {_FIRST_ENTRY}", "egreso 1"),
    Damage("entries_have_their_lines",
           f"DELETE FROM ledger_line WHERE n = 2 AND entry_id = {_FIRST_ENTRY}", "egreso 1"),
    Damage("lines_have_their_entry", f"""UPDATE ledger_line SET account_id =
           (SELECT id FROM ledger_account WHERE code = '1') WHERE n = 1
           AND entry_id = {_FIRST_ENTRY}""", ".1"),
    Damage("entry_numbers_have_no_holes",
           f"DELETE FROM ledger_line WHERE entry_id = {_FIRST_ENTRY};"
           f" DELETE FROM ledger_entry WHERE id = {_FIRST_ENTRY}", "egreso"),
    Damage("entry_numbers_have_no_holes",
           "UPDATE ledger_series SET last_number = last_number + 1 WHERE code = 'ingreso'",
           "ingreso"),
    Damage("entries_fall_in_their_period", f"""UPDATE ledger_entry SET effective_on = '2026-03-01'
           WHERE id = {_FIRST_ENTRY}""", "egreso 1: 2026-03"),
    Damage("nothing_posted_after_a_close", f"""UPDATE ledger_entry
           SET recorded_at = recorded_at + interval '1 hour' WHERE id = {_FIRST_ENTRY}""",
           "egreso 1"),
    Damage("periods_tell_their_changes",
           "UPDATE ledger_period SET state = 'closed' WHERE year = 2026 AND month = 1", "2026-01"),
    Damage("reversals_mirror", """UPDATE ledger_line SET debit = credit, credit = debit
           WHERE entry_id IN (SELECT id FROM ledger_entry WHERE reverses_id IS NOT NULL)""",
           "diario"),
    # money moved whole, in an entry that balances
    Damage("receivable_by_client", f"""UPDATE ledger_line SET account_id = (SELECT id
           FROM ledger_account WHERE client_code = '0002'), client_code = '0002'
           WHERE n = 1 AND entry_id = {_FIRST_ENTRY}""", "0002"),
    Damage("payable_by_client", """UPDATE ledger_line SET account_id = (SELECT id
           FROM ledger_account WHERE code = '50201') WHERE account_id = (SELECT id
           FROM ledger_account WHERE code = '205') AND credit > 0""", "0001"),
    Damage("claims_by_client", """UPDATE ledger_line SET client_code = '0001'
           WHERE debit > 0
           AND account_id = (SELECT id FROM ledger_account WHERE code = '11501')""", "0002"),
    Damage("banks_by_account", """UPDATE ledger_line SET account_id = (SELECT id
           FROM ledger_account WHERE code = '10101') WHERE account_id = (SELECT id
           FROM ledger_account WHERE code = '102') AND debit > 0""", "102"),
    Damage("openings_hold_what_came", """UPDATE opening_openingbatch
           SET totals = totals || '{"capital": "7.00"}'""", "23/02/2026: 0; debía ser 7.00"),
    Damage("opening_entries_match", """UPDATE ledger_entry SET effective_on = '2026-02-24'
           WHERE event = 'opening'""", "23/02/2026"),
    Damage("undone_openings_have_left", "UPDATE opening_openingbatch SET state = 'undone'",
           "23/02/2026"),
    Damage("what_was_brought_names_its_batch", """UPDATE assignments_assignment
           SET brought = '{"number": 9, "batch": 1, "capital": "1", "charged_to": "2026-01-01"}'
           WHERE number = 2""", "cesión 9"),
    Damage("closes_hold_what_was_posted", f"""UPDATE ledger_entry SET amount = amount + 5
           WHERE id = {_FIRST_ENTRY}""", "05/01/2026"),
    # slips and receipts
    Damage("slips_add_up", "UPDATE banking_depositslip SET total = total + 1 WHERE number = 1",
           "remesa 1"),
    Damage("slip_numbers_have_no_holes", "DELETE FROM banking_deposititem WHERE slip_id = (SELECT"
           " id FROM banking_depositslip WHERE number = 1);"
           " DELETE FROM banking_depositslip WHERE number = 1", "remesa"),
    Damage("void_slips_carry_nothing", "UPDATE banking_depositslip SET state = 'void'"
           " WHERE number = 1", "remesa 1.1"),
    Damage("a_payment_is_deposited_once", """DROP INDEX a_payment_is_deposited_once;
           UPDATE banking_deposititem SET payment_id = 1 WHERE payment_id = 2""", "abono 1"),
    Damage("receipts_add_up", f"UPDATE tax_taxreceipt SET total = total + 1"
           f" WHERE id = {_LAST_RECEIPT}"),
    Damage("receipts_add_up", f"DELETE FROM tax_taxreceiptline WHERE receipt_id = {_LAST_RECEIPT}"),
    Damage("receipt_numbers_have_no_holes", f"DELETE FROM tax_taxreceiptline WHERE receipt_id ="
           f" {_LAST_RECEIPT}; DELETE FROM tax_taxreceipt WHERE id = {_LAST_RECEIPT}"),
    Damage("credit_notes_fit_their_receipt", """UPDATE tax_taxreceipt SET total = total + 10000
           WHERE kind = 'NC'""", "CCF"),
    # assignments
    Damage("capital_is_what_was_advanced_less_applied",
           "UPDATE assignments_assignment SET capital = capital - 1 WHERE number = 2", "cesión 2"),
    Damage("charges_due_are_charged_less_applied",
           "UPDATE assignments_assignment SET charges_due = 5 WHERE number = 3", "cesión 3"),
    Damage("positions_by_replay",
           "UPDATE assignments_assignment SET interest_due = 0.01 WHERE number = 2", "cesión 2"),
    Damage("positions_by_replay", """UPDATE payments_application SET interest = interest - 1,
           capital = capital + 1, balance = balance - 1 WHERE payment_id = 1""", "cesión 1"),
    Damage("positions_by_replay",
           "UPDATE assignments_assignment SET disbursed_on = disbursed_on - 1 WHERE number = 2",
           "cesión 2"),
    Damage("price_adds_up",
           "UPDATE assignments_assignment SET commission = 0 WHERE number = 1", "cesión 1"),
    Damage("documents_sum_to_the_assignment",
           "UPDATE assignments_assigneddocument SET amount = amount + 1 WHERE number = 'Q-20'",
           "cesión 2"),
    Damage("a_document_is_in_one_assignment", """DROP INDEX a_document_is_in_one_assignment;
           UPDATE assignments_assigneddocument SET number_key = (SELECT number_key
           FROM assignments_assigneddocument WHERE number = 'Q-20') WHERE number = 'Q-40'"""),
    Damage("assignment_numbers_have_no_holes",
           "UPDATE assignments_assignment SET number = 90 WHERE number = 2", "90"),
    Damage("operation_numbers_have_no_holes", """UPDATE assignments_assigneddocument
           SET operation_number = NULL WHERE number = 'Q-20'"""),
    Damage("the_line_covers_what_is_used", "UPDATE lines_line SET amount_approved = 100", "0002"),
    Damage("documents_follow_their_assignment",
           "UPDATE assignments_assigneddocument SET state = 'live' WHERE number = 'Q-2587'",
           "cesión 1 Q-2587"),
    Damage("debts_were_verified", """DELETE FROM assignments_debtverification WHERE document_id =
           (SELECT id FROM assignments_assigneddocument WHERE number = 'Q-21')""", "Q-21"),
    # payments
    Damage("documents_hold_what_was_collected", """UPDATE assignments_assigneddocument
           SET amount_collected = 9999 WHERE number = 'Q-2587'""", "Q-2587"),
    Damage("applications_add_up",
           "UPDATE payments_application SET vat = vat + 1 WHERE payment_id = 1"),
    Damage("payments_are_applied_once", "DELETE FROM payments_application WHERE payment_id = 1",
           "abono 1"),
    Damage("payments_are_applied_once", """UPDATE payments_payment SET amount = amount + 1
           WHERE id = 1""", "abono 1"),
    Damage("payments_are_applied_once", "DELETE FROM payments_application WHERE reverses_id"
           " IS NOT NULL"),
    Damage("reversals_take_back_what_they_name", """UPDATE payments_application
           SET capital = capital - 1, interest = interest + 1 WHERE reverses_id IS NOT NULL"""),
    Damage("withheld_money_is_on_its_way",
           "UPDATE payments_payment SET state = 'withdrawn' WHERE kind = 'deduction'", "300.00"),
    Damage("days_tie_out", """UPDATE banking_deposititem SET amount = amount + 1
           WHERE payment_id = 1""", "04/02/2026"),
    Damage("days_tie_out", """UPDATE tax_taxreceipt SET case_id = NULL WHERE case_id =
           (SELECT case_id FROM payments_paymentday WHERE "on" = '2026-02-19')""", "19/02/2026"),
    Damage("bounces_have_their_receipts", """UPDATE tax_taxreceipt SET case_id = NULL WHERE
           case_id = (SELECT case_id FROM payments_bounce ORDER BY id LIMIT 1)""", "rechazo"),
    Damage("entries_of_days_hold_their_money", """UPDATE payments_paymentday SET entry_id =
           (SELECT entry_id FROM payments_paymentday WHERE "on" = '2026-02-19')
           WHERE "on" = '2026-02-04'""",
           "04/02/2026"),
    Damage("posted_days_have_their_entry",
           """UPDATE payments_paymentday SET state = 'tied_out' WHERE "on" = '2026-02-04'""",
           "04/02/2026"),
    # money out
    Damage("disbursements_match_their_assignment", """UPDATE disbursements_disbursement
           SET amount_net = amount_net + 1 WHERE assignment_id = 1"""),
    Damage("live_assignments_were_paid_once", """UPDATE disbursements_disbursement
           SET state = 'void' WHERE assignment_id = 1""", "cesión 1"),
    Damage("disbursement_entries_match",
           "UPDATE disbursements_disbursement SET entry_id = NULL WHERE assignment_id = 1",
           "cesión 1"),
    Damage("disbursement_receipts_match",
           "UPDATE disbursements_disbursement SET receipt_id = NULL WHERE assignment_id = 1",
           "cesión 1"),
    Damage("settlements_equal_the_statement",
           "UPDATE settlements_settlement SET amount_to_return = amount_to_return + 1",
           "cesión 1"),
    Damage("settlements_hold_what_was_applied",
           "UPDATE settlements_settlement SET interest = interest - 1", "cesión 1"),
    Damage("settlements_hold_their_deductions",
           "UPDATE settlements_settlement SET deductions = 7", "cesión 1"),
    Damage("settled_assignments_were_settled_once",
           "UPDATE assignments_assignment SET state = 'settled' WHERE number = 2", "cesión 2"),
    Damage("settlement_entries_match", "UPDATE settlements_settlement SET entry_id = NULL",
           "cesión 1"),
    Damage("claims_are_not_overdeducted", "UPDATE claims_claim SET amount = 1", "cargo"),
    Damage("assignments_hold_their_deductions",
           "UPDATE claims_deduction SET amount = amount + 1 WHERE claim_id IS NOT NULL",
           "cesión 3"),
    # the vault
    Damage("originals_are_where_their_history_says", """UPDATE custody_original
           SET state = 'in_hand', place_id = NULL, person_id = (SELECT min(id) FROM people_user)
           WHERE id = (SELECT min(id) FROM custody_original WHERE state = 'vault')""", "original"),
    Damage("movements_have_no_holes", "DELETE FROM custody_movement WHERE n = 1", "original 1"),
    Damage("offered_originals_are_with_their_giver",
           """UPDATE custody_handedoriginal SET closed_at = NULL
           WHERE id = (SELECT min(id) FROM custody_handedoriginal)""", "entrega 1"),
    Damage("hand_overs_have_two_people",
           "UPDATE custody_handover SET answered_by_id = giver_id", "entrega 1"),
    # the street
    Damage("routes_are_closed_boxes", """UPDATE routes_routeitem SET state = 'pending'
           WHERE state = 'uncollected'""", "ruta 1"),
    Damage("routes_free_their_documents_once_received",
           "UPDATE routes_routeitem SET closed_at = NULL WHERE state = 'uncollected'", "ruta 1"),
    Damage("collected_documents_have_their_cheque",
           "UPDATE routes_routeitem SET collected = collected - 1 WHERE state = 'cheque'",
           "original"),
    Damage("photos_lie_with_the_route_of_their_visit",
           "UPDATE dossiers_attachment SET case_id = 1 WHERE by_step", "visita 1"),
    # cheques
    Damage("cheques_are_where_their_history_says",
           "DELETE FROM cheques_chequeevent WHERE n = 1", "cheque 1"),
    Damage("cheques_cover_no_more_than_they_are", "UPDATE cheques_cheque SET amount = 1",
           "cheque 1"),
    Damage("exchanged_cheques_have_their_successor",
           "UPDATE cheques_cheque SET state = 'exchanged'", "cheque 1"),
    Damage("received_cheques_are_somebodys", "UPDATE cheques_cheque SET state = 'received'",
           "cheque 1"),
    Damage("cheques_and_their_paper_agree",
           "UPDATE custody_original SET amount = amount + 1 WHERE kind = 'cheque'", "cheque 1"),
    Damage("cheques_in_hand_by_cheque",
           "UPDATE cheques_cheque SET state = 'deposited', value_on = '2026-02-20'", "0002"),
    Damage("cheques_to_apply_by_cheque",
           "UPDATE cheques_cheque SET state = 'deposited', value_on = '2026-02-20'", "0002"),
    # direct payments
    Damage("direct_payments_are_claimed",
           "UPDATE direct_payments_directpayment SET amount = amount + 1", "nota NA-1"),
    Damage("refunds_are_what_the_claim_says",
           "UPDATE claims_claim SET refunded = refunded - 1 WHERE document_id IS NOT NULL",
           "nota NA-1"),
    Damage("excesses_are_explained_to_the_cent", """UPDATE cheques_chequecover
           SET amount = amount - 1 WHERE id = (SELECT max(v.id) FROM cheques_chequecover v
           JOIN differences_difference d ON d.cheque_id = v.cheque_id)""", "diferencia 1"),
    Damage("cheques_with_an_open_difference_stay", """UPDATE cheques_cheque SET state = 'endorsing'
           WHERE id IN (SELECT cheque_id FROM differences_difference);
           UPDATE differences_difference SET state = 'pending'""", "diferencia 1"),
    # money of third parties
    Damage("third_party_money_is_given_once",
           "UPDATE payments_payout SET amount = amount + 1", "valor ajeno del abono"),
    Damage("returned_payouts_are_reversed",
           "UPDATE payments_payoutreturn SET of_case_id = case_id", "entrega"),
    Damage("held_values_came_in", """UPDATE third_party_foreigndocument
           SET collected = collected + 1 WHERE state = 'closed'""", "documento ajeno F-9"),
    Damage("paid_values_left_once", "UPDATE third_party_valuepayment SET amount = amount + 1",
           "pago del valor"),
    Damage("paid_values_left_once", """UPDATE third_party_valuepayment
           SET state = 'paid' WHERE state = 'posted'""",
           "pago del valor"),
    Damage("papers_of_ended_cases_go_back", """UPDATE custody_original SET state = 'vault',
           outside = '', party = '', place_id = (SELECT min(id) FROM custody_place)
           WHERE id IN (SELECT paper_id FROM third_party_foreigndocument)""",
           "documento ajeno F-9"),
    # what clients collect themselves
    Damage("delegations_are_guaranteed_whole",
           "UPDATE delegations_delegation SET amount = amount + 1 WHERE state = 'closed'",
           "cobranza delegada"),
    Damage("delegated_documents_are_out", """UPDATE delegations_delegateddocument
           SET state = 'lent' WHERE state = 'collected'""", "cobranza delegada"),
    Damage("what_came_back_uncollected_is_handed_in", """UPDATE custody_original
           SET state = 'in_hand', outside = '', party = '', person_id = (SELECT min(id)
           FROM people_user) WHERE id IN (SELECT original_id FROM delegations_delegateddocument
           WHERE state = 'collected'); UPDATE delegations_delegateddocument
           SET state = 'returned' WHERE state = 'collected'""", "cobranza delegada"),
    Damage("lent_documents_are_with_the_other_factor",
           "UPDATE custody_original SET outside = 'client' WHERE outside = 'factor'", "préstamo"),
    Damage("delegations_are_settled_for_their_value", """UPDATE delegations_delegateddocument
           SET amount = amount + 1 WHERE brought_id IS NOT NULL""", "cobranza delegada"),
    Damage("borrowed_documents_are_where_they_should",
           "UPDATE custody_original SET amount = amount + 1 WHERE kind = 'borrowed'",
           "documento prestado"),
    Damage("borrowed_documents_are_where_they_should", """UPDATE delegations_borrowing
           SET state = 'unpaid', closed_on = '2026-02-24', closed_by = 'Rosa'
           WHERE borrowed_id IS NOT NULL""", "documento prestado"),
    Damage("other_factors_are_paid_what_was_collected", f"""{_DRAWN} UPDATE delegations_borrowing
           SET state = 'paid', collected = amount, issued_cheque_id = (SELECT id FROM drawn)""",
           "documento prestado"),
    Damage("issued_cheques_are_what_they_pay", f"""{_DRAWN} UPDATE delegations_borrowing
           SET state = 'drawn', collected = amount - 1,
           issued_cheque_id = (SELECT id FROM drawn)""", "documento prestado"),
    Damage("issued_cheques_are_what_they_pay", f"{_DRAWN} SELECT id FROM drawn", "cheque emitido"),
    # people and cases
    Damage("roles_that_may_not_meet", """INSERT INTO people_rolegrant (user_id, role, from_on,
           recorded_at) SELECT id, 'R_CUST', '2026-01-01', now() FROM people_user
           WHERE username = 'ap_ab'""", "ap_ab: AP_AB + R_CUST"),
    Damage("performers_are_audited", """UPDATE workflow_performer SET actor_id = (SELECT id
           FROM people_user WHERE username = 'aux_d') WHERE step = 12 AND role = 'G_GRAL'""",
           "PCI-F01 1, 12"),
    Damage("performers_are_audited", """DELETE FROM workflow_performer WHERE step = 7 AND case_id =
           (SELECT case_id FROM assignments_assignment WHERE number = 1)""", "PCI-F01 1, 7"),
    Damage("four_eyes", f"""UPDATE audit_event SET actor_id = (SELECT id FROM people_user
           WHERE username = 'aux_d') WHERE seq = {_AUDITED}""", "PCI-F01 1, 12"),
    Damage("four_eyes", f"""UPDATE audit_event SET on_behalf_of_id = (SELECT id FROM people_user
           WHERE username = 'g_op') WHERE seq = {_AUDITED}""", "PCI-F01 1, 12"),
    Damage("signatures_hold", """UPDATE assignments_assignment SET term_days = 90
           WHERE number = 2""", "PCI-F01 2, 11"),
    Damage("signatures_hold", """UPDATE settlements_settlement SET amount_to_return = 900,
           other_credits = 121.80""", "PCI-F10 1, 8"),
    Damage("signatures_hold", "UPDATE workflow_approval SET content_hash = repeat('0', 64)"),
    Damage("steps_were_done", """DELETE FROM audit_event WHERE procedure = 'PCI-F01' AND step = 4
           AND case_id = (SELECT case_id FROM assignments_assignment WHERE number = 1)""",
           "PCI-F01 1"),
    Damage("done_tasks_have_their_doer", """UPDATE workflow_task SET done_by_id = NULL
           WHERE procedure = 'PCI-F10' AND step = 8""", "PCI-F10 1, 8"),
    Damage("ended_cases_wait_for_nobody", """UPDATE workflow_task SET state = 'open'
           WHERE procedure = 'PCI-F10' AND step = 8""", "PCI-F10 1, 8"),
    Damage("open_cases_wait_for_somebody",
           "UPDATE workflow_task SET state = 'cancelled' WHERE state = 'open'", "PCI-F01 4"),
    Damage("case_numbers_have_no_holes",
           "UPDATE workflow_case SET number = 70 WHERE procedure = 'PCI-F10'", "PCI-F10"),
    # evidence
    Damage("papers_say_what_was_issued", """UPDATE papers_paper SET content_hash = repeat('0', 64)
           WHERE form = 'FORM-06'""", "FORM-06"),
    Damage("attachments_hold_their_bytes", """UPDATE dossiers_filecontent
           SET content = set_byte(content, 0, get_byte(content, 0) # 1)""", "nota.txt"),
    Damage("attachments_hold_their_bytes", "UPDATE dossiers_attachment SET size = size + 1",
           "nota.txt"),
    Damage("attachments_are_audited", """UPDATE dossiers_filecontent SET content = 'otro',
           sha256 = encode(sha256('otro'), 'hex') WHERE sha256 = (SELECT content_id
           FROM dossiers_attachment WHERE name = 'nota.txt'); UPDATE dossiers_attachment
           SET size = 4, content_id = encode(sha256('otro'), 'hex') WHERE name = 'nota.txt'""",
           "nota.txt"),
    Damage("messages_say_what_was_written", """UPDATE mail_message
           SET to_address = 'otro@x.example' WHERE key = 'statement'""", "correo"),
    Damage("messages_say_what_was_written", "UPDATE mail_enclosure SET name = 'otro.txt'",
           "correo"),
    Damage("enclosures_hold_their_bytes", """UPDATE mail_content
           SET content = set_byte(content, 0, get_byte(content, 0) # 1)""", "estado.txt"),
    Damage("messages_ended_as_audited",
           "UPDATE mail_message SET state = 'sent' WHERE key = 'statement'", "sent"),
    Damage("messages_ended_as_audited", """UPDATE mail_message SET body = 'Debe 100.00.',
           content_hash = repeat('0', 64) WHERE key = 'statement'""", "kept"),
    Damage("checkpoints_match_the_chain",
           "UPDATE audit_checkpoint SET hash = repeat('a', 64) WHERE \"on\" = '2026-02-04'",
           "04/02/2026"),
    Damage("closes_have_their_checkpoint",
           "DELETE FROM audit_checkpoint WHERE \"on\" = '2026-02-04'", "04/02/2026"),
    Damage("checkpoints_outside",
           "UPDATE audit_checkpoint SET hash = repeat('a', 64) WHERE \"on\" = '2026-02-04'",
           "2026-02-04"),
    Damage("audit_chain", "UPDATE audit_head SET seq = seq + 1", "hecho"),
    Damage("audit_chain_by_database", """CREATE OR REPLACE FUNCTION audit_hash(
           previous text, seq bigint, recorded_at timestamptz, effective_on date, kind text,
           actor_id bigint, on_behalf_of_id bigint, role text, procedure text, step smallint,
           case_id bigint, inputs_hash text, result text, reason text
           ) RETURNS text LANGUAGE sql AS 'SELECT repeat(''0'', 64)'""", "hecho 1"),
]  # fmt: skip


def _found() -> dict[str, str]:
    return {
        answer.check.name: "; ".join(str(finding) for finding in answer.findings)
        for answer in verify()
        if not answer.holds
    }


def test_nothing_is_wrong_with_the_history_as_it_was_lived(superuser: BaseDatabaseWrapper) -> None:
    assert _found() == {}


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda d: f"{d.check}-{DAMAGES.index(d)}")
def test_damage_is_found_by_the_check_that_looks_there(
    damage: Damage, superuser: BaseDatabaseWrapper
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(damage.sql)
    found = _found()
    assert damage.check in found
    assert damage.names in found[damage.check]


def test_damage_that_stops_a_check_is_a_finding_and_silences_no_other(
    superuser: BaseDatabaseWrapper,
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION audit_hash CASCADE")
        cursor.execute("UPDATE assignments_assignment SET terms = '7' WHERE number = 1")
        cursor.execute("UPDATE assignments_assignment SET capital = capital + 1 WHERE number = 2")
    found = _found()
    assert "no pudo comprobarse" in found["audit_chain_by_database"]
    assert "audit_chain" not in found
    assert "cesión 1: Faltan las condiciones" in found["positions_by_replay"]
    assert "cesión 2" in found["capital_is_what_was_advanced_less_applied"]


def test_every_check_has_damage_that_it_finds() -> None:
    assert {check.name for check in CHECKS} == {damage.check for damage in DAMAGES}
