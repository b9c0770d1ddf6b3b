"""What was told stays as it was told; the telling begins at the chain's present end."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards


class Migration(migrations.Migration):
    dependencies: ClassVar = [("webhooks", "0001_initial"), ("audit", "0003_guards")]
    operations: ClassVar = [
        guards.refuse_delete("webhooks_delivery"),
        guards.refuse_truncate("webhooks_delivery"),
        guards.fixed_columns("webhooks_delivery", ["subscription_id", "seq", "event", "body"]),
        guards.refuse_delete("webhooks_subscription"),
        guards.refuse_truncate("webhooks_subscription"),
        guards.fixed_columns("webhooks_subscription", ["url", "events", "procedures", "salt"]),
        migrations.RunSQL(
            "INSERT INTO webhooks_progress (id, seq) SELECT 1, seq FROM audit_head;",
            "DELETE FROM webhooks_progress;",
        ),
    ]
