"""A message is found by words of its recipient and its subject."""

from typing import ClassVar

from django.db import migrations, models

from cartera.control.audit import guards

_WORDS = "array_to_tsvector(array_remove(string_to_array(search_name, ' '), ''))"
_FIXED = (
    "case_id",
    "to_name",
    "to_address",
    "subject",
    "search_name",
    "body",
    "content_hash",
    "actor_id",
    "role",
    "written_at",
    "key",
    "repeats_id",
    "reason",
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("mail", "0001_initial")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="message",
            name="search_name",
            field=models.TextField(db_default="", editable=False),
        ),
        migrations.RunSQL(
            f"CREATE INDEX find_message_words ON mail_message USING gin ({_WORDS});",
            "DROP INDEX find_message_words;",
        ),
        guards.fixed_columns("mail_message", _FIXED),
    ]
