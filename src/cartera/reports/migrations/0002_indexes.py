"""What lists are sorted by and what people search for, where tables grow large: indexes of ours.

They stand here and not in the rooms, since it is lists and searches that need them. Each index that
a list is sorted by carries the key too, so that a page is found by its place in it.
"""

from typing import ClassVar

from django.db import migrations

_WORDS = "USING gin (array_to_tsvector(array_remove(string_to_array(search_name, ' '), '')))"
_TAX_DIGITS = "(regexp_replace(tax_id, '[^0-9]', '', 'g') COLLATE \"C\")"
_NRC_DIGITS = "(regexp_replace(registry_id, '[^0-9]', '', 'g') COLLATE \"C\")"
_TAIL = "((ltrim(substring({} from '([0-9]+)[^0-9]*$'), '0')) COLLATE \"C\")"
_REFERENCE = "((upper(regexp_replace(reference, '[^0-9A-Za-z]', '', 'g'))) COLLATE \"C\")"

INDEXES = {
    # Sorted by.
    "list_assignment_start": "assignments_assignment (disbursed_on, id)",
    "list_assignment_maturity": "assignments_assignment (matures_on, id)",
    "list_assignment_advanced": "assignments_assignment (amount_advanced, id)",
    "list_document_due": "assignments_assigneddocument (due_on, id)",
    "list_document_amount": "assignments_assigneddocument (amount, id)",
    "list_payment_value": "payments_payment (value_on, id)",
    "list_payment_amount": "payments_payment (amount, id)",
    "list_receipt_number": "tax_taxreceipt (number, id)",
    "list_receipt_total": "tax_taxreceipt (total, id)",
    "list_entry_number": "ledger_entry (number, id)",
    "list_entry_amount": "ledger_entry (amount, id)",
    "list_case_day": "workflow_case (opened_on, id)",
    # Filtered by.
    "list_case_client": "workflow_case (client_code, id)",
    "list_receipt_client": "tax_taxreceipt (client_code, id)",
    "list_paper_form": "papers_paper (form, id)",
    # Searched for.
    "find_client_words": f"parties_client {_WORDS}",
    "find_debtor_words": f"parties_debtor {_WORDS}",
    "find_client_tax_id": f"parties_client ({_TAX_DIGITS})",
    "find_client_registry_id": f"parties_client ({_NRC_DIGITS})",
    "find_debtor_tax_id": f"parties_debtor ({_TAX_DIGITS})",
    "find_document_tail": f"assignments_assigneddocument ({_TAIL.format('number')})",
    "find_payment_tail": f"payments_payment ({_TAIL.format('reference')})",
    "find_payment_reference": f"payments_payment ({_REFERENCE})",
    "find_paper_hash": 'papers_paper ((content_hash COLLATE "C"))',
}


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("reports", "0001_initial"),
        ("parties", "0005_search_in_byte_order"),
        ("assignments", "0010_numbers_in_byte_order"),
        ("payments", "0004_rounds_of_nothing"),
        ("tax", "0002_guards"),
        ("ledger", "0003_closed_days"),
        ("workflow", "0003_what_was_signed"),
        ("papers", "0002_guards"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(f"CREATE INDEX {name} ON {what}", f"DROP INDEX {name}")
        for name, what in INDEXES.items()
    ]
