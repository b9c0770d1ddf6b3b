"""Who held which role is evidence: rows may be given an end, never taken away."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0001_initial")]
    operations: ClassVar = [
        guards.refuse_delete("people_rolegrant"),
        guards.refuse_truncate("people_rolegrant"),
        guards.fixed_columns("people_rolegrant", ["user_id", "role", "from_on"]),
        guards.refuse_delete("people_standin"),
        guards.refuse_truncate("people_standin"),
        guards.fixed_columns("people_standin", ["absent_id", "substitute_id", "role", "from_on"]),
    ]
