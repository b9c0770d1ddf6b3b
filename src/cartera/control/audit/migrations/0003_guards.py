"""The chain: its hash function, its first head, and the refusal of whatever breaks it."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards
from cartera.control.audit.chain import FOLLOWS_TRIGGER, GENESIS, HASH_FUNCTION

_FIRST_HEAD = f"INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '{GENESIS}');"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("audit", "0002_initial")]
    operations: ClassVar = [
        migrations.RunSQL(HASH_FUNCTION, "DROP FUNCTION audit_hash;"),
        migrations.RunSQL(
            FOLLOWS_TRIGGER,
            "DROP TRIGGER the_chain_is_unbroken ON audit_event;"
            " DROP FUNCTION audit_event_follows();",
        ),
        migrations.RunSQL(_FIRST_HEAD, "DELETE FROM audit_head;"),
        guards.append_only("audit_event"),
        guards.append_only("audit_checkpoint"),
        guards.refuse_delete("audit_head"),
        guards.refuse_truncate("audit_head"),
    ]
