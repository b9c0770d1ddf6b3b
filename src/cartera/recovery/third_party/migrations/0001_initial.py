"""Foreign documents and the payments of their values."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("banking", "0002_guards"),
        ("cheques", "0005_sources"),
        ("custody", "0002_guards"),
        ("parties", "0008_factor_guards"),
        ("workflow", "0007_open_tasks_counted_from_their_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="ForeignDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="número")),
                ("number_key", models.CharField(db_collation="C", editable=False, max_length=40)),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=16, verbose_name="valor"),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="motivo")),
                (
                    "collected",
                    models.DecimalField(
                        decimal_places=2, max_digits=16, null=True, verbose_name="cobrado"
                    ),
                ),
                ("collected_on", models.DateField(null=True, verbose_name="cobrado el")),
                (
                    "retained_for",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="motivo de la retención"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("told", "por liquidar en ruta"),
                            ("settled", "por revisar"),
                            ("checked", "por buscar"),
                            ("asked", "pedido al cliente"),
                            ("brought", "por ingresar"),
                            ("entered", "ingresado"),
                            ("routed", "en ruta de cobro"),
                            ("paid", "pagado por el deudor"),
                            ("held", "valor por pagar"),
                            ("retained", "retenido"),
                            ("released", "liberado"),
                            ("ordered", "pago en trámite"),
                            ("given", "pagado a su dueño"),
                            ("closed", "entregado"),
                            ("assigned", "cedido en otra cesión"),
                            ("elsewhere", "lo tiene otra factoraje"),
                            ("credited", "acreditado a su dueño"),
                            ("void", "anulado"),
                        ],
                        default="told",
                        max_length=10,
                        verbose_name="estado",
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="foreign_document",
                        to="workflow.case",
                    ),
                ),
                (
                    "cheque",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="foreign_documents",
                        to="cheques.cheque",
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="foreign_documents",
                        to="parties.client",
                    ),
                ),
                (
                    "debtor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="foreign_documents",
                        to="parties.debtor",
                    ),
                ),
                (
                    "ours",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="with_foreign",
                        to="custody.original",
                    ),
                ),
                (
                    "paper",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="foreign",
                        to="custody.original",
                    ),
                ),
            ],
            options={
                "verbose_name": "documento ajeno",
                "verbose_name_plural": "documentos ajenos",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ValuePayment",
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
                ("paid_on", models.DateField(null=True, verbose_name="pagado el")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("started", "iniciado"),
                            ("reviewed", "comprobado"),
                            ("authorised", "autorizado"),
                            ("paid", "pagado"),
                            ("posted", "contabilizado"),
                            ("void", "anulado"),
                        ],
                        default="started",
                        max_length=10,
                        verbose_name="estado",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="value_payments",
                        to="parties.creditaccount",
                    ),
                ),
                (
                    "bank_account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="value_payments",
                        to="banking.bankaccount",
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="value_payment",
                        to="workflow.case",
                    ),
                ),
                (
                    "value",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="value_payments",
                        to="third_party.foreigndocument",
                    ),
                ),
            ],
            options={
                "verbose_name": "pago de un valor ajeno",
                "verbose_name_plural": "pagos de valores ajenos",
                "ordering": ["id"],
            },
        ),
        migrations.AddIndex(
            model_name="foreigndocument",
            index=models.Index(fields=["ours"], name="foreign_with_ours"),
        ),
        migrations.AddIndex(
            model_name="foreigndocument",
            index=models.Index(
                condition=models.Q(("state__in", ["held", "retained", "released", "ordered"])),
                fields=["client", "state"],
                name="foreign_value_held",
            ),
        ),
        migrations.AddConstraint(
            model_name="foreigndocument",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), models.Q(("number", ""), _negated=True)),
                name="a_foreign_document_is_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="foreigndocument",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ["assigned", "elsewhere", "credited", "closed", "given", "void"]),
                    _negated=True,
                ),
                fields=("debtor", "number_key"),
                name="a_foreign_document_is_followed_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="foreigndocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "retained"), _negated=True),
                    models.Q(("retained_for", ""), _negated=True),
                    _connector="OR",
                ),
                name="what_is_retained_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="foreigndocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "state__in",
                            ["held", "retained", "released", "ordered", "given", "closed"],
                        ),
                        _negated=True,
                    ),
                    models.Q(
                        ("cheque__isnull", False), ("collected__gt", 0), ("paper__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="a_held_value_has_its_cheque",
            ),
        ),
        migrations.AddConstraint(
            model_name="valuepayment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="a_value_payment_has_an_amount"
            ),
        ),
        migrations.AddConstraint(
            model_name="valuepayment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "void"), _negated=True),
                fields=("value",),
                name="a_value_is_paid_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="valuepayment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["paid", "posted"]), _negated=True),
                    ("paid_on__isnull", False),
                    _connector="OR",
                ),
                name="a_paid_value_says_when",
            ),
        ),
    ]
