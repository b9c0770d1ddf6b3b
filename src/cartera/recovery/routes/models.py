"""A collector's day: the route, its documents, each visit and what it brought."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Route(models.Model):
    """One day's route of one collector, from the report to the last cheque (PCI-F02).

    It is a closed box: what went out is a cheque's, a note's, or back. `zone` is that of its
    debtors; empty for those that have none.
    """

    class State(models.TextChoices):
        ISSUED = "issued", _("emitida")
        COUNTED = "counted", _("documentos fuera de la bóveda")
        HANDED = "handed", _("por firmar el gestor")
        OUT = "out", _("en la calle")
        SETTLED = "settled", _("por recibir en custodia")
        RECEIVED = "received", _("recibida en custodia")
        PASSED = "passed", _("por recibir en operaciones")
        TAKEN = "taken", _("en operaciones")
        ENTERED = "entered", _("ingresada")
        CLOSED = "closed", _("distribuida")
        VOID = "void", _("anulada")

    case = models.OneToOneField("workflow.Case", on_delete=models.PROTECT, related_name="route")
    collector = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="routes"
    )
    zone = models.CharField(_("zona"), max_length=40, blank=True)
    on = models.DateField(_("día"))
    state = models.CharField(_("estado"), max_length=10, choices=State, default=State.ISSUED)

    class Meta:
        verbose_name = _("ruta de cobro")
        verbose_name_plural = _("rutas de cobro")
        ordering: ClassVar = ["-on", "-id"]
        indexes: ClassVar = [
            models.Index(
                fields=["collector", "on"],
                condition=~Q(state__in=["closed", "void"]),
                name="route_under_way",
            ),
            models.Index(fields=["on"], name="route_of_day"),
        ]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y} {self.zone}".strip()


# A route goes back step by step: custody to the report, the collector to custody, custody to him.
ROUTE_TRANSITIONS = [
    ("issued", "counted"),
    ("issued", "void"),
    ("counted", "issued"),
    ("counted", "handed"),
    ("counted", "void"),
    ("handed", "issued"),
    ("handed", "counted"),
    ("handed", "out"),
    ("handed", "void"),
    ("out", "settled"),
    ("settled", "out"),
    ("settled", "received"),
    ("received", "passed"),
    ("passed", "taken"),
    ("taken", "entered"),
    ("entered", "closed"),
]


class Visit(models.Model):
    """What a collector did at a debtor's. Evidence, written once.

    `key` is made where the visit was written down, so that the same one is never there twice;
    `digest` is of all that was said with it. `device_at` is when that was, by its clock; `at` when
    it came in. A visit taken back names who did, and why.
    """

    key = models.UUIDField(unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    route = models.ForeignKey(Route, on_delete=models.PROTECT, related_name="visits")
    debtor = models.ForeignKey("parties.Debtor", on_delete=models.PROTECT, related_name="visits")
    met_with = models.CharField(_("atendió"), max_length=120, blank=True)
    remarks = models.CharField(_("observaciones"), max_length=300, blank=True)
    device_at = models.DateTimeField(_("hora de la visita"))
    at = models.DateTimeField(_("registrada"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("visita de cobro")
        verbose_name_plural = _("visitas de cobro")
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.route_id} {self.debtor_id}"


class VisitTakenBack(models.Model):
    """A visit that was written down wrong: what it brought goes back, and it is told again."""

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="taken_back")
    reason = models.CharField(_("motivo"), max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("visita retirada")
        verbose_name_plural = _("visitas retiradas")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="who_takes_a_visit_back_says_why"),
        ]

    def __str__(self) -> str:
        return str(self.visit_id)


class VisitPhoto(models.Model):
    """A photo of what a visit brought, its bytes in the dossier of the route's case. Evidence.

    `device_at` is when it was taken or chosen, by its device's clock; the attachment says when it
    came in, by whom, and its hash.
    """

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="photos")
    attachment = models.OneToOneField(
        "dossiers.Attachment", on_delete=models.PROTECT, related_name="taken_at"
    )
    device_at = models.DateTimeField(_("hora de la foto"))

    class Meta:
        verbose_name = _("foto de una visita")
        verbose_name_plural = _("fotos de visitas")
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.attachment_id}"


class RouteItem(models.Model):
    """A document of a route, and what became of it that day.

    `expected` is what it still owed when the route was issued. `new_on` is the next probable day
    of what was not collected. `reason` says why not, or justifies another amount. A document is on
    one route at most until custody has it back or its cheque (`closed_at`).
    """

    class State(models.TextChoices):
        PENDING = "pending", _("por visitar")
        CHEQUE = "cheque", _("cobrado con cheque")
        NOTE = "note", _("nota de abono")
        UNCOLLECTED = "uncollected", _("no cobrado")
        OTHER = "other", _("incluye otro documento")
        DROPPED = "dropped", _("retirado de la ruta")

    route = models.ForeignKey(Route, on_delete=models.PROTECT, related_name="items")
    original = models.ForeignKey(
        "custody.Original", on_delete=models.PROTECT, related_name="route_items", db_index=False
    )
    expected = models.DecimalField(_("por cobrar"), max_digits=16, decimal_places=2)
    state = models.CharField(_("resultado"), max_length=12, choices=State, default=State.PENDING)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="items")
    collected = models.DecimalField(_("cobrado"), max_digits=16, decimal_places=2, default=0)
    reason = models.CharField(_("motivo o justificación"), max_length=200, blank=True)
    new_on = models.DateField(_("nueva fecha"), null=True)
    advice = models.OneToOneField(
        "custody.Original", on_delete=models.PROTECT, null=True, related_name="noted"
    )
    guarantee = models.ForeignKey(
        "cheques.Cheque", on_delete=models.PROTECT, null=True, related_name="guarantees"
    )
    paid_on = models.DateField(_("pagado al cliente el"), null=True)
    other_number = models.CharField(_("el otro documento"), max_length=40, blank=True)
    other_amount = models.DecimalField(
        _("valor del otro documento"), max_digits=16, decimal_places=2, null=True
    )
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("documento de una ruta")
        verbose_name_plural = _("documentos de rutas")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["original"],
                condition=Q(closed_at__isnull=True),
                name="a_document_is_on_one_route",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["cheque", "note"]) | Q(collected__gt=0),
                name="what_is_collected_has_an_amount",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["uncollected", "other"])
                | ~Q(reason="") & Q(new_on__isnull=False),
                name="what_is_not_collected_says_why_and_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "dropped"]) | Q(visit__isnull=False),
                name="what_a_visit_brought_names_it",
            ),
            models.CheckConstraint(
                condition=~Q(state="note") | Q(advice__isnull=False), name="a_note_is_there"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["original", "-id"], name="route_item_of_original"),
        ]

    def __str__(self) -> str:
        return f"{self.route_id} {self.original_id} {self.state}"


ROUTE_ITEM_TRANSITIONS = [
    ("pending", "cheque"),
    ("pending", "note"),
    ("pending", "uncollected"),
    ("pending", "other"),
    ("pending", "dropped"),
    ("cheque", "pending"),
    ("note", "pending"),
    ("uncollected", "pending"),
    ("other", "pending"),
]


class Rescheduling(models.Model):
    """A document is to be looked for on another day than its last visit said. Evidence."""

    original = models.ForeignKey(
        "custody.Original", on_delete=models.PROTECT, related_name="reschedulings"
    )
    new_on = models.DateField(_("nueva fecha"))
    case = models.ForeignKey("workflow.Case", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("registrada"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("reprogramación de cobro")
        verbose_name_plural = _("reprogramaciones de cobro")
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.original_id} {self.new_on:%d/%m/%Y}"


class RouteCheque(models.Model):
    """A cheque that a visit brought. Evidence.

    `justification` is why it is not what its documents come to, where the debtor said so.
    """

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="cheques")
    cheque = models.OneToOneField(
        "cheques.Cheque", on_delete=models.PROTECT, related_name="brought_by"
    )
    justification = models.CharField(_("justificación"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("cheque de una ruta")
        verbose_name_plural = _("cheques de rutas")
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.cheque_id}"
