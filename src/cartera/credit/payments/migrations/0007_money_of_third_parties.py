"""Money for papers of no assignment, and what was given of it to its owners."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from cartera.accounting.ledger.guards import after_insert, refuse
from cartera.control.audit import guards

_PAYOUT = """
BEGIN
    IF EXISTS (
        SELECT 1 FROM added o WHERE NOT EXISTS (
            SELECT 1 FROM payments_payment p JOIN payments_paymentday d ON d.id = p.day_id
            WHERE p.id = o.payment_id AND p.assignment_id IS NULL AND p.state = 'applied'
                AND p.amount = o.amount AND d.entry_id IS NOT NULL)
    ) THEN {refuse} END IF;
    RETURN NULL;
END
"""
_RULE = "only_money_that_came_in_is_given_out"


class Migration(migrations.Migration):
    dependencies = [
        ("assignments", "0012_weighed_once_a_statement"),
        ("banking", "0002_guards"),
        ("claims", "0006_guards_of_documents"),
        ("ledger", "0004_cheques_to_apply"),
        ("parties", "0008_factor_guards"),
        ("payments", "0006_awaiting_the_bank"),
        ("workflow", "0007_open_tasks_counted_from_their_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="Payout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=16, verbose_name="monto"),
                ),
                ("paid_to", models.CharField(max_length=150, verbose_name="pagado a")),
                (
                    "reference",
                    models.CharField(blank=True, max_length=60, verbose_name="cheque o referencia"),
                ),
                ("paid_on", models.DateField(verbose_name="pagado el")),
                ("paid_at", models.DateTimeField()),
                ("paid_by_id", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "entrega de un valor ajeno",
                "verbose_name_plural": "entregas de valores ajenos",
                "ordering": ["id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="application",
            name="an_application_adds_up",
        ),
        migrations.RemoveConstraint(
            model_name="payment",
            name="a_payment_is_received_once",
        ),
        migrations.AddField(
            model_name="application",
            name="third_party",
            field=models.DecimalField(
                db_default=0, decimal_places=2, default=0, max_digits=16, verbose_name="valor ajeno"
            ),
        ),
        migrations.AddField(
            model_name="payment",
            name="client",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="third_party_payments",
                to="parties.client",
            ),
        ),
        migrations.AddField(
            model_name="payment",
            name="paper_id",
            field=models.BigIntegerField(null=True, verbose_name="original ajeno"),
        ),
        migrations.AlterField(
            model_name="application",
            name="assignment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="applications",
                to="assignments.assignment",
            ),
        ),
        migrations.AlterField(
            model_name="payment",
            name="assignment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payments",
                to="assignments.assignment",
            ),
        ),
        migrations.AlterField(
            model_name="payment",
            name="source",
            field=models.CharField(
                choices=[
                    ("exchange", "canje de cheque no negociable"),
                    ("endorsement", "endoso"),
                    ("office", "recuperación de oficina"),
                    ("direct", "abono directo reintegrado"),
                    ("delegated", "cobranza delegada"),
                    ("deduction", "descuento de desembolso o liquidación"),
                    ("third_party", "valor ajeno"),
                ],
                max_length=12,
                verbose_name="procedencia",
            ),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("paper_id__isnull", False)),
                fields=["paper_id"],
                name="payment_of_paper",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "amount",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("charges"), "+", models.F("default_interest")
                                        ),
                                        "+",
                                        models.F("interest"),
                                    ),
                                    "+",
                                    models.F("vat"),
                                ),
                                "+",
                                models.F("capital"),
                            ),
                            "+",
                            models.F("third_party"),
                        ),
                    )
                ),
                name="an_application_adds_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("assignment__isnull", False), ("third_party", 0)),
                    models.Q(
                        ("assignment__isnull", True),
                        ("capital", 0),
                        ("excess", 0),
                        ("third_party", models.F("amount")),
                    ),
                    _connector="OR",
                ),
                name="what_is_for_no_assignment_is_a_third_partys",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("kind__in", ["cheque", "transfer"]),
                    ("state__in", ["awaiting", "queued", "applied"]),
                ),
                fields=("assignment", "document", "paper_id", "kind", "bank", "reference"),
                name="a_payment_is_received_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("assignment__isnull", False),
                        ("client__isnull", True),
                        ("paper_id__isnull", True),
                        models.Q(("source", "third_party"), _negated=True),
                    ),
                    models.Q(
                        ("assignment__isnull", True),
                        ("cheque_id__isnull", False),
                        ("client__isnull", False),
                        ("document__isnull", True),
                        ("paper_id__isnull", False),
                        ("source", "third_party"),
                    ),
                    _connector="OR",
                ),
                name="a_payment_is_for_an_assignment_or_a_third_party",
            ),
        ),
        migrations.AddField(
            model_name="payout",
            name="bank_account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payouts",
                to="banking.bankaccount",
            ),
        ),
        migrations.AddField(
            model_name="payout",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payouts",
                to="workflow.case",
            ),
        ),
        migrations.AddField(
            model_name="payout",
            name="entry",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.entry",
            ),
        ),
        migrations.AddField(
            model_name="payout",
            name="payment",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payout",
                to="payments.payment",
            ),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="a_payout_has_an_amount"
            ),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.CheckConstraint(
                condition=models.Q(("paid_to", ""), _negated=True), name="a_payout_says_to_whom"
            ),
        ),
        guards.fixed_columns(
            "payments_payment",
            [
                "assignment_id",
                "client_id",
                "paper_id",
                "document_id",
                "kind",
                "bank",
                "reference",
                "amount",
                "deduction_id",
                "cheque_id",
            ],
        ),
        guards.fixed_columns(
            "payments_payout",
            [
                "payment_id",
                "case_id",
                "amount",
                "bank_account_id",
                "paid_to",
                "reference",
                "paid_on",
                "paid_at",
                "paid_by_id",
            ],
        ),
        guards.set_once("payments_payout", ["entry_id"]),
        after_insert("payments_payout", _RULE, _PAYOUT.replace("{refuse}", refuse(_RULE))),
        guards.refuse_delete("payments_payout"),
        guards.refuse_truncate("payments_payout"),
    ]
