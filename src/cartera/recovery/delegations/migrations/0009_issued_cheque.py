"""What a loan is paid with is a cheque of the company's own, whose number is used once."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

# What was drawn before is written among the issued cheques as it stood.
MOVED = """
INSERT INTO banking_issuedcheque (bank_account_id, number, number_key, amount, paid_to, case_id,
    drawn_on, annulled_for, state)
SELECT l.bank_account_id, l.cheque_number, coalesce(nullif(ltrim(upper(regexp_replace(
        l.cheque_number, '[^0-9A-Za-z]', '', 'g')), '0'), ''), btrim(l.cheque_number)),
    l.collected, f.name, l.case_id, coalesce(l.paid_on, l.lent_at::date), '', 'drawn'
FROM delegations_borrowing l JOIN parties_factor f ON f.id = l.factor_id
WHERE l.bank_account_id IS NOT NULL AND l.cheque_number <> '';
UPDATE delegations_borrowing l SET issued_cheque_id = c.id
FROM banking_issuedcheque c WHERE c.case_id = l.case_id;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("banking", "0004_cheque_guards"),
        ("delegations", "0008_question_guards"),
        ("parties", "0008_factor_guards"),
    ]
    operations: ClassVar = [
        migrations.AddField(
            model_name="borrowing",
            name="issued_cheque",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="borrowing",
                to="banking.issuedcheque",
                verbose_name="cheque emitido",
            ),
        ),
        migrations.RunSQL(MOVED, migrations.RunSQL.noop),
    ]
