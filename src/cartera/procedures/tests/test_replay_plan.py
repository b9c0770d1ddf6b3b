"""Which invoices make an assignment, when it starts, from when its money counts."""

from datetime import date, timedelta
from decimal import Decimal

from cartera.procedures.replay_file import Invoice
from cartera.procedures.replay_plan import plan_of


def _invoice(
    number: str, issued: int, *, settled: date | None = None, due: date | None = None, **more: str
) -> Invoice:
    """An invoice of January 2012 issued on day `issued`, due 30 days later."""
    issued_on = date(2012, 1, issued)
    return Invoice(
        line=int(number),
        client=more.get("client", "770"),
        customer=more.get("customer", "A"),
        number=number,
        issued_on=issued_on,
        due_on=due or issued_on + timedelta(days=30),
        amount=Decimal(more.get("amount", "100.00")),
        settled_on=settled,
    )


def test_a_client_s_week_is_one_assignment_that_starts_on_its_last_invoice_s_day() -> None:
    plan = plan_of([_invoice("1", 9), _invoice("2", 12), _invoice("3", 12, client="818")])
    assert list(plan.assigned) == [date(2012, 1, 12)]
    first, other = plan.assigned[date(2012, 1, 12)]
    assert [invoice.number for invoice in first.invoices] == ["1", "2"]
    assert first.term_days == 30
    assert other.client == "818"


def test_a_week_that_ends_on_a_sunday_starts_on_monday() -> None:
    plan = plan_of([_invoice("1", 15), _invoice("2", 16)])
    assert [len(found) for found in plan.assigned.values()] == [2]
    assert list(plan.assigned) == [date(2012, 1, 16)]


def test_money_counts_from_its_day_and_is_received_on_a_business_day() -> None:
    saturday = date(2012, 1, 28)
    plan = plan_of([_invoice("1", 9, settled=saturday)])
    ((on, (receipt,)),) = plan.receipts.items()
    assert on == date(2012, 1, 30)
    assert receipt.value_on == saturday


def test_money_that_came_before_the_assignment_counts_from_its_start() -> None:
    plan = plan_of([_invoice("1", 9, settled=date(2012, 1, 10)), _invoice("2", 13)])
    ((on, (receipt,)),) = plan.receipts.items()
    assert on == receipt.value_on == date(2012, 1, 13)


def test_an_invoice_due_before_its_assignment_starts_is_left_out_and_named() -> None:
    plan = plan_of([_invoice("1", 9, due=date(2012, 1, 13)), _invoice("2", 13)])
    assert [invoice.number for invoice in plan.left_out] == ["1"]
    assert [len(found.invoices) for found in plan.all_assigned()] == [1]


def test_lines_and_limits_hold_the_most_that_is_out_at_one_time() -> None:
    back = date(2012, 1, 11)
    plan = plan_of(
        [
            _invoice("1", 9, amount="1500.00", settled=back),
            _invoice("2", 30, amount="1700.00", customer="B"),
        ]
    )
    assert plan.lines == {"770": Decimal(2000)}
    assert plan.limits == {"A": Decimal(2000), "B": Decimal(2000)}


def test_names_too_long_for_a_code_get_a_number() -> None:
    plan = plan_of([_invoice("1", 9, client="Distribuidora Izalco", customer="B")])
    assert plan.client_codes == {"Distribuidora Izalco": "C00001"}
    assert plan.debtor_codes == {"B": "B"}
