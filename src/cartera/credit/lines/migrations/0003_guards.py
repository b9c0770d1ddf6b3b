"""A line's amount and terms are fixed once it is active; a change is a new line."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards
from cartera.credit.lines.models import LINE_TRANSITIONS


class Migration(migrations.Migration):
    dependencies: ClassVar = [("lines", "0002_initial")]
    operations: ClassVar = [
        guards.transitions("lines_line", "state", LINE_TRANSITIONS, initial=["proposed"]),
        guards.refuse_delete("lines_line"),
        guards.refuse_truncate("lines_line"),
    ]
