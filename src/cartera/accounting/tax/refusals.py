"""Each reason to say no to a tax receipt; what PostgreSQL refuses is found by its rule's name."""

from types import MappingProxyType

from cartera.accounting.ledger.refusals import Rules
from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class ReceiptHasNoLines(Refusal):
    sentence = _("El comprobante de {client} no tiene nada que cobrar.")


class ReceiptTotalDiffers(Refusal):
    sentence = _(
        "El comprobante de {client} dice {total}, pero gravado, exento e IVA suman {added}."
    )


class ReceiptLineRefused(Refusal):
    sentence = _("La línea {n} del comprobante de {client} no es una cantidad en centavos válida.")


class ReceiptNotWhole(Refusal):
    sentence = _("Los montos del comprobante no son la suma de sus líneas.")


class ReceiptAmountsRefused(Refusal):
    sentence = _("Los montos del comprobante deben ser positivos y sumar su total.")


class UntaxedCarriesNoVat(Refusal):
    sentence = _("Solo lo gravado lleva IVA.")


class ReceiptSeriesUnknown(Refusal):
    sentence = _("No hay una serie de comprobantes «{series}».")


class ReceiptSeriesExists(Refusal):
    sentence = _("La serie de comprobantes «{series}» ya existe.")


class AuthorisedNumbersUsedUp(Refusal):
    sentence = _("Se agotaron los números autorizados de la serie de comprobantes.")


class ReceiptNumberOutOfOrder(Refusal):
    sentence = _("El número del comprobante no sigue al último de su serie.")


class ReceiptKindDiffers(Refusal):
    sentence = _("El comprobante no es de la clase de su serie.")


class ReceiptPeriodNotOpen(Refusal):
    sentence = _("El período contable de la fecha del comprobante no está abierto.")


class CreditNoteNamesNoReceipt(Refusal):
    sentence = _("La nota de crédito debe nombrar el comprobante que corrige, y solo ella.")


class CreditNoteTooLarge(Refusal):
    sentence = _(
        "La nota de crédito no cabe en el comprobante que corrige: revise cliente y monto."
    )


class IssuedReceiptTakesNoLines(Refusal):
    sentence = _("Un comprobante ya emitido no admite más líneas.")


class ReceiptAlreadyVoided(Refusal):
    sentence = _("El comprobante {number} ya fue anulado.")


class CorrectedReceiptIsNotVoided(Refusal):
    sentence = _("El comprobante tiene notas de crédito vigentes: anule primero esas.")


class VoidReasonMissing(Refusal):
    sentence = _("Escriba el motivo de la anulación.")


class ReceiptClientMissing(Refusal):
    sentence = _("El comprobante debe nombrar a su cliente.")


BY_RULE: Rules = MappingProxyType(
    {
        "a_receipt_has_all_its_lines": ReceiptNotWhole,
        "a_receipts_amounts_are_the_sums_of_its_lines": ReceiptNotWhole,
        "a_receipt_adds_up_to_its_total": ReceiptAmountsRefused,
        "a_receipt_line_charges_something": ReceiptAmountsRefused,
        "only_what_is_taxed_carries_vat": UntaxedCarriesNoVat,
        "a_receipt_number_is_authorised": AuthorisedNumbersUsedUp,
        "a_receipt_has_its_own_number": ReceiptNumberOutOfOrder,
        "receipt_numbers_have_no_holes": ReceiptNumberOutOfOrder,
        "a_receipt_is_of_its_series_kind": ReceiptKindDiffers,
        "a_receipt_falls_in_an_open_period": ReceiptPeriodNotOpen,
        "a_credit_note_names_the_receipt_it_corrects": CreditNoteNamesNoReceipt,
        "a_credit_note_fits_the_receipt_it_corrects": CreditNoteTooLarge,
        "an_issued_receipt_takes_no_more_lines": IssuedReceiptTakesNoLines,
        "a_receipt_names_its_client": ReceiptClientMissing,
        "tax_taxreceiptvoid_receipt_id_key": ReceiptAlreadyVoided,
        "a_corrected_receipt_is_not_voided": CorrectedReceiptIsNotVoided,
        "a_void_gives_its_reason": VoidReasonMissing,
    }
)
