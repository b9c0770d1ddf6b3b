"""Clients, debtors, who speaks for a client: proposed by one person, admitted by another."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a party's record stands. Only an active party takes part in new business."""

    PROPOSED = "proposed", _("propuesto")
    ACTIVE = "active", _("activo")
    SUSPENDED = "suspended", _("suspendido")
    REJECTED = "rejected", _("rechazado")
    WITHDRAWN = "withdrawn", _("retirado de los saldos iniciales")


STATE_TRANSITIONS = [
    ("proposed", "active"),
    ("proposed", "rejected"),
    ("active", "suspended"),
    ("suspended", "active"),
    ("active", "withdrawn"),
    ("withdrawn", "active"),
]

_GONE = ("rejected", "withdrawn")


class Client(models.Model):
    """A company that assigns what its buyers owe it. `code` is its number on every paper."""

    case = models.OneToOneField("workflow.Case", on_delete=models.PROTECT, null=True)
    code = models.CharField(_("código"), max_length=12, unique=True)
    name = models.CharField(_("razón social"), max_length=150)
    search_name = models.CharField(max_length=150, editable=False, db_collation="C")
    tax_id = models.CharField(_("NIT"), max_length=20, blank=True)
    registry_id = models.CharField(_("NRC"), max_length=20, blank=True)
    activity = models.CharField(_("giro"), max_length=150, blank=True)
    address = models.CharField(_("dirección"), max_length=250, blank=True)
    telephone = models.CharField(_("teléfono"), max_length=60, blank=True)
    email = models.EmailField(_("correo electrónico"), blank=True)
    representative = models.CharField(_("representante legal"), max_length=150, blank=True)
    representative_id = models.CharField(_("DUI del representante"), max_length=20, blank=True)
    risk_category = models.CharField(_("categoría de riesgo"), max_length=4, default="A1")
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)

    class Meta:
        verbose_name = _("cliente")
        verbose_name_plural = _("clientes")
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tax_id"],
                condition=~models.Q(tax_id="") & ~models.Q(state__in=_GONE),
                name="a_client_is_recorded_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["search_name"], name="client_by_name")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class CreditAccount(models.Model):
    """A bank account of the client's to which the company may send money."""

    case = models.OneToOneField("workflow.Case", on_delete=models.PROTECT, null=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="credit_accounts")
    bank = models.CharField(_("banco"), max_length=80)
    number = models.CharField(_("cuenta"), max_length=34)
    holder = models.CharField(_("titular"), max_length=150)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)

    class Meta:
        verbose_name = _("cuenta de abono")
        verbose_name_plural = _("cuentas de abono")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["client", "bank", "number"], name="a_credit_account_is_recorded_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bank} {self.number}"


class Representative(models.Model):
    """A person who signs in for a client."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="represents"
    )
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="representatives")

    class Meta:
        verbose_name = _("representante")
        verbose_name_plural = _("representantes")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "client"], name="a_person_represents_a_client_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.client_id}"


class Debtor(models.Model):
    """A buyer that owes the client's documents. `limit_amount` bounds it over all clients."""

    case = models.OneToOneField("workflow.Case", on_delete=models.PROTECT, null=True)
    code = models.CharField(_("código"), max_length=12, unique=True)
    name = models.CharField(_("razón social"), max_length=150)
    search_name = models.CharField(max_length=150, editable=False, db_collation="C")
    tax_id = models.CharField(_("NIT"), max_length=20, blank=True)
    address = models.CharField(_("dirección de cobro"), max_length=250, blank=True)
    zone = models.CharField(_("zona"), max_length=40, blank=True)
    route_order = models.PositiveSmallIntegerField(_("orden en la ruta"), default=0)
    telephone = models.CharField(_("teléfono"), max_length=60, blank=True)
    limit_amount = models.DecimalField(
        _("límite sobre todos los clientes"), max_digits=16, decimal_places=2
    )
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)

    class Meta:
        verbose_name = _("deudor")
        verbose_name_plural = _("deudores")
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tax_id"],
                condition=~models.Q(tax_id="") & ~models.Q(state__in=_GONE),
                name="a_debtor_is_recorded_once",
            ),
            models.CheckConstraint(
                condition=models.Q(limit_amount__gte=0), name="a_debtor_limit_is_not_negative"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["search_name"], name="debtor_by_name")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Factor(models.Model):
    """Another factoring company, which borrows documents or lends them (PCI-F03)."""

    case = models.OneToOneField("workflow.Case", on_delete=models.PROTECT, null=True)
    code = models.CharField(_("código"), max_length=12, unique=True)
    name = models.CharField(_("razón social"), max_length=150)
    search_name = models.CharField(max_length=150, editable=False, db_collation="C")
    contact = models.CharField(_("jefe de cobros"), max_length=150, blank=True)
    telephone = models.CharField(_("teléfono"), max_length=60, blank=True)
    email = models.EmailField(_("correo electrónico"), blank=True)
    address = models.CharField(_("dirección"), max_length=250, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)

    class Meta:
        verbose_name = _("otra empresa de factoraje")
        verbose_name_plural = _("otras empresas de factoraje")
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
