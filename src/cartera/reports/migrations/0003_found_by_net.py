"""What left for a client is looked for by its amount."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reports", "0002_indexes")]
    operations: ClassVar = [
        migrations.RunSQL(
            "CREATE INDEX find_assignment_net ON assignments_assignment (amount_net)",
            "DROP INDEX find_assignment_net",
        )
    ]
