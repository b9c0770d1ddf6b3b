"""The company's own bank accounts, what was carried to them (deposit slips and their items), and
the cheques drawn on them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

MAX_AMOUNT = 10**14


class BankAccount(models.Model):
    """An account that the company holds in a bank, and the ledger account that stands for it."""

    bank_name = models.CharField(_("banco"), max_length=80)
    number = models.CharField(_("número de cuenta"), max_length=40)
    ledger_account = models.ForeignKey(
        "ledger.Account", on_delete=models.PROTECT, related_name="bank_accounts"
    )
    currency = models.CharField(_("moneda"), max_length=3)
    is_active = models.BooleanField(_("en uso"), default=True)

    class Meta:
        verbose_name = _("cuenta bancaria propia")
        verbose_name_plural = _("cuentas bancarias propias")
        ordering: ClassVar = ["bank_name", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["bank_name", "number"], name="a_bank_account_is_recorded_once"
            ),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"), name="a_currency_is_three_letters"
            ),
            models.CheckConstraint(
                condition=~Q(bank_name="") & ~Q(number=""), name="a_bank_account_says_where_it_is"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bank_name} {self.number}"


class SlipSeries(models.Model):
    """The run of the deposit slips' numbers; its row is the lock of the run."""

    code = models.CharField(_("serie"), max_length=16, unique=True)
    first_number = models.BigIntegerField(_("primer número"), default=1)
    last_number = models.BigIntegerField(_("último número"), default=0)

    class Meta:
        verbose_name = _("serie de remesas")
        verbose_name_plural = _("series de remesas")

    def __str__(self) -> str:
        return self.code


class DepositSlip(models.Model):
    """A deposit slip (remesa): what goes to one bank account. A void one keeps its number."""

    class State(models.TextChoices):
        PREPARED = "prepared", _("preparada")
        HANDED = "handed", _("entregada")
        DEPOSITED = "deposited", _("depositada")
        VOID = "void", _("anulada")

    series = models.ForeignKey(
        SlipSeries, on_delete=models.PROTECT, related_name="slips", db_index=False
    )
    number = models.BigIntegerField(_("número"))
    bank_account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="slips")
    effective_on = models.DateField(_("fecha"))
    recorded_at = models.DateTimeField(_("registrada"))
    case = models.ForeignKey(
        "workflow.Case", on_delete=models.PROTECT, null=True, related_name="deposit_slips"
    )
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    total = models.DecimalField(_("total"), max_digits=16, decimal_places=2)
    line_count = models.IntegerField()
    state = models.CharField(_("estado"), max_length=10, choices=State, default=State.PREPARED)
    void_reason = models.CharField(_("motivo de anulación"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("remesa")
        verbose_name_plural = _("remesas")
        ordering: ClassVar = ["series", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "number"], name="a_slip_has_its_own_number"),
            models.CheckConstraint(
                condition=Q(line_count__gte=1, total__gt=0, total__lt=MAX_AMOUNT),
                name="a_slip_carries_something",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["prepared", "handed", "deposited", "void"]),
                name="a_slips_state_is_known",
            ),
            models.CheckConstraint(
                condition=(Q(state="void") & ~Q(void_reason=""))
                | (~Q(state="void") & Q(void_reason="")),
                name="a_void_slip_and_no_other_says_why",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["effective_on"], name="slip_of_day")]

    def __str__(self) -> str:
        return f"{self.series_id} {self.number}"


SLIP_TRANSITIONS = [
    ("prepared", "handed"),
    ("prepared", "void"),
    ("handed", "deposited"),
    ("handed", "void"),
]


class DepositItem(models.Model):
    """One cheque, transfer or sum of cash on a slip. It stops being live when the slip is void."""

    class Kind(models.TextChoices):
        CASH = "cash", _("efectivo")
        CHEQUE = "cheque", _("cheque")
        TRANSFER = "transfer", _("transferencia")

    slip = models.ForeignKey(
        DepositSlip, on_delete=models.PROTECT, related_name="items", db_index=False
    )
    n = models.IntegerField()
    kind = models.CharField(_("clase"), max_length=10, choices=Kind)
    cheque_bank = models.CharField(_("banco del cheque"), max_length=80, blank=True)
    cheque_number = models.CharField(_("número de cheque"), max_length=40, blank=True)
    amount = models.DecimalField(_("valor"), max_digits=16, decimal_places=2)
    value_on = models.DateField(_("fecha valor"))
    reference = models.CharField(_("procedencia"), max_length=120, blank=True)
    payment_id = models.BigIntegerField(null=True)
    is_live = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("valor remesado")
        verbose_name_plural = _("valores remesados")
        ordering: ClassVar = ["slip", "n"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["slip", "n"], name="an_item_has_its_place_on_a_slip"),
            models.CheckConstraint(
                condition=Q(n__gte=1, amount__gt=0, amount__lt=MAX_AMOUNT),
                name="an_item_has_place_and_amount",
            ),
            models.CheckConstraint(
                condition=Q(kind="cheque") & ~Q(cheque_bank="") & ~Q(cheque_number="")
                | Q(kind__in=["cash", "transfer"], cheque_bank="", cheque_number=""),
                name="a_cheque_and_only_a_cheque_names_bank_and_number",
            ),
            models.UniqueConstraint(
                fields=["payment_id"],
                condition=Q(is_live=True, payment_id__isnull=False),
                name="a_payment_is_deposited_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slip_id}.{self.n}"


class IssuedCheque(models.Model):
    """A cheque of the company's own, drawn on one of its accounts for `amount`.

    Its number is used once, whatever it paid: an annulled one keeps its number, since its paper is
    spent. `number_key` is what makes two ways of writing it one.
    """

    class State(models.TextChoices):
        DRAWN = "drawn", _("emitido")
        ANNULLED = "annulled", _("anulado")

    bank_account = models.ForeignKey(
        BankAccount, on_delete=models.PROTECT, related_name="issued_cheques", db_index=False
    )
    number = models.CharField(_("número"), max_length=40)
    number_key = models.CharField(max_length=40, editable=False, db_collation="C")
    amount = models.DecimalField(_("valor"), max_digits=16, decimal_places=2)
    paid_to = models.CharField(_("a la orden de"), max_length=150)
    case = models.ForeignKey(
        "workflow.Case", on_delete=models.PROTECT, related_name="issued_cheques"
    )
    drawn_on = models.DateField(_("emitido el"))
    annulled_on = models.DateField(_("anulado el"), null=True)
    annulled_for = models.CharField(_("motivo de anulación"), max_length=300, blank=True)
    state = models.CharField(_("estado"), max_length=8, choices=State, default=State.DRAWN)

    class Meta:
        verbose_name = _("cheque emitido")
        verbose_name_plural = _("cheques emitidos")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["bank_account", "number_key"], name="a_cheque_number_is_issued_once"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0) & ~Q(number_key="") & ~Q(paid_to=""),
                name="an_issued_cheque_says_for_whom_and_how_much",
            ),
            models.CheckConstraint(
                condition=Q(state="drawn", annulled_on__isnull=True, annulled_for="")
                | Q(state="annulled", annulled_on__isnull=False) & ~Q(annulled_for=""),
                name="an_annulled_cheque_and_no_other_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bank_account} {self.number}"


ISSUED_CHEQUE_TRANSITIONS = [("drawn", "annulled")]
