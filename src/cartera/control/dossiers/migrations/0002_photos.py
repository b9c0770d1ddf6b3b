"""Files that come with a step are told apart from those that people attach, for good."""

from typing import ClassVar

from django.db import migrations, models

from cartera.control.audit import guards


class Migration(migrations.Migration):
    dependencies: ClassVar = [("dossiers", "0001_initial")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="attachment",
            name="by_step",
            field=models.BooleanField(default=False),
        ),
        guards.fixed_columns("dossiers_attachment", ["by_step"], once_in=["kept", "withdrawn"]),
    ]
