"""A batch may not come from a third party; its choices follow those of payments."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cheques", "0004_rejections"),
    ]

    operations = [
        migrations.AlterField(
            model_name="chequebatch",
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
    ]
