"""A debtor's document is followed once for each client: two may have papers of one number."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("third_party", "0003_given_up")]
    operations: ClassVar = [
        migrations.RemoveConstraint("foreigndocument", "a_foreign_document_is_followed_once"),
        migrations.AddConstraint(
            "foreigndocument",
            models.UniqueConstraint(
                fields=("client", "debtor", "number_key"),
                condition=~models.Q(
                    state__in=["assigned", "elsewhere", "credited", "closed", "given", "void"]
                ),
                name="a_foreign_document_is_followed_once",
            ),
        ),
    ]
