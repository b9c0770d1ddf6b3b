"""A document's number key in plain byte order: one index then finds, begins and sorts by it.

PostgreSQL changes no column that a trigger speaks of, so the guard steps aside for that moment.
"""

from typing import ClassVar

from django.db import migrations, models

from cartera.control.audit import guards

_GUARDED = guards.fixed_columns(
    "assignments_assigneddocument",
    ["assignment_id", "debtor_id", "kind", "number_key", "amount", "brought_collected"],
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("assignments", "0009_brought_guards"),
        ("parties", "0005_search_in_byte_order"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(_GUARDED.reverse_sql, _GUARDED.sql),
        migrations.RemoveIndex(model_name="assigneddocument", name="document_by_number"),
        migrations.AlterField(
            model_name="assigneddocument",
            name="number_key",
            field=models.CharField(db_collation="C", editable=False, max_length=40),
        ),
        migrations.AddIndex(
            model_name="assigneddocument",
            index=models.Index(fields=["number_key", "id"], name="document_by_number"),
        ),
        _GUARDED,
    ]
