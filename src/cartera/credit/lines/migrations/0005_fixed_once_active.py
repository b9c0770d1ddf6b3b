"""A line's amount and terms are fixed once it is active; a change is a new line."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards


class Migration(migrations.Migration):
    dependencies: ClassVar = [("lines", "0004_segment")]
    operations: ClassVar = [
        guards.fixed_columns(
            "lines_line",
            ["client_id", "amount_approved", "from_on", "expires_on", "max_term_days", "terms"],
            once_in=["active", "closed"],
        ),
    ]
