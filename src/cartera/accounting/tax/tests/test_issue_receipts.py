"""Tax receipts: issued, corrected by credit notes, void; then each reason to say no."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cartera.accounting.ledger import acts as books_acts
from cartera.accounting.ledger.refusals import refusing_by
from cartera.accounting.ledger.selectors import period_of
from cartera.accounting.tax import acts, refusals, selectors
from cartera.accounting.tax.models import Concept, Kind, TaxReceipt
from cartera.accounting.tax.rules import Charged, ReceiptDraft, Receiver
from cartera.control.people.models import User
from cartera.control.workflow.models import Case
from cartera.kernel import clock
from cartera.kernel.refusals import Refusal

DAY = date(2026, 1, 5)
IZALCO = Receiver("C-001", "Comercial Izalco", "0614-010190-101-1", "12345-6", "Ferretería")
LAGO = Receiver("C-002", "Textiles del Lago")
COMMISSION = Charged(
    Concept.COMMISSION, taxed=Decimal("90.00"), vat=Decimal("11.70"), reference="cs 1"
)
INTEREST = Charged(Concept.INTEREST, exempt=Decimal("180.00"), payment_id=7)
DRAFT = ReceiptDraft(IZALCO, (COMMISSION,), Decimal("101.70"))


@pytest.fixture
def seller(books: User) -> User:
    """A company authorised to issue receipts and credit notes; the value is who issues them."""
    acts.open_receipt_series("CCF-A", Kind.CCF, first_number=1501, authorised_until=1510)
    acts.open_receipt_series("NC-A", Kind.CREDIT_NOTE)
    return books


@pytest.fixture
def case(db: None) -> Case:
    """A case that receipts belong to."""
    return Case.objects.create(procedure="PCI-F09", number=1, opened_at=clock.now(), opened_on=DAY)


def issued(by: User, *drafts: ReceiptDraft, series: str = "CCF-A") -> list[TaxReceipt]:
    """The receipts of these drafts."""
    return acts.issue_receipts(drafts, series=series, issued_on=DAY, prepared_by_id=by.pk)


def credit_note(origin: TaxReceipt, line: Charged = COMMISSION) -> ReceiptDraft:
    """A credit note that takes a line of a receipt back."""
    return ReceiptDraft(
        IZALCO, (line,), line.taxed + line.exempt + line.vat, origin.case_id, origin.pk
    )


def test_a_receipt_is_issued_with_its_lines_and_the_client_as_it_stands(seller: User) -> None:
    both = ReceiptDraft(IZALCO, (COMMISSION, INTEREST), Decimal("281.70"))
    (receipt,) = issued(seller, both)

    assert (receipt.kind, receipt.number) == (Kind.CCF, 1501)
    assert (receipt.client_name, receipt.client_nit) == ("Comercial Izalco", "0614-010190-101-1")
    assert (receipt.taxed, receipt.exempt) == (Decimal("90.00"), Decimal("180.00"))
    assert (receipt.vat, receipt.total) == (Decimal("11.70"), Decimal("281.70"))
    lines = selectors.lines_of_receipt(receipt.pk).values_list("n", "concept", "payment_id")
    assert list(lines) == [(1, "commission", None), (2, "interest", 7)]


def test_many_clients_in_two_statements_numbered_in_their_order(seller: User) -> None:
    with CaptureQueriesContext(connection) as queries:
        receipts = issued(seller, DRAFT, replace(DRAFT, receiver=LAGO), DRAFT)
    assert len(queries) == 2
    told = [(receipt.number, receipt.client_code) for receipt in receipts]
    assert told == [(1501, "C-001"), (1502, "C-002"), (1503, "C-001")]


def test_nothing_to_issue_issues_nothing(seller: User) -> None:
    assert issued(seller) == []


def test_what_was_charged_by_concept_and_by_payment(seller: User, case: Case) -> None:
    both = ReceiptDraft(IZALCO, (COMMISSION, INTEREST), Decimal("281.70"), case.pk)
    first, second = issued(seller, both, both)
    issued(seller, credit_note(first), series="NC-A")
    acts.void_receipt(second, reason="Cliente equivocado", on=DAY, by_id=seller.pk)

    charged = {row.concept: row.total for row in selectors.charged(case_id=case.pk)}
    assert charged == {"commission": Decimal(0), "interest": Decimal("180.00")}
    assert selectors.charged_by_payment(case.pk) == {7: Decimal("180.00")}
    assert {row.concept for row in selectors.charged(from_on=DAY, to_on=DAY)} == set(charged)
    assert selectors.charged(from_on=date(2026, 1, 6)) == []
    kinds = [receipt.kind for receipt in selectors.receipts_of_case(case.pk)]
    assert kinds == [Kind.CCF, Kind.CREDIT_NOTE]


def test_a_void_receipt_keeps_its_number(seller: User) -> None:
    (receipt,) = issued(seller, DRAFT)
    void = acts.void_receipt(receipt, reason="Cliente equivocado", on=DAY, by_id=seller.pk)
    assert void.receipt == receipt
    assert issued(seller, DRAFT)[0].number == 1502


def test_credit_notes_fit_in_what_they_correct(seller: User) -> None:
    (origin,) = issued(seller, DRAFT)
    issued(seller, credit_note(origin), series="NC-A")
    with pytest.raises(refusals.CreditNoteTooLarge), transaction.atomic():
        issued(seller, credit_note(origin), series="NC-A")


def test_a_credit_note_is_for_the_same_client(seller: User) -> None:
    (origin,) = issued(seller, DRAFT)
    note = replace(credit_note(origin), receiver=LAGO)
    with pytest.raises(refusals.CreditNoteTooLarge), transaction.atomic():
        issued(seller, note, series="NC-A")


def test_a_void_receipt_is_not_corrected(seller: User) -> None:
    (origin,) = issued(seller, DRAFT)
    acts.void_receipt(origin, reason="x", on=DAY, by_id=seller.pk)
    with pytest.raises(refusals.CreditNoteTooLarge), transaction.atomic():
        issued(seller, credit_note(origin), series="NC-A")


def test_a_corrected_receipt_is_not_void_until_its_notes_are(seller: User) -> None:
    (origin,) = issued(seller, DRAFT)
    (note,) = issued(seller, credit_note(origin), series="NC-A")
    with pytest.raises(refusals.CorrectedReceiptIsNotVoided):
        acts.void_receipt(origin, reason="x", on=DAY, by_id=seller.pk)
    acts.void_receipt(note, reason="x", on=DAY, by_id=seller.pk)
    acts.void_receipt(origin, reason="x", on=DAY, by_id=seller.pk)


def test_a_receipt_is_void_once_and_with_a_reason(seller: User) -> None:
    (receipt,) = issued(seller, DRAFT)
    with pytest.raises(refusals.VoidReasonMissing):
        acts.void_receipt(receipt, reason=" ", on=DAY, by_id=seller.pk)
    acts.void_receipt(receipt, reason="x", on=DAY, by_id=seller.pk)
    with pytest.raises(refusals.ReceiptAlreadyVoided, match="1501"):
        acts.void_receipt(receipt, reason="x", on=DAY, by_id=seller.pk)


def _line(taxed: str = "0", exempt: str = "0", vat: str = "0") -> tuple[Charged, ...]:
    return (Charged(Concept.CHARGE, Decimal(taxed), Decimal(exempt), Decimal(vat)),)


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (replace(DRAFT, lines=()), refusals.ReceiptHasNoLines),
        (replace(DRAFT, total=Decimal("101.71")), refusals.ReceiptTotalDiffers),
        (replace(DRAFT, lines=_line(taxed="-1.00")), refusals.ReceiptLineRefused),
        (replace(DRAFT, lines=_line(taxed="1.001")), refusals.ReceiptLineRefused),
        (replace(DRAFT, lines=_line(taxed="NaN")), refusals.ReceiptLineRefused),
        (replace(DRAFT, lines=_line()), refusals.ReceiptLineRefused),
        (replace(DRAFT, lines=_line(exempt="1.00", vat="0.13")), refusals.UntaxedCarriesNoVat),
        (replace(DRAFT, receiver=Receiver("", "")), refusals.ReceiptClientMissing),
        (replace(DRAFT, corrects_id=1), refusals.CreditNoteNamesNoReceipt),
    ],
)
def test_refused(seller: User, draft: ReceiptDraft, refusal: type[Exception]) -> None:
    with pytest.raises(refusal), transaction.atomic():
        issued(seller, draft)
    assert not TaxReceipt.objects.exists()


def test_a_credit_note_must_name_a_receipt(seller: User) -> None:
    with pytest.raises(refusals.CreditNoteNamesNoReceipt), transaction.atomic():
        issued(seller, DRAFT, series="NC-A")


def test_the_difference_is_named(seller: User) -> None:
    with pytest.raises(refusals.ReceiptTotalDiffers) as refused:
        issued(seller, replace(DRAFT, total=Decimal("1000.00")))
    assert str(refused.value) == (
        "El comprobante de Comercial Izalco dice 1,000.00, pero gravado, exento e IVA suman 101.70."
    )


def test_an_unknown_series_is_refused(seller: User) -> None:
    with pytest.raises(refusals.ReceiptSeriesUnknown, match="«CCF-Z»"):
        issued(seller, DRAFT, series="CCF-Z")


def test_a_series_is_opened_once(seller: User) -> None:
    with pytest.raises(refusals.ReceiptSeriesExists):
        acts.open_receipt_series("CCF-A", Kind.CCF)


def test_authorised_numbers_run_out(seller: User) -> None:
    issued(seller, *[DRAFT] * 10)
    with pytest.raises(refusals.AuthorisedNumbersUsedUp), transaction.atomic():
        issued(seller, DRAFT)


def test_a_closed_period_takes_no_receipts(seller: User) -> None:
    books_acts.close_period(period_of(DAY), by_id=seller.pk)
    with pytest.raises(refusals.ReceiptPeriodNotOpen), transaction.atomic():
        issued(seller, DRAFT)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tax_taxreceipt SET total = 1",
        "DELETE FROM tax_taxreceiptline",
        "UPDATE tax_receiptseries SET last_number = last_number + 1 WHERE kind = 'CCF'",
        """INSERT INTO tax_taxreceiptline (receipt_id, n, concept, description, reference, taxed,
                                           exempt, vat)
           SELECT id, 2, 'charge', '', '', 5, 0, 0 FROM tax_taxreceipt""",
        """UPDATE tax_receiptseries SET last_number = last_number + 1 WHERE kind = 'NC';
           INSERT INTO tax_taxreceipt (series_id, kind, number, issued_on, recorded_at,
               client_code, client_name, client_nit, client_nrc, client_activity, client_address,
               prepared_by_id, taxed, exempt, vat, total, line_count)
           SELECT s.id, 'CCF', 1, r.issued_on, now(), 'x', 'x', '', '', '', '', r.prepared_by_id,
                  5, 0, 0, 5, 1
           FROM tax_receiptseries s, tax_taxreceipt r WHERE s.kind = 'NC'""",
    ],
)
def test_what_is_issued_stays(seller: User, statement: str) -> None:
    issued(seller, DRAFT)
    with pytest.raises((DatabaseError, Refusal)), transaction.atomic():
        _run(statement)


def test_the_database_adds_the_lines_up(seller: User) -> None:
    """A receipt of 10.00 whose line says 9.00, past the acts."""
    statement = """
        UPDATE tax_receiptseries SET last_number = last_number + 1 WHERE kind = 'CCF';
        INSERT INTO tax_taxreceipt (series_id, kind, number, issued_on, recorded_at, client_code,
            client_name, client_nit, client_nrc, client_activity, client_address, prepared_by_id,
            taxed, exempt, vat, total, line_count)
        SELECT s.id, 'CCF', 1501, '2026-01-05', now(), 'x', 'x', '', '', '', '', u.id,
               10, 0, 0, 10, 1
        FROM tax_receiptseries s, people_user u WHERE s.kind = 'CCF';
        INSERT INTO tax_taxreceiptline (receipt_id, n, concept, description, reference, taxed,
                                        exempt, vat)
        SELECT id, 1, 'charge', '', '', 9, 0, 0 FROM tax_taxreceipt"""
    with pytest.raises(refusals.ReceiptNotWhole), transaction.atomic():
        _run(statement)


def _run(statement: str) -> None:
    with refusing_by(refusals.BY_RULE), connection.cursor() as cursor:
        cursor.execute(f"{statement}; SET CONSTRAINTS ALL IMMEDIATE")
