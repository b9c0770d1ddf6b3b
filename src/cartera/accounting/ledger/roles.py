"""What an amount of a business event is, before it is known which account it goes to."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The names in the posting map. A company gives each the account that it wants."""

    BANK = "bank", _("Bancos")
    CASH = "cash", _("Caja")
    CHEQUES_IN_HAND = "cheques_in_hand", _("Cheques en mano, por acreditar")
    RECEIVABLE = "receivable", _("Cuentas por cobrar a clientes")
    CLAIMS = "claims", _("Cargos por cobrar a clientes")
    INTEREST_RECEIVABLE = "interest_receivable", _("Intereses por cobrar")
    REFINANCING = "refinancing", _("Refinanciamientos")
    LOSS_ALLOWANCE = "loss_allowance", _("Estimación para cuentas incobrables")
    PAYABLE_TO_CLIENT = "payable_to_client", _("Liquidaciones por pagar a clientes")
    CHEQUES_TO_APPLY = "cheques_to_apply", _("Cheques por aplicar")
    FOREIGN_FUNDS = "foreign_funds", _("Valores ajenos por pagar")
    VAT = "vat", _("IVA débito fiscal")
    VAT_CREDIT = "vat_credit", _("IVA crédito fiscal")
    INTEREST = "interest", _("Intereses del mes")
    COMMISSION = "commission", _("Comisión por desembolso")
    EXTENSION_COMMISSION = "extension_commission", _("Comisión por ampliación de plazo")
    DEFAULT_INTEREST = "default_interest", _("Intereses moratorios de factoraje")
    LEASING_DEFAULT_INTEREST = (
        "leasing_default_interest",
        _("Intereses moratorios de arrendamiento"),
    )
    CHARGES = "charges", _("Cargos por cheques rechazados")
    LOSS_EXPENSE = "loss_expense", _("Pérdida por cuentas incobrables")
    BANK_EXPENSE = "bank_expense", _("Gastos bancarios")
    OWN_RECEIVABLE = "own_receivable", _("Clientes por facturas propias")
    OWN_INCOME = "own_income", _("Ingresos por facturas propias")
    OPENING = "opening", _("Saldos de apertura")
