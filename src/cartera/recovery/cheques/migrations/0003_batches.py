"""Batches; what a cheque paid may be paid again by it once the first payment has bounced."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from cartera.accounting.ledger.guards import at_commit, refuse
from cartera.control.audit import guards
from cartera.recovery.cheques.models import CHEQUE_BATCH_TRANSITIONS

RULE = "a_cover_is_paid_anew_only_after_a_bounce"
PAID_ANEW = f"""
BEGIN
    IF OLD.payment_id IS NOT NULL AND OLD.payment_id IS DISTINCT FROM NEW.payment_id
        AND NOT EXISTS (SELECT FROM payments_payment p
            WHERE p.id = OLD.payment_id AND p.state = 'bounced')
    THEN {refuse(RULE)} END IF;
    RETURN NULL;
END"""


class Migration(migrations.Migration):
    dependencies = [
        ("cheques", "0002_guards"),
        ("parties", "0005_search_in_byte_order"),
        ("workflow", "0007_open_tasks_counted_from_their_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ChequeBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("negotiable", "negociables"),
                            ("non_negotiable", "no negociables"),
                        ],
                        max_length=14,
                        verbose_name="clase",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("exchange", "canje de cheque no negociable"),
                            ("endorsement", "endoso"),
                            ("office", "recuperación de oficina"),
                            ("direct", "abono directo reintegrado"),
                            ("delegated", "cobranza delegada"),
                            ("deduction", "descuento de desembolso o liquidación"),
                        ],
                        max_length=12,
                        verbose_name="procedencia",
                    ),
                ),
                ("on", models.DateField(verbose_name="día")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "en gestión"),
                            ("stamped", "en remesa"),
                            ("deposited", "depositado"),
                            ("passed", "pasado a aplicación"),
                            ("closed", "sin cheques por depositar"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="estado",
                    ),
                ),
                (
                    "carrier",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cheque_batch",
                        to="workflow.case",
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cheque_batches",
                        to="parties.client",
                    ),
                ),
            ],
            options={
                "verbose_name": "lote de cheques",
                "verbose_name_plural": "lotes de cheques",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="BatchedCheque",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("left_at", models.DateTimeField(null=True)),
                (
                    "cheque",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batched",
                        to="cheques.cheque",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="cheques.chequebatch",
                    ),
                ),
            ],
            options={
                "verbose_name": "cheque de un lote",
                "verbose_name_plural": "cheques de lotes",
                "ordering": ["id"],
                "indexes": [models.Index(fields=["cheque"], name="batches_of_cheque")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("left_at__isnull", True)),
                        fields=("cheque",),
                        name="a_cheque_is_in_one_batch",
                    )
                ],
            },
        ),
        guards.transitions(
            "cheques_chequebatch", "state", CHEQUE_BATCH_TRANSITIONS, initial=["open"]
        ),
        guards.fixed_columns(
            "cheques_chequebatch", ["case_id", "client_id", "kind", "source", "on"]
        ),
        guards.refuse_delete("cheques_chequebatch"),
        guards.refuse_truncate("cheques_chequebatch"),
        guards.fixed_columns("cheques_batchedcheque", ["batch_id", "cheque_id"]),
        guards.set_once("cheques_batchedcheque", ["left_at"]),
        guards.refuse_delete("cheques_batchedcheque"),
        guards.refuse_truncate("cheques_batchedcheque"),
        migrations.RunSQL(
            "DROP TRIGGER column_is_written_once_set ON cheques_chequecover", migrations.RunSQL.noop
        ),
        at_commit("cheques_chequecover", RULE, PAID_ANEW, event="UPDATE"),
    ]
