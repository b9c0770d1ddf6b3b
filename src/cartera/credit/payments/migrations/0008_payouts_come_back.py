"""What was given to a third party may come back: at most one payout of a payment stands."""

import django.db.models.deletion
from django.db import migrations, models

from cartera.control.audit import guards
from cartera.credit.payments.models import PAYOUT_RETURN_TRANSITIONS

TABLE = "payments_payoutreturn"


class Migration(migrations.Migration):
    dependencies = [
        ("banking", "0004_cheque_guards"),
        ("ledger", "0004_cheques_to_apply"),
        ("payments", "0007_money_of_third_parties"),
        ("workflow", "0007_open_tasks_counted_from_their_index"),
    ]

    operations = [
        migrations.AlterField(
            model_name="payout",
            name="payment",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payouts",
                to="payments.payment",
            ),
        ),
        migrations.CreateModel(
            name="PayoutReturn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("returned_on", models.DateField(verbose_name="devuelto el")),
                ("reason", models.CharField(max_length=200, verbose_name="motivo")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("recorded", "registrado"),
                            ("confirmed", "confirmado"),
                            ("void", "anulado"),
                        ],
                        default="recorded",
                        max_length=10,
                        verbose_name="estado",
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payout_return",
                        to="workflow.case",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.entry",
                    ),
                ),
                (
                    "of_case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payout_returns",
                        to="workflow.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "entrega devuelta de un valor ajeno",
                "verbose_name_plural": "entregas devueltas de valores ajenos",
                "ordering": ["id"],
            },
        ),
        migrations.AddField(
            model_name="payout",
            name="returned",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payouts",
                to="payments.payoutreturn",
            ),
        ),
        migrations.AddIndex(
            model_name="payout",
            index=models.Index(fields=["payment"], name="payout_of_payment"),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.UniqueConstraint(
                condition=models.Q(("returned__isnull", True)),
                fields=("payment",),
                name="a_third_partys_money_is_given_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("returned__isnull", True), ("entry__isnull", False), _connector="OR"
                ),
                name="only_a_posted_payout_comes_back",
            ),
        ),
        migrations.AddConstraint(
            model_name="payoutreturn",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "recorded")),
                fields=("of_case",),
                name="a_payout_comes_back_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="payoutreturn",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="a_payout_comes_back_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="payoutreturn",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("entry__isnull", False), ("state", "confirmed")),
                    models.Q(
                        models.Q(("state", "confirmed"), _negated=True), ("entry__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="a_confirmed_payout_return_has_its_entry",
            ),
        ),
        guards.set_once("payments_payout", ["entry_id", "returned_id"]),
        guards.transitions(TABLE, "state", PAYOUT_RETURN_TRANSITIONS, initial=["recorded"]),
        guards.fixed_columns(TABLE, ["case_id"]),
        guards.fixed_columns(
            TABLE,
            ["of_case_id", "returned_on", "reason", "entry_id"],
            once_in=["confirmed", "void"],
        ),
        guards.refuse_delete(TABLE),
        guards.refuse_truncate(TABLE),
    ]
