"""What a client owes under an earlier line counts against the one that took its place."""

from typing import ClassVar

from django.db import migrations, models

from cartera.credit.assignments.guards import COVERED


class Migration(migrations.Migration):
    dependencies: ClassVar = [("assignments", "0005_fixed_once_live")]
    operations: ClassVar = [
        migrations.RunSQL(COVERED, migrations.RunSQL.noop),
        migrations.RemoveIndex("assignment", "assignment_uses_line"),
        migrations.AddIndex(
            "assignment",
            models.Index(
                fields=["client"],
                include=["capital", "amount_advanced", "state"],
                condition=models.Q(state__in=["prepared", "recorded", "live", "paid_off"]),
                name="assignment_uses_line",
            ),
        ),
    ]
