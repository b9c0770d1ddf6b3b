"""A return of documents only moves as declared and is never deleted."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards
from cartera.credit.settlements.models import RETURN_TRANSITIONS

TABLE = "settlements_documentreturn"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("settlements", "0003_document_returns")]
    operations: ClassVar = [
        guards.transitions(TABLE, "state", RETURN_TRANSITIONS, initial=["proposed"]),
        guards.fixed_columns(TABLE, ["case_id"]),
        guards.refuse_delete(TABLE),
        guards.refuse_truncate(TABLE),
    ]
