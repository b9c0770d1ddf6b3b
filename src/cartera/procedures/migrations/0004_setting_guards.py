"""A change of settings only moves as declared and is never deleted."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards
from cartera.procedures.models import SETTING_TRANSITIONS

TABLE = "procedures_settingchange"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("procedures", "0003_setting_change")]
    operations: ClassVar = [
        guards.transitions(TABLE, "state", SETTING_TRANSITIONS, initial=["requested"]),
        guards.refuse_delete(TABLE),
        guards.refuse_truncate(TABLE),
    ]
