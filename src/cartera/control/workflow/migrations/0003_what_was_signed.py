"""A signature keeps what it signed, so that a later signer sees what has changed since."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflow", "0002_guards")]

    operations = [
        migrations.AddField(
            model_name="approval",
            name="content",
            field=models.JSONField(null=True),
        ),
    ]
