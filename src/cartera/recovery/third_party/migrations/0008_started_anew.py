"""A payment that was authorised is started anew, where one of the cheques of its value bounced."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards
from cartera.recovery.third_party.models import VALUE_PAYMENT_TRANSITIONS


class Migration(migrations.Migration):
    dependencies: ClassVar = [("third_party", "0007_what_is_held_by_now")]
    operations: ClassVar = [
        guards.transitions(
            "third_party_valuepayment", "state", VALUE_PAYMENT_TRANSITIONS, initial=["started"]
        ),
    ]
