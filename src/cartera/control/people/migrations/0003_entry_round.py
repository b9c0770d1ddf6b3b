"""Sessions end when their person leaves, and when a second factor is taken away from him."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0002_guards")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="user",
            name="entry_round",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
