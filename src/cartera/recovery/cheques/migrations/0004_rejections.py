"""What is done with a cheque that the bank returned."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from cartera.control.audit import guards
from cartera.recovery.cheques.models import CHEQUE_REJECTION_TRANSITIONS


class Migration(migrations.Migration):
    dependencies = [
        ("cheques", "0003_batches"),
        ("workflow", "0007_open_tasks_counted_from_their_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ChequeRejection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("redeposit", "depositarlo otra vez"),
                            ("replaced", "el cliente trae otro"),
                            ("returned", "devolverlo al cliente"),
                        ],
                        max_length=10,
                        verbose_name="decisión",
                    ),
                ),
                (
                    "remarks",
                    models.CharField(blank=True, max_length=300, verbose_name="observaciones"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "por decidir"),
                            ("decided", "decidido"),
                            ("done", "cumplido"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="estado",
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cheque_rejection",
                        to="workflow.case",
                    ),
                ),
                (
                    "cheque",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rejections",
                        to="cheques.cheque",
                    ),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "cheque rechazado por resolver",
                "verbose_name_plural": "cheques rechazados por resolver",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "open"),
                            models.Q(("decision", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="what_is_decided_says_what",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "done"), _negated=True),
                        fields=("cheque",),
                        name="a_cheque_is_resolved_in_one_case",
                    ),
                ],
            },
        ),
        guards.transitions(
            "cheques_chequerejection", "state", CHEQUE_REJECTION_TRANSITIONS, initial=["open"]
        ),
        guards.fixed_columns("cheques_chequerejection", ["case_id", "cheque_id", "keeper_id"]),
        guards.refuse_delete("cheques_chequerejection"),
        guards.refuse_truncate("cheques_chequerejection"),
    ]
