"""A payment keeps its value date; a bounce can be corrected until it is confirmed."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards


class Migration(migrations.Migration):
    dependencies: ClassVar = [("payments", "0002_guards")]
    operations: ClassVar = [
        guards.fixed_columns(
            "payments_payment",
            [
                "assignment_id",
                "document_id",
                "kind",
                "bank",
                "reference",
                "amount",
                "value_on",
                "deduction_id",
            ],
        ),
        migrations.RunSQL(
            "DROP TRIGGER column_is_written_once ON payments_bounce", migrations.RunSQL.noop
        ),
        guards.fixed_columns(
            "payments_bounce",
            ["case_id", "payment_id", "bounced_on", "charge"],
            once_in=["confirmed", "void"],
        ),
    ]
