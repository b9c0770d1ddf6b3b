"""A closed day is evidence: it may be reopened, with its reason, and never unsaid."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards


class Migration(migrations.Migration):
    dependencies: ClassVar = [("company", "0001_initial")]
    operations: ClassVar = [
        guards.fixed_columns(
            "company_dayclose",
            ["on", "closed_at", "closed_by_id", "totals", "chain_seq", "chain_hash"],
        ),
        guards.refuse_delete("company_dayclose"),
        guards.refuse_truncate("company_dayclose"),
    ]
