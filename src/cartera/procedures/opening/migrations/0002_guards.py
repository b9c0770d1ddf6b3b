"""What was uploaded and what came in are evidence; batches only move as declared."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards
from cartera.procedures.opening.models import BATCH_TRANSITIONS, UNDOING_TRANSITIONS


class Migration(migrations.Migration):
    dependencies: ClassVar = [("opening", "0001_initial")]
    operations: ClassVar = [
        guards.append_only("opening_openingfile"),
        guards.append_only("opening_brought"),
        guards.transitions(
            "opening_openingbatch", "state", BATCH_TRANSITIONS, initial=["proposed"]
        ),
        guards.fixed_columns("opening_openingbatch", ["case_id"]),
        guards.fixed_columns(
            "opening_openingbatch",
            ["file_id", "cut_on", "totals", "entry_id", "posted_at"],
            once_in=["posted", "undone"],
        ),
        guards.refuse_delete("opening_openingbatch"),
        guards.refuse_truncate("opening_openingbatch"),
        guards.transitions(
            "opening_openingundoing", "state", UNDOING_TRANSITIONS, initial=["requested"]
        ),
        guards.fixed_columns("opening_openingundoing", ["case_id"]),
        guards.refuse_delete("opening_openingundoing"),
        guards.refuse_truncate("opening_openingundoing"),
    ]
