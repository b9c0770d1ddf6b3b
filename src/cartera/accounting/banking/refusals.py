"""Each reason to say no to a deposit, or to a cheque of our own; what PostgreSQL refuses is found
by its rule's name."""

from types import MappingProxyType

from cartera.accounting.ledger.refusals import Rules
from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class NothingToDeposit(Refusal):
    sentence = _("No hay valores que remesar.")


class BankAccountExists(Refusal):
    sentence = _("La cuenta {number} de {bank} ya está registrada.")


class BankAccountRefused(Refusal):
    sentence = _("La cuenta bancaria necesita banco, número y moneda de tres letras.")


class BankAccountUnknown(Refusal):
    sentence = _("La cuenta bancaria señalada no existe o ya no está en uso.")


class AccountTakesNoDeposits(Refusal):
    sentence = _("La cuenta contable {code} no admite partidas: no puede representar un banco.")


class ItemAmountRefused(Refusal):
    sentence = _("El valor de la fila {n} debe ser una cantidad en centavos mayor que cero.")


class ChequeIncomplete(Refusal):
    sentence = _(
        "El cheque lleva banco y número; el efectivo y la transferencia, ninguno de los dos."
    )


class PaymentAlreadyDeposited(Refusal):
    sentence = _("Uno de los pagos ya está en otra remesa vigente.")


class SlipNotWhole(Refusal):
    sentence = _("El total de la remesa no es la suma de sus valores.")


class PreparedSlipTakesNoItems(Refusal):
    sentence = _("Una remesa ya preparada no admite más valores.")


class SlipStateRefused(Refusal):
    sentence = _("La remesa {number} no está en el estado que este acto requiere.")


class SlipMovedOtherwise(Refusal):
    sentence = _("La remesa no puede pasar a ese estado.")


class VoidReasonMissing(Refusal):
    sentence = _("Escriba el motivo de la anulación.")


class ItemFollowsItsSlip(Refusal):
    sentence = _("Los valores dejan de contar solo cuando su remesa se anula.")


class SlipNumberOutOfOrder(Refusal):
    sentence = _("El número de la remesa no sigue al último.")


class ChequeNumberUsed(Refusal):
    sentence = _("Ese número de cheque de la cuenta ya se usó: escriba el del cheque que se emite.")


class IssuedChequeRefused(Refusal):
    sentence = _("El cheque emitido lleva número, valor y a la orden de quién va.")


class ChequeAnnulledBefore(Refusal):
    sentence = _("Ese cheque emitido ya está anulado.")


BY_RULE: Rules = MappingProxyType(
    {
        "a_bank_account_is_recorded_once": BankAccountExists,
        "a_bank_account_says_where_it_is": BankAccountRefused,
        "a_currency_is_three_letters": BankAccountRefused,
        "a_cheque_and_only_a_cheque_names_bank_and_number": ChequeIncomplete,
        "a_cheque_number_is_issued_once": ChequeNumberUsed,
        "an_issued_cheque_says_for_whom_and_how_much": IssuedChequeRefused,
        "an_annulled_cheque_and_no_other_says_why": VoidReasonMissing,
        "a_payment_is_deposited_once": PaymentAlreadyDeposited,
        "a_slip_carries_something": NothingToDeposit,
        "a_slip_has_all_its_items": SlipNotWhole,
        "a_slips_total_is_the_sum_of_its_items": SlipNotWhole,
        "a_prepared_slip_takes_no_more_items": PreparedSlipTakesNoItems,
        "an_item_has_place_and_amount": PreparedSlipTakesNoItems,
        "an_item_is_live_unless_its_slip_is_void": ItemFollowsItsSlip,
        "a_void_slip_and_no_other_says_why": VoidReasonMissing,
        "a_slips_state_is_known": SlipMovedOtherwise,
        "slip_numbers_have_no_holes": SlipNumberOutOfOrder,
        "a_slip_has_its_own_number": SlipNumberOutOfOrder,
    }
)
