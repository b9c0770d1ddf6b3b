"""A value is paid by what is held of it by now: one of its cheques may bounce, or what had been
taken of its owner for a bounced one be his again."""

from typing import ClassVar

from django.db import migrations

from cartera.accounting.ledger.guards import before_change, refuse
from cartera.control.audit import guards

_DOCUMENT, _PAYMENT = "third_party_foreigndocument", "third_party_valuepayment"
_FROM_HELD_ON = ["held", "retained", "released", "ordered", "given", "closed"]
_OF_DOCUMENT = ["amount", "paper_id", "cheque_id", "collected_on"]
_OF_PAYMENT, _PAID = (
    ["account_id", "bank_account_id", "paid_on"],
    ["paid", "posted", "returned", "void"],
)
_RULE = "what_was_collected_came_in"
_BODY = """
BEGIN
    IF NEW.collected IS DISTINCT FROM OLD.collected
        AND OLD.state IN ('held', 'retained', 'released', 'ordered', 'given', 'closed')
        AND NEW.collected IS DISTINCT FROM (
            SELECT sum(x.third_party) FROM payments_application x
            JOIN payments_payment p ON p.id = x.payment_id
            JOIN payments_paymentday d ON d.id = p.day_id AND d.entry_id IS NOT NULL
            WHERE p.paper_id = NEW.paper_id)
    THEN {refuse} END IF;
    RETURN NEW;
END
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("third_party", "0006_paid_anew"),
        ("payments", "0009_part_of_a_payment_is_given"),
    ]
    operations: ClassVar = [
        guards.fixed_columns(_DOCUMENT, _OF_DOCUMENT, once_in=_FROM_HELD_ON),
        before_change(_DOCUMENT, _RULE, _BODY.format(refuse=refuse(_RULE))),
        guards.fixed_columns(_PAYMENT, ["case_id", "value_id"]),
        guards.fixed_columns(_PAYMENT, [*_OF_PAYMENT, "amount"], once_in=_PAID),
    ]
