"""What people add to a case: comments, who is named in them, and files."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cartera.control.workflow.models import Case


class Comment(models.Model):
    """Somebody said something of a case. Evidence: never changed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12)
    text = models.TextField()
    for_client = models.BooleanField()
    written_at = models.DateTimeField()
    key = models.CharField(max_length=100, unique=True)

    class Meta:
        verbose_name = _("comentario")
        verbose_name_plural = _("comentarios")

    def __str__(self) -> str:
        return f"{self.case_id} {self.author_id}"


class Retraction(models.Model):
    """The author took a comment back while he could. Evidence: the comment's text stays."""

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT)
    retracted_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.comment_id)


class Mention(models.Model):
    """A comment names a person, who finds a notice in his inbox until he has read it."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["comment", "person"], name="a_comment_names_a_person_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["person", "id"],
                condition=models.Q(read_at__isnull=True),
                name="unread_mention_of_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.person_id}"


class FileContent(models.Model):
    """The bytes of a file, once for each hash. Evidence."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.sha256


class Attachment(models.Model):
    """A file in a case's dossier. `kind` is what its bytes are, as `sniffing` names it.

    `by_step`: it came with a step, which says how many there may be; people attach the others.
    """

    class State(models.TextChoices):
        KEPT = "kept", _("en el expediente")
        WITHDRAWN = "withdrawn", _("retirado")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attachments")
    content = models.ForeignKey(FileContent, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8)
    size = models.IntegerField()
    note = models.CharField(max_length=200, blank=True)
    for_client = models.BooleanField()
    attached_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(max_length=12)
    attached_at = models.DateTimeField()
    by_step = models.BooleanField(default=False)
    key = models.CharField(max_length=100, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.KEPT)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("adjunto")
        verbose_name_plural = _("adjuntos")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state="kept", withdrawn_at__isnull=True)
                | (models.Q(state="withdrawn") & ~models.Q(withdrawal_reason="")),
                name="a_file_is_withdrawn_with_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name


ATTACHMENT_TRANSITIONS = [("kept", "withdrawn"), ("withdrawn", "kept")]
