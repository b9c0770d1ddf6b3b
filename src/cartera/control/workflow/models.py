"""Cases of the procedures, the tasks that wait in them, and who has acted on which step."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cartera.control.people.roles import name_of


class Case(models.Model):
    """One run of a procedure: one assignment from request to entry, one day's payments ..."""

    class State(models.TextChoices):
        OPEN = "open", _("en curso")
        CLOSED = "closed", _("terminado")
        REJECTED = "rejected", _("rechazado")

    procedure = models.CharField(max_length=12)
    number = models.IntegerField()
    title = models.CharField(max_length=200, blank=True)
    client_code = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    opened_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")

    class Meta:
        verbose_name = _("caso")
        verbose_name_plural = _("casos")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["procedure", "number"], name="a_case_has_its_own_number"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["client_code", "-id"],
                condition=~models.Q(client_code=""),
                name="case_of_client",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure} {self.number}"


CASE_TRANSITIONS = [("open", "closed"), ("open", "rejected")]


class Task(models.Model):
    """A step that waits for somebody of `role`, or an authorisation that a step waits for.

    `note` is why it was sent back; `remark` what was said by who had taken it and handed it back.
    """

    class Kind(models.TextChoices):
        STEP = "step", _("paso")
        AUTHORISATION = "authorisation", _("autorización")

    class State(models.TextChoices):
        OPEN = "open", _("pendiente")
        DONE = "done", _("hecha")
        SENT_BACK = "sent_back", _("devuelta")
        CANCELLED = "cancelled", _("anulada")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    procedure = models.CharField(max_length=12)
    step = models.SmallIntegerField()
    kind = models.CharField(max_length=14, choices=Kind, default=Kind.STEP)
    role = models.CharField(max_length=12)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    note = models.TextField(blank=True)
    remark = models.CharField(max_length=300, blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("tarea")
        verbose_name_plural = _("tareas")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "step", "kind", "role"],
                condition=models.Q(state="open"),
                name="a_step_waits_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["role", "due_at", "id"],
                include=["procedure", "step", "claimed_by", "case"],
                condition=models.Q(state="open"),
                name="open_task_of_role",
            ),
            models.Index(fields=["case", "id"], name="task_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.procedure}.{self.step} {self.state}"


TASK_TRANSITIONS = [("open", "done"), ("open", "sent_back"), ("open", "cancelled")]


class Performer(models.Model):
    """Somebody acted on a step of a case: what four eyes are counted from. Evidence."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="performers")
    step = models.SmallIntegerField()
    kind = models.CharField(max_length=14, choices=Task.Kind, default=Task.Kind.STEP)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    role = models.CharField(max_length=12)
    first_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "step", "kind", "actor", "on_behalf_of"],
                nulls_distinct=False,
                name="a_performer_is_named_once_a_step",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}.{self.step} {self.actor_id}"


class Approval(models.Model):
    """Somebody signed what had this content at this instant. Evidence: never changed.

    `content` is what the hash is of, so that a later reader can say what has changed since.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="approvals")
    step = models.SmallIntegerField()
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12)
    content_hash = models.CharField(max_length=64)
    content = models.JSONField(null=True)
    signed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["case", "step"], name="approval_of_step")]

    def __str__(self) -> str:
        return f"{self.case_id}.{self.step} {self.content_hash[:12]}"


class Snooze(models.Model):
    """Somebody does not want to see a task in his own inbox until an instant. Colleagues do."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="snoozes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    until_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "user"], name="a_task_is_snoozed_once_by_each"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.user_id}"


class Undoable(models.Model):
    """A cheap act whose doer may take it back until `until_at`: what it was, and what was before.

    `kind` names who knows how to undo it (`undoing.register_undo`); `before` is what he needs.
    """

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    before = models.JSONField()
    done_at = models.DateTimeField()
    until_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"


class Request(models.Model):
    """A request that came with an idempotency key, and the answer it was given."""

    key = models.CharField(primary_key=True, max_length=100)
    body_hash = models.CharField(max_length=64)
    answer = models.JSONField(null=True)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class CaseCounter(models.Model):
    """The last case number given in a procedure."""

    procedure = models.CharField(primary_key=True, max_length=12)
    last_number = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.procedure} {self.last_number}"


class AccessRequest(models.Model):
    """Somebody asks that a person hold a role, or stand in for another, between two days."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("propuesto")
        GRANTED = "granted", _("concedido")
        REJECTED = "rejected", _("rechazado")

    case = models.OneToOneField(Case, on_delete=models.PROTECT)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    absent = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    role = models.CharField(_("rol"), max_length=12)
    kind = models.CharField(_("clase"), max_length=10)
    from_on = models.DateField(_("desde"))
    until_on = models.DateField(_("hasta"), null=True)
    reason = models.CharField(_("motivo"), max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)

    class Meta:
        verbose_name = _("solicitud de acceso")
        verbose_name_plural = _("solicitudes de acceso")

    def __str__(self) -> str:
        return f"{self.user} · {name_of(self.role)}"


ACCESS_TRANSITIONS = [("proposed", "granted"), ("proposed", "rejected")]


class Invitation(models.Model):
    """Somebody is asked in: who he is, in which role, and the one link by which he comes (INT-15).

    Of the link only the hash of its secret is kept. The person's row is made when management
    agrees, and opens when he has chosen his password.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("propuesta")
        APPROVED = "approved", _("autorizada")
        ACCEPTED = "accepted", _("aceptada")
        REJECTED = "rejected", _("rechazada")

    case = models.OneToOneField(Case, on_delete=models.PROTECT)
    username = models.CharField(_("usuario"), max_length=150)
    full_name = models.CharField(_("nombre completo"), max_length=150)
    email = models.EmailField(_("correo electrónico"))
    role = models.CharField(_("rol"), max_length=12)
    from_on = models.DateField(_("desde"))
    until_on = models.DateField(_("hasta"), null=True)
    reason = models.CharField(_("motivo"), max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="invitations"
    )
    secret_hash = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("invitación")
        verbose_name_plural = _("invitaciones")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["secret_hash"],
                condition=~models.Q(secret_hash=""),
                name="a_link_leads_to_one_invitation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name} · {name_of(self.role)}"


INVITATION_TRANSITIONS = [
    ("proposed", "approved"),
    ("proposed", "rejected"),
    ("approved", "accepted"),
]


class Departure(models.Model):
    """Somebody asks that a person may not come in any more, or may again (INT-16)."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("propuesto")
        DONE = "done", _("hecho")
        REJECTED = "rejected", _("rechazado")

    case = models.OneToOneField(Case, on_delete=models.PROTECT)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="departures"
    )
    kind = models.CharField(_("clase"), max_length=10)
    reason = models.CharField(_("motivo"), max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)

    class Meta:
        verbose_name = _("baja o reingreso")
        verbose_name_plural = _("bajas y reingresos")

    def __str__(self) -> str:
        return f"{self.user} · {self.kind}"


DEPARTURE_TRANSITIONS = [("proposed", "done"), ("proposed", "rejected")]
