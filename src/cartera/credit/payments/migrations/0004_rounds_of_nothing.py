"""A round of which nothing is left ends without an entry."""

from typing import ClassVar

from django.db import migrations, models

from cartera.control.audit import guards
from cartera.credit.payments.models import DAY_TRANSITIONS


class Migration(migrations.Migration):
    dependencies: ClassVar = [("payments", "0003_fixed_once_known")]
    operations: ClassVar = [
        migrations.AlterField(
            model_name="paymentday",
            name="state",
            field=models.CharField(
                choices=[
                    ("receiving", "recibiendo"),
                    ("deposited", "remesado"),
                    ("applied", "aplicado"),
                    ("tied_out", "cuadrado"),
                    ("posted", "contabilizado"),
                    ("void", "sin abonos"),
                ],
                default="receiving",
                max_length=10,
            ),
        ),
        guards.transitions("payments_paymentday", "state", DAY_TRANSITIONS, initial=["receiving"]),
    ]
