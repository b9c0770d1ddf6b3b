"""The loan's own columns of a cheque give way to the issued cheque, moved in 0009."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q

RULE = "a_drawn_cheque_has_its_number"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("delegations", "0009_issued_cheque")]
    operations: ClassVar = [
        migrations.RemoveConstraint(model_name="borrowing", name=RULE),
        migrations.RemoveField(model_name="borrowing", name="bank_account"),
        migrations.RemoveField(model_name="borrowing", name="cheque_number"),
        migrations.AddConstraint(
            model_name="borrowing",
            constraint=models.CheckConstraint(
                condition=~Q(state__in=["drawn", "paid", "closed"])
                | Q(issued_cheque__isnull=False),
                name=RULE,
            ),
        ),
    ]
