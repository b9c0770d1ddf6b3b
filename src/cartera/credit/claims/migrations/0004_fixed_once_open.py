"""A claim can be corrected until it is confirmed; a deduction's amount until it is taken."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards


class Migration(migrations.Migration):
    dependencies: ClassVar = [("claims", "0003_guards")]
    operations: ClassVar = [
        migrations.RunSQL(
            "DROP TRIGGER column_is_written_once ON claims_claim", migrations.RunSQL.noop
        ),
        guards.fixed_columns(
            "claims_claim", ["client_id", "amount", "kind"], once_in=["open", "settled", "void"]
        ),
        guards.fixed_columns("claims_deduction", ["amount"], once_in=["taken"]),
    ]
