"""What PostgreSQL itself refuses of deposit slips."""

from typing import ClassVar

from django.db import migrations

from cartera.accounting.ledger import guards as books
from cartera.control.audit import guards

SLIP_TRANSITIONS = [
    ("prepared", "handed"),
    ("prepared", "void"),
    ("handed", "deposited"),
    ("handed", "void"),
]

VOID_SLIP_HAS_NO_LIVE_ITEM = f"""
BEGIN
    IF EXISTS (SELECT FROM banking_depositslip s JOIN banking_deposititem i ON i.slip_id = s.id
               WHERE s.id = NEW.id AND i.is_live = (s.state = 'void'))
    THEN {books.refuse("an_item_is_live_unless_its_slip_is_void")} END IF;
    RETURN NULL;
END"""

ITEM_FOLLOWS_ITS_SLIP = f"""
BEGIN
    IF EXISTS (SELECT FROM banking_deposititem i JOIN banking_depositslip s ON s.id = i.slip_id
               WHERE i.id = NEW.id AND i.is_live = (s.state = 'void'))
    THEN {books.refuse("an_item_is_live_unless_its_slip_is_void")} END IF;
    RETURN NULL;
END"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("banking", "0001_initial"), ("ledger", "0002_guards")]

    operations: ClassVar = [
        migrations.RunSQL(
            "INSERT INTO banking_slipseries (code, first_number, last_number)"
            " VALUES ('remesa', 1, 0);",
            "DELETE FROM banking_slipseries;",
        ),
        *(
            operation
            for table in (
                "banking_bankaccount",
                "banking_slipseries",
                "banking_depositslip",
                "banking_deposititem",
            )
            for operation in (guards.refuse_delete(table), guards.refuse_truncate(table))
        ),
        guards.fixed_columns("banking_slipseries", ["code", "first_number"]),
        guards.fixed_columns("banking_bankaccount", ["bank_name", "number", "currency"]),
        guards.fixed_columns(
            "banking_depositslip",
            [
                "series_id",
                "number",
                "bank_account_id",
                "effective_on",
                "recorded_at",
                "case_id",
                "prepared_by_id",
                "total",
                "line_count",
            ],
        ),
        guards.fixed_columns(
            "banking_deposititem",
            [
                "slip_id",
                "n",
                "kind",
                "cheque_bank",
                "cheque_number",
                "amount",
                "value_on",
                "reference",
                "payment_id",
            ],
        ),
        guards.transitions("banking_depositslip", "state", SLIP_TRANSITIONS, initial=["prepared"]),
        books.header_of(
            "banking_depositslip",
            "banking_slip_is_whole",
            lines="banking_deposititem",
            key="slip_id",
            sums={"sum(amount)": "total"},
            unequal="a_slips_total_is_the_sum_of_its_items",
            missing="a_slip_has_all_its_items",
        ),
        books.at_commit(
            "banking_depositslip", "banking_slip_void", VOID_SLIP_HAS_NO_LIVE_ITEM, event="UPDATE"
        ),
        books.at_commit(
            "banking_deposititem", "banking_item_live", ITEM_FOLLOWS_ITS_SLIP, event="UPDATE"
        ),
        *books.gapless(
            "banking_depositslip",
            "banking_slipseries",
            key="series_id",
            hole="slip_numbers_have_no_holes",
        ),
        books.lines_of(
            "banking_deposititem",
            "banking_item_has_place",
            header="banking_depositslip",
            key="slip_id",
            beyond="a_prepared_slip_takes_no_more_items",
        ),
    ]
