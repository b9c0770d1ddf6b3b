"""A document is what it was listed as; an assignment's price is fixed once its money has left."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards


class Migration(migrations.Migration):
    dependencies: ClassVar = [("assignments", "0004_going_back")]
    operations: ClassVar = [
        guards.fixed_columns(
            "assignments_assigneddocument",
            ["assignment_id", "debtor_id", "kind", "number_key", "amount"],
        ),
        guards.fixed_columns(
            "assignments_assignment",
            [
                "number",
                "client_id",
                "line_id",
                "account_id",
                "terms",
                "disbursed_on",
                "amount_face",
                "amount_advanced",
                "commission",
                "vat",
                "upfront_interest",
                "upfront_vat",
                "deductions",
                "amount_net",
            ],
            once_in=["live", "paid_off", "settled"],
        ),
    ]
