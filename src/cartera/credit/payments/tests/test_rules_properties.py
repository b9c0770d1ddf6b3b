"""What holds of every payment, whatever the terms: cents, order, payoff, replay."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cartera.credit.assignments.rules import (
    Position,
    Price,
    dues_as_of,
    opening_position,
    owed_as_of,
    price,
)
from cartera.credit.lines.rules import VAT_CONCEPTS, Terms
from cartera.credit.payments.rules import Charged, MaturityMoved, Paid, Split, replay, split_payment
from cartera.kernel.money import ZERO, round_cents
from cartera.kernel.rates import COMPOUNDINGS, DAY_COUNTS, RATE_BASES

CASES = 100_000
SEED = 16
CENT = Decimal("0.01")
DISBURSED_ON = date(2027, 11, 3)
MATURES_ON = date(2027, 12, 18)

PERCENTAGES = st.decimals(ZERO, Decimal(60), places=3)
AMOUNTS = st.decimals(CENT, Decimal("999999.99"), places=2)
DAYS = st.integers(0, 400)
TERMS = st.builds(
    Terms,
    rate_pct=PERCENTAGES,
    rate_basis=st.sampled_from(RATE_BASES),
    day_count=st.sampled_from(DAY_COUNTS),
    compounding=st.sampled_from(COMPOUNDINGS),
    interest_charged=st.sampled_from(["arrears", "upfront"]),
    default_rate_pct=PERCENTAGES,
    default_basis=st.sampled_from(RATE_BASES),
    default_day_count=st.sampled_from(DAY_COUNTS),
    default_compounding=st.sampled_from(COMPOUNDINGS),
    default_mode=st.sampled_from(["added", "replacing"]),
    vat_pct=st.decimals(ZERO, Decimal(25), places=2),
    vat_on=st.frozensets(st.sampled_from(VAT_CONCEPTS)),
)
POSITIONS = st.builds(
    Position,
    capital=AMOUNTS,
    charged_to=st.just(DISBURSED_ON),
    interest_due=st.decimals(ZERO, Decimal(5000), places=2),
    default_interest_due=st.decimals(ZERO, Decimal(5000), places=2),
    charges_due=st.decimals(ZERO, Decimal(100), places=2),
)


def after(days: int) -> date:
    return DISBURSED_ON + timedelta(days=days)


def whole(split: Split) -> Decimal:
    return split.charges + split.default_interest + split.interest + split.vat + split.capital


def test_the_parts_of_a_hundred_thousand_random_operations_sum_to_the_whole() -> None:
    chance = random.Random(SEED)  # noqa: S311 - the same cases each time, no secret
    terms = [_any_terms(chance) for _n in range(500)]
    for n in range(CASES):
        chosen = terms[n % len(terms)]
        amounts = [Decimal(chance.randrange(1, 10**8)) / 100 for _n in range(1 + n % 3)]
        matures_on = after(chance.randrange(1, 120))
        priced = price(chosen, amounts, DISBURSED_ON, matures_on)
        _check_price(priced)
        _check_payments(chance, chosen, opening_position(priced, DISBURSED_ON), matures_on)


def _any_terms(chance: random.Random) -> Terms:
    return Terms(
        advance_pct=Decimal(chance.randrange(5000, 9999)) / 100,
        commission_pct=Decimal(chance.randrange(0, 500)) / 100,
        rate_pct=Decimal(chance.randrange(0, 6000)) / 1000,
        rate_basis="monthly",
        day_count=chance.choice(["days/30", "actual/360", "actual/365", "actual/actual"]),
        compounding=chance.choice(["simple", "simple", "simple", "daily"]),
        interest_charged=chance.choice(["arrears", "upfront"]),
        default_mode=chance.choice(["added", "replacing"]),
        vat_on=frozenset(concept for concept in VAT_CONCEPTS if chance.random() < 0.5),
    )


def _check_price(priced: Price) -> None:
    taken = priced.commission + priced.vat + priced.upfront_interest + priced.upfront_vat
    if (
        sum(priced.advanced_each) != priced.advanced
        or priced.net + taken + priced.deductions != priced.advanced
        or priced.net != round_cents(priced.net)
    ):
        raise AssertionError(f"the price does not sum: {priced}")


def _check_payments(
    chance: random.Random, terms: Terms, position: Position, matures_on: date
) -> None:
    on, outstanding = DISBURSED_ON, position.capital
    for _n in range(chance.randrange(1, 3)):
        on += timedelta(days=chance.randrange(0, 90))
        amount = Decimal(chance.randrange(1, int(outstanding * 70) + 100)) / 100
        split, position = split_payment(terms, position, matures_on, on, amount)
        if (
            whole(split) != amount
            or split.balance != outstanding - split.capital
            or split.excess != max(ZERO, split.capital - max(outstanding, ZERO))
            or whole(split) != round_cents(whole(split))
            or min(split.capital, position.interest_due, position.default_interest_due) < 0
        ):
            raise AssertionError(f"{amount} is not the sum of {split} under {terms}")
        outstanding = max(split.balance, ZERO)
        if not outstanding:
            break


@given(TERMS, POSITIONS, DAYS, AMOUNTS)
def test_nothing_is_paid_before_what_comes_first_is_paid(
    terms: Terms, position: Position, days: int, amount: Decimal
) -> None:
    split, left = split_payment(terms, position, MATURES_ON, after(days), amount)
    ranks = [
        (split.charges, left.charges_due),
        (split.default_interest, left.default_interest_due),
        (split.interest, left.interest_due),
        (split.capital, ZERO),
    ]
    for n, (_paid, unpaid) in enumerate(ranks):
        if unpaid:
            assert not any(paid for paid, _unpaid in ranks[n + 1 :])
            break


@given(TERMS, POSITIONS, DAYS)
def test_paying_everything_owed_leaves_nothing(terms: Terms, position: Position, days: int) -> None:
    owed = owed_as_of(terms, position, MATURES_ON, after(days))
    split, left = split_payment(terms, position, MATURES_ON, after(days), owed.total)
    assert left == Position(capital=ZERO, charged_to=after(days))
    assert split.excess == ZERO
    assert split.vat == owed.vat


@given(TERMS, POSITIONS, DAYS, AMOUNTS, AMOUNTS)
def test_two_payments_of_a_day_are_one_where_interest_carries_no_iva(
    terms: Terms, position: Position, days: int, first: Decimal, second: Decimal
) -> None:
    untaxed = replace(terms, vat_on=frozenset())
    on = after(days)
    at_once, left_at_once = split_payment(untaxed, position, MATURES_ON, on, first + second)
    one, left_between = split_payment(untaxed, position, MATURES_ON, on, first)
    two, left = split_payment(untaxed, left_between, MATURES_ON, on, second)
    assert left == left_at_once
    for part in ("charges", "default_interest", "interest", "vat", "capital", "excess"):
        assert getattr(one, part) + getattr(two, part) == getattr(at_once, part)


@given(TERMS, POSITIONS, DAYS, AMOUNTS, AMOUNTS)
def test_with_iva_two_payments_of_a_day_differ_from_one_by_a_cent_for_each_interest(
    terms: Terms, position: Position, days: int, first: Decimal, second: Decimal
) -> None:
    on = after(days)
    _split, at_once = split_payment(terms, position, MATURES_ON, on, first + second)
    _split, between = split_payment(terms, position, MATURES_ON, on, first)
    _split, left = split_payment(terms, between, MATURES_ON, on, second)

    def total(left: Position) -> Decimal:
        return owed_as_of(terms, left, MATURES_ON, on).total

    assert abs(total(left) - total(at_once)) <= 2 * CENT


@given(TERMS, POSITIONS, DAYS, AMOUNTS)
def test_a_payment_takes_its_amount_from_what_is_owed(
    terms: Terms, position: Position, days: int, amount: Decimal
) -> None:
    on = after(days)
    before = owed_as_of(terms, position, MATURES_ON, on).total
    _split, left = split_payment(terms, position, MATURES_ON, on, amount)
    assert abs(before - amount - owed_as_of(terms, left, MATURES_ON, on).total) <= CENT


@given(TERMS, AMOUNTS, st.lists(st.tuples(DAYS, AMOUNTS), max_size=6), st.randoms())
def test_replay_in_any_order_is_applying_one_by_one(
    terms: Terms, face: Decimal, paid: list[tuple[int, Decimal]], chance: random.Random
) -> None:
    terms = replace(terms, commission_pct=ZERO, interest_charged="arrears")
    opening = opening_position(price(terms, [face + 1], DISBURSED_ON, MATURES_ON), DISBURSED_ON)
    payments = [
        Paid(after(days), amount)
        for days, amount in {days: (days, amount) for days, amount in paid}.values()
    ]
    position = opening
    for payment in sorted(payments, key=lambda payment: payment.on):
        _split, position = split_payment(terms, position, MATURES_ON, payment.on, payment.amount)
    chance.shuffle(payments)
    steps = replay(terms, opening, MATURES_ON, payments)
    assert (steps[-1].position if steps else opening) == position


@given(TERMS, POSITIONS, st.lists(st.tuples(DAYS, st.integers(0, 2)), max_size=6))
def test_balances_run_on_from_event_to_event(
    terms: Terms, position: Position, events: list[tuple[int, int]]
) -> None:
    balance = position.capital
    for step in replay(terms, position, MATURES_ON, _events(events)):
        balance -= step.split.capital if step.split else ZERO
        assert step.position.capital == balance


def _events(events: list[tuple[int, int]]) -> Iterator[Paid | Charged | MaturityMoved]:
    for days, kind in events:
        if kind == 0:
            yield Paid(after(days), Decimal("1234.56"))
        elif kind == 1:
            yield Charged(after(days), Decimal("25.00"))
        else:
            yield MaturityMoved(after(days), after(days + 30))


@given(POSITIONS, st.lists(DAYS, min_size=1, max_size=8))
def test_charging_in_pieces_rounds_by_half_a_cent_a_piece_at_most(
    position: Position, days: list[int]
) -> None:
    terms, last = Terms(), max(days)
    moves = [MaturityMoved(after(n), MATURES_ON) for n in days]
    pieces = replay(terms, position, MATURES_ON, moves)[-1].position
    dues = dues_as_of(terms, position, MATURES_ON, after(last))
    allowed = (len(days) + 1) * CENT / 2
    assert abs(pieces.interest_due - dues.interest) <= allowed
    assert abs(pieces.default_interest_due - dues.default_interest) <= allowed
