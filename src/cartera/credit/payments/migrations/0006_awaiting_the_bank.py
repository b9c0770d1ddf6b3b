"""Payments by cheques that await the bank; one bounce for all that a cheque paid."""

import django.db.models.deletion
from django.db import migrations, models

from cartera.control.audit import guards
from cartera.credit.payments.models import PAYMENT_TRANSITIONS


class Migration(migrations.Migration):
    dependencies = [
        ("assignments", "0012_weighed_once_a_statement"),
        ("claims", "0004_fixed_once_open"),
        ("ledger", "0004_cheques_to_apply"),
        ("payments", "0005_read_by_reports"),
        ("workflow", "0007_open_tasks_counted_from_their_index"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="payment",
            name="a_payment_is_received_once",
        ),
        migrations.AddField(
            model_name="bounce",
            name="with_bounce",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="others",
                to="payments.bounce",
            ),
        ),
        migrations.AddField(
            model_name="payment",
            name="cheque_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="bounce",
            name="case",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, to="workflow.case"
            ),
        ),
        migrations.AlterField(
            model_name="payment",
            name="state",
            field=models.CharField(
                choices=[
                    ("awaiting", "por acreditar"),
                    ("queued", "recibido"),
                    ("applied", "aplicado"),
                    ("bounced", "rechazado por el banco"),
                    ("withdrawn", "retirado"),
                ],
                default="queued",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("cheque_id__isnull", False)),
                fields=["cheque_id"],
                name="payment_of_cheque",
            ),
        ),
        migrations.AddConstraint(
            model_name="bounce",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("case__isnull", False), ("with_bounce__isnull", True)),
                    models.Q(("case__isnull", True), ("charge", 0), ("with_bounce__isnull", False)),
                    _connector="OR",
                ),
                name="a_bounce_has_its_case_or_goes_with_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("kind__in", ["cheque", "transfer"]),
                    ("state__in", ["awaiting", "queued", "applied"]),
                ),
                fields=("assignment", "document", "kind", "bank", "reference"),
                name="a_payment_is_received_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "awaiting"), _negated=True),
                    models.Q(("cheque_id__isnull", False), ("day__isnull", True)),
                    _connector="OR",
                ),
                name="only_a_cheque_awaits_the_bank",
            ),
        ),
        guards.transitions(
            "payments_payment", "state", PAYMENT_TRANSITIONS, initial=["queued", "awaiting"]
        ),
        guards.fixed_columns(
            "payments_payment",
            [
                "assignment_id",
                "document_id",
                "kind",
                "bank",
                "reference",
                "amount",
                "deduction_id",
                "cheque_id",
            ],
        ),
        # The bank says the value date of what awaits it.
        guards.fixed_columns(
            "payments_payment",
            ["value_on"],
            once_in=["queued", "applied", "bounced", "withdrawn"],
        ),
        guards.fixed_columns(
            "payments_bounce",
            ["case_id", "with_bounce_id", "payment_id", "bounced_on", "charge"],
            once_in=["confirmed", "void"],
        ),
    ]
