"""A document that is not ours is looked for by its number, its last figures and its amount."""

from typing import ClassVar

from django.db import migrations

_TAIL = "((ltrim(substring(number from '([0-9]+)[^0-9]*$'), '0')) COLLATE \"C\")"

INDEXES = {
    "find_foreign_number": "third_party_foreigndocument (number_key)",
    "find_foreign_tail": f"third_party_foreigndocument ({_TAIL})",
    "find_foreign_amount": "third_party_foreigndocument (amount)",
}


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("reports", "0004_counted_by_procedure"),
        ("third_party", "0001_initial"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(f"CREATE INDEX {name} ON {what}", f"DROP INDEX {name}")
        for name, what in INDEXES.items()
    ]
