"""What PostgreSQL itself refuses of tax receipts."""

from typing import ClassVar

from django.db import migrations

from cartera.accounting.ledger import guards as books
from cartera.control.audit import guards

RECEIPT_IN_OPEN_PERIOD = f"""
BEGIN
    PERFORM 1 FROM ledger_period p
     WHERE (p.year, p.month) IN (SELECT extract(year FROM issued_on), extract(month FROM issued_on)
                                 FROM added)
     ORDER BY p.id FOR SHARE;
    IF EXISTS (SELECT FROM added LEFT JOIN ledger_period p
                 ON p.year = extract(year FROM added.issued_on)
                AND p.month = extract(month FROM added.issued_on)
               WHERE p.state IS DISTINCT FROM 'open')
    THEN {books.refuse("a_receipt_falls_in_an_open_period")} END IF;
    IF EXISTS (SELECT FROM added JOIN tax_receiptseries s ON s.id = added.series_id
               WHERE s.kind <> added.kind)
    THEN {books.refuse("a_receipt_is_of_its_series_kind")} END IF;
    RETURN NULL;
END"""

CREDIT_NOTES_FIT = f"""
BEGIN
    IF EXISTS (
        SELECT FROM added LEFT JOIN tax_taxreceipt origin ON origin.id = added.corrects_id
        WHERE added.corrects_id IS NOT NULL AND (
            origin.kind IS DISTINCT FROM 'CCF' OR origin.client_code <> added.client_code
            OR EXISTS (SELECT FROM tax_taxreceiptvoid v WHERE v.receipt_id = origin.id)
            OR origin.total < (SELECT sum(note.total) FROM tax_taxreceipt note
                               WHERE note.corrects_id = origin.id AND NOT EXISTS (
                                   SELECT FROM tax_taxreceiptvoid v WHERE v.receipt_id = note.id))))
    THEN {books.refuse("a_credit_note_fits_the_receipt_it_corrects")} END IF;
    RETURN NULL;
END"""

VOIDED_RECEIPT_HAS_NO_NOTES = f"""
BEGIN
    IF EXISTS (SELECT FROM added JOIN tax_taxreceipt note ON note.corrects_id = added.receipt_id
               WHERE NOT EXISTS (SELECT FROM tax_taxreceiptvoid v WHERE v.receipt_id = note.id))
    THEN {books.refuse("a_corrected_receipt_is_not_voided")} END IF;
    RETURN NULL;
END"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tax", "0001_initial"), ("ledger", "0002_guards")]

    operations: ClassVar = [
        *(
            guards.append_only(table)
            for table in ("tax_taxreceipt", "tax_taxreceiptline", "tax_taxreceiptvoid")
        ),
        guards.refuse_delete("tax_receiptseries"),
        guards.refuse_truncate("tax_receiptseries"),
        guards.fixed_columns("tax_receiptseries", ["code", "kind", "first_number"]),
        books.header_of(
            "tax_taxreceipt",
            "tax_receipt_is_whole",
            lines="tax_taxreceiptline",
            key="receipt_id",
            sums={"sum(taxed)": "taxed", "sum(exempt)": "exempt", "sum(vat)": "vat"},
            unequal="a_receipts_amounts_are_the_sums_of_its_lines",
            missing="a_receipt_has_all_its_lines",
        ),
        books.after_insert("tax_taxreceipt", "tax_credit_notes_fit", CREDIT_NOTES_FIT),
        books.after_insert(
            "tax_taxreceiptvoid", "tax_void_has_no_notes", VOIDED_RECEIPT_HAS_NO_NOTES
        ),
        books.after_insert("tax_taxreceipt", "tax_receipt_in_period", RECEIPT_IN_OPEN_PERIOD),
        *books.gapless(
            "tax_taxreceipt",
            "tax_receiptseries",
            key="series_id",
            hole="receipt_numbers_have_no_holes",
        ),
        books.lines_of(
            "tax_taxreceiptline",
            "tax_line_has_place",
            header="tax_taxreceipt",
            key="receipt_id",
            beyond="an_issued_receipt_takes_no_more_lines",
        ),
    ]
