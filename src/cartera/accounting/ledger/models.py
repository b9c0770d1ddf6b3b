"""The chart of accounts, the posting map, the periods, and the journal: posted, never edited."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.rules import LARGEST


class Nature(models.TextChoices):
    """What an account is. It comes from the chart's template, never from the code's first digit."""

    ASSET = "asset", pgettext_lazy("cuenta", "activo")
    CONTRA_ASSET = "contra_asset", _("estimación de activo")
    LIABILITY = "liability", _("pasivo")
    EQUITY = "equity", _("patrimonio")
    INCOME = "income", _("ingreso")
    EXPENSE = "expense", _("gasto")


DEBIT_NATURES = frozenset({Nature.ASSET, Nature.EXPENSE})


class Account(models.Model):
    """An account of the chart. One that takes no postings is a heading.

    A heading with `sub_digits` gives each client a sub-account of its own: its code, then the
    client's number in at least so many digits (10301, 10302 ... under 103).
    """

    code = models.CharField(_("código"), max_length=20, unique=True)
    name = models.CharField(_("nombre"), max_length=160)
    nature = models.CharField(_("naturaleza"), max_length=12, choices=Nature)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    takes_postings = models.BooleanField(_("admite partidas"), default=True)
    sub_digits = models.SmallIntegerField(_("dígitos por cliente"), null=True, blank=True)
    sub_number = models.IntegerField(null=True, blank=True)
    client_code = models.CharField(_("cliente"), max_length=12, blank=True)

    class Meta:
        verbose_name = _("cuenta contable")
        verbose_name_plural = _("cuentas contables")
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(parent=F("id")), name="an_account_is_not_its_own_heading"
            ),
            models.CheckConstraint(
                condition=Q(sub_digits__isnull=True)
                | Q(takes_postings=False, sub_digits__range=(1, 8)),
                name="only_a_heading_numbers_its_clients",
            ),
            models.CheckConstraint(
                condition=Q(client_code="", sub_number__isnull=True)
                | (~Q(client_code="") & Q(sub_number__gte=1, parent__isnull=False)),
                name="a_clients_account_has_heading_and_number",
            ),
            models.UniqueConstraint(
                fields=["parent", "client_code"],
                condition=~Q(client_code=""),
                name="a_client_has_one_account_under_a_heading",
            ),
            models.UniqueConstraint(
                fields=["parent", "sub_number"],
                condition=~Q(client_code=""),
                name="a_clients_number_is_its_own_under_a_heading",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class PostingRule(models.Model):
    """Which account an amount of an event goes to: the posting map, edited by accounting."""

    role = models.CharField(_("concepto"), max_length=32, choices=Role, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="posting_rules")

    class Meta:
        verbose_name = _("regla de contabilización")
        verbose_name_plural = _("reglas de contabilización")
        ordering: ClassVar = ["role"]

    def __str__(self) -> str:
        return f"{self.role}: {self.account_id}"


class Period(models.Model):
    """A month of the books. `changes` counts its openings and closings, each with its evidence."""

    class State(models.TextChoices):
        OPEN = "open", _("abierto")
        CLOSED = "closed", _("cerrado")

    year = models.SmallIntegerField(_("año"))
    month = models.SmallIntegerField(_("mes"))
    state = models.CharField(_("estado"), max_length=6, choices=State, default=State.OPEN)
    changes = models.IntegerField(default=1)

    class Meta:
        verbose_name = _("período contable")
        verbose_name_plural = _("períodos contables")
        ordering: ClassVar = ["year", "month"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "month"], name="a_month_is_one_period"),
            models.CheckConstraint(
                condition=Q(month__range=(1, 12), year__range=(1900, 9999)),
                name="a_period_is_a_month_of_a_year",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "closed"]), name="a_period_is_open_or_closed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"


class PeriodEvent(models.Model):
    """A period was opened, closed or reopened: by whom, when and why. Evidence."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("abierto")
        CLOSED = "closed", _("cerrado")
        REOPENED = "reopened", _("reabierto")

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="events")
    n = models.IntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.CharField(_("motivo"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("cambio de período")
        verbose_name_plural = _("cambios de período")
        ordering: ClassVar = ["period", "n"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["period", "n"], name="a_periods_change_is_told_once"),
            models.CheckConstraint(
                condition=~Q(kind="reopened") | ~Q(reason=""), name="a_reopening_gives_its_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period_id} {self.kind}"


class Series(models.Model):
    """A run of numbers without holes. Its row is the lock of the run: taken last, held shortest."""

    code = models.CharField(_("serie"), max_length=16, unique=True)
    name = models.CharField(_("nombre"), max_length=80)
    first_number = models.BigIntegerField(_("primer número"), default=1)
    last_number = models.BigIntegerField(_("último número"), default=0)

    class Meta:
        verbose_name = _("serie de partidas")
        verbose_name_plural = _("series de partidas")
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.code


class Entry(models.Model):
    """A journal entry (partida). Its lines, their count and their sums are proved at commit."""

    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, related_name="entries", db_index=False
    )
    number = models.BigIntegerField(_("número"))
    effective_on = models.DateField(_("fecha"))
    recorded_at = models.DateTimeField(_("registrada"))
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="entries")
    event = models.CharField(pgettext_lazy("partida", "hecho"), max_length=40)
    description = models.CharField(_("concepto"), max_length=300)
    case = models.ForeignKey(
        "workflow.Case", on_delete=models.PROTECT, null=True, related_name="entries", db_index=False
    )
    amount = models.DecimalField(_("total"), max_digits=16, decimal_places=2)
    line_count = models.IntegerField()
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="reversed_by"
    )
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="corrections", db_index=False
    )

    class Meta:
        verbose_name = _("partida")
        verbose_name_plural = _("partidas")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["series", "number"], name="an_entry_has_its_own_number_in_its_series"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="entry_numbers_start_at_one"),
            models.CheckConstraint(
                condition=Q(line_count__gte=2), name="an_entry_has_two_lines_or_more"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, amount__lte=LARGEST), name="an_entry_moves_an_amount"
            ),
            models.CheckConstraint(
                condition=~Q(event="") & ~Q(description=""), name="an_entry_says_what_happened"
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | Q(corrects__isnull=True),
                name="an_entry_reverses_or_corrects_never_both",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["effective_on"], name="entry_of_day"),
            models.Index(fields=["case"], condition=Q(case__isnull=False), name="entry_of_case"),
            models.Index(
                fields=["corrects"], condition=Q(corrects__isnull=False), name="entry_corrections"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.number}"


class Line(models.Model):
    """One line of an entry: an account debited or credited, never both."""

    pk = models.CompositePrimaryKey("entry_id", "n")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="lines", db_index=False)
    n = models.IntegerField()
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="lines", db_index=False
    )
    debit = models.DecimalField(
        pgettext_lazy("partida", "cargo"), max_digits=16, decimal_places=2, default=Decimal(0)
    )
    credit = models.DecimalField(
        pgettext_lazy("partida", "abono"), max_digits=16, decimal_places=2, default=Decimal(0)
    )
    reference = models.CharField(_("referencia"), max_length=80, blank=True)
    client_code = models.CharField(_("cliente"), max_length=12, blank=True)

    class Meta:
        verbose_name = _("línea de partida")
        verbose_name_plural = _("líneas de partida")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(n__gte=1), name="line_numbers_start_at_one"),
            models.CheckConstraint(
                condition=Q(debit__gt=0, debit__lte=LARGEST, credit=0)
                | Q(credit__gt=0, credit__lte=LARGEST, debit=0),
                name="a_line_is_debit_or_credit_never_both",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["account"], include=["entry", "debit", "credit"], name="line_of_account"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}.{self.n}"
