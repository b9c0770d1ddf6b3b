"""A value whose payment came back is paid anew, by another payment."""

from django.db import migrations, models

from cartera.control.audit import guards
from cartera.recovery.third_party.models import (
    FOREIGN_DOCUMENT_TRANSITIONS,
    VALUE_PAYMENT_TRANSITIONS,
)


class Migration(migrations.Migration):
    dependencies = [
        ("banking", "0004_cheque_guards"),
        ("cheques", "0005_sources"),
        ("custody", "0002_guards"),
        ("parties", "0008_factor_guards"),
        ("third_party", "0005_papers_go_back"),
        ("workflow", "0007_open_tasks_counted_from_their_index"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="foreigndocument",
            name="a_foreign_document_is_followed_once",
        ),
        migrations.RemoveConstraint(
            model_name="valuepayment",
            name="a_value_is_paid_once",
        ),
        migrations.AlterField(
            model_name="valuepayment",
            name="state",
            field=models.CharField(
                choices=[
                    ("started", "iniciado"),
                    ("reviewed", "comprobado"),
                    ("authorised", "autorizado"),
                    ("paid", "pagado"),
                    ("posted", "contabilizado"),
                    ("returned", "devuelto"),
                    ("void", "anulado"),
                ],
                default="started",
                max_length=10,
                verbose_name="estado",
            ),
        ),
        migrations.AddConstraint(
            model_name="foreigndocument",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["assigned", "elsewhere", "credited", "closed", "given", "void", "ordered"],
                    ),
                    _negated=True,
                ),
                fields=("client", "debtor", "number_key"),
                name="a_foreign_document_is_followed_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="valuepayment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["void", "returned"]), _negated=True),
                fields=("value",),
                name="a_value_is_paid_once",
            ),
        ),
        guards.transitions(
            "third_party_foreigndocument",
            "state",
            FOREIGN_DOCUMENT_TRANSITIONS,
            initial=["told", "settled", "brought"],
        ),
        guards.transitions(
            "third_party_valuepayment", "state", VALUE_PAYMENT_TRANSITIONS, initial=["started"]
        ),
        guards.fixed_columns(
            "third_party_valuepayment",
            ["account_id", "bank_account_id", "paid_on"],
            once_in=["paid", "posted", "returned", "void"],
        ),
    ]
