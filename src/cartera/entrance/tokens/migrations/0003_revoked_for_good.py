"""A key that was revoked stays so."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tokens", "0002_guards")]
    operations: ClassVar = [guards.set_once("tokens_token", ["revoked_at", "revoked_by_id"])]
