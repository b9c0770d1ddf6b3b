"""What a form said is evidence."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards


class Migration(migrations.Migration):
    dependencies: ClassVar = [("papers", "0001_initial")]
    operations: ClassVar = [guards.append_only("papers_paper")]
