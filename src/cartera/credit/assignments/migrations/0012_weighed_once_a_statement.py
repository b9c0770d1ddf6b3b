"""Assignments that come in one statement are weighed against their lines once, not each by itself."""

from typing import ClassVar

from django.db import migrations

from cartera.credit.assignments.guards import ADDED, ADDED_REVERSED


class Migration(migrations.Migration):
    dependencies: ClassVar = [("assignments", "0011_read_by_pages")]
    operations: ClassVar = [migrations.RunSQL(ADDED, ADDED_REVERSED)]
