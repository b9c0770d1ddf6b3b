"""Who held which key is kept: rows are given an end, never taken away."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tokens", "0001_initial")]
    operations: ClassVar = [
        guards.refuse_delete("tokens_token"),
        guards.refuse_truncate("tokens_token"),
        guards.fixed_columns(
            "tokens_token", ["user_id", "scope", "digest", "expires_on", "created_at"]
        ),
    ]
