"""What is given out of a payment is what is held of it: all that it brought, or what is left of a
bounced one whose claim was taken before the money came back."""

from typing import ClassVar

from django.db import migrations

from cartera.accounting.ledger.guards import after_insert, refuse

_RULE = "only_money_that_came_in_is_given_out"
_TABLE = "payments_payout"
_BODY = """
BEGIN
    IF EXISTS (
        SELECT 1 FROM added o WHERE NOT EXISTS (
            SELECT 1 FROM payments_payment p JOIN payments_paymentday d ON d.id = p.day_id
            WHERE p.id = o.payment_id AND p.assignment_id IS NULL AND {held}
                AND d.entry_id IS NOT NULL)
    ) THEN {refuse} END IF;
    RETURN NULL;
END
"""
_WHOLE = "p.state = 'applied' AND p.amount = o.amount"
_HELD = """o.amount = (
                SELECT sum(x.third_party) FROM payments_application x WHERE x.payment_id = p.id)"""
_BEFORE, _NOW = (
    after_insert(_TABLE, _RULE, _BODY.format(held=held, refuse=refuse(_RULE)))
    for held in (_WHOLE, _HELD)
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("payments", "0008_payouts_come_back")]
    operations: ClassVar = [
        migrations.RunSQL(sql=_BEFORE.reverse_sql, reverse_sql=_BEFORE.sql),
        _NOW,
    ]
