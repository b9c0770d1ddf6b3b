"""The paper of a document that nobody follows any more, on its way back to its client."""

import django.db.models.deletion
from django.db import migrations, models

from cartera.control.audit import guards
from cartera.recovery.third_party.models import (
    FOREIGN_DOCUMENT_TRANSITIONS,
    PAPER_RETURN_TRANSITIONS,
)


class Migration(migrations.Migration):
    dependencies = [
        ("third_party", "0004_of_each_client"),
        ("workflow", "0007_open_tasks_counted_from_their_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="PaperReturn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "received_by",
                    models.CharField(blank=True, max_length=120, verbose_name="recibió"),
                ),
                ("delivered_on", models.DateField(null=True, verbose_name="entregado el")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "por entregar"), ("delivered", "entregado")],
                        default="waiting",
                        max_length=10,
                        verbose_name="estado",
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_return",
                        to="workflow.case",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_returns",
                        to="third_party.foreigndocument",
                    ),
                ),
            ],
            options={
                "verbose_name": "devolución de un documento ajeno",
                "verbose_name_plural": "devoluciones de documentos ajenos",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("document",),
                        name="a_paper_goes_back_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "delivered"), _negated=True),
                            models.Q(
                                ("delivered_on__isnull", False),
                                models.Q(("received_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="who_has_his_paper_back_is_named",
                    ),
                ],
            },
        ),
        guards.transitions(
            "third_party_foreigndocument",
            "state",
            FOREIGN_DOCUMENT_TRANSITIONS,
            initial=["told", "settled", "brought"],
        ),
        guards.transitions(
            "third_party_paperreturn", "state", PAPER_RETURN_TRANSITIONS, initial=["waiting"]
        ),
        guards.fixed_columns("third_party_paperreturn", ["case_id", "document_id"]),
        guards.fixed_columns(
            "third_party_paperreturn", ["received_by", "delivered_on"], once_in=["delivered"]
        ),
        guards.refuse_delete("third_party_paperreturn"),
        guards.refuse_truncate("third_party_paperreturn"),
    ]
