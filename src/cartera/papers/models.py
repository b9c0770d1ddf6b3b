"""A form that was printed: what it said, when, at which step. Evidence, printed anew at will."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Paper(models.Model):
    """The frozen content of one form. The PDF is made from it on demand and is always the same.

    Signatures are not part of the content: they are who really acted, up to the day of printing.
    """

    case = models.ForeignKey("workflow.Case", on_delete=models.PROTECT, related_name="papers")
    form = models.CharField(_("formato"), max_length=8)
    step = models.SmallIntegerField()
    title = models.CharField(_("detalle"), max_length=160, blank=True)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    issued_at = models.DateTimeField(_("emitido"))
    issued_on = models.DateField()
    issued_by_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("formato impreso")
        verbose_name_plural = _("formatos impresos")
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["case", "form"], name="paper_of_case"),
            models.Index(fields=["content_hash"], name="paper_by_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.pk}"
