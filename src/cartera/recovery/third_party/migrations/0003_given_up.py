"""A document whose cheque came to nothing can be given up at any time before its money left."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards
from cartera.recovery.third_party.models import FOREIGN_DOCUMENT_TRANSITIONS


class Migration(migrations.Migration):
    dependencies: ClassVar = [("third_party", "0002_guards")]
    operations: ClassVar = [
        guards.transitions(
            "third_party_foreigndocument",
            "state",
            FOREIGN_DOCUMENT_TRANSITIONS,
            initial=["told", "settled", "brought"],
        ),
    ]
