"""Other factoring companies only move as declared and are never deleted."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards
from cartera.credit.parties.models import STATE_TRANSITIONS


class Migration(migrations.Migration):
    dependencies: ClassVar = [("parties", "0007_factor")]
    operations: ClassVar = [
        guards.transitions("parties_factor", "state", STATE_TRANSITIONS, initial=["proposed"]),
        guards.refuse_delete("parties_factor"),
        guards.refuse_truncate("parties_factor"),
    ]
