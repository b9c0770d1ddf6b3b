"""No unbalanced entry can be committed, whoever writes it (R1)."""

import random
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection

from cartera.accounting.ledger import refusals, selectors
from cartera.accounting.ledger.models import Entry
from cartera.accounting.ledger.tests import by_hand
from cartera.control.people.models import User

ATTEMPTS = 10_000
CENT = Decimal("0.01")
Lines = list[tuple[Decimal, Decimal]]

BALANCED: Lines = [(Decimal("9000.00"), Decimal(0)), (Decimal(0), Decimal("9000.00"))]


def test_the_tests_enter_as_the_role_that_owns_nothing(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole
               UNION ALL SELECT rolsuper::int FROM pg_roles WHERE rolname = current_user"""
        )
        assert cursor.fetchall() == [(0,), (0,)]


def test_a_balanced_entry_passes_by_hand_too(books: User) -> None:
    assert by_hand.refusal(*by_hand.entry(BALANCED, books.pk)) is None


def _amount(chance: random.Random) -> Decimal:
    return Decimal(chance.randint(1, 10_000_000)) / 100


def _balanced(chance: random.Random, count: int) -> Lines:
    """`count` lines, at least two, whose debits equal their credits."""
    debits = [(_amount(chance) * 50, Decimal(0)) for _ in range(chance.randint(1, count - 1))]
    left = sum((debit for debit, _ in debits), Decimal(0))
    credits_: Lines = []
    for _ in range(count - len(debits) - 1):
        part = (left * chance.randint(1, 90) / 100).quantize(CENT)
        if not 0 < part < left:
            continue
        credits_.append((Decimal(0), part))
        left -= part
    lines = [*debits, *credits_, (Decimal(0), left)]
    chance.shuffle(lines)
    return lines


def _random_sides(chance: random.Random, count: int) -> Lines:
    sides = [(_amount(chance), Decimal(0)) for _ in range(count)]
    return [side if chance.random() < 0.5 else side[::-1] for side in sides]


def _a_cent_off(chance: random.Random, lines: Lines) -> Lines:
    at = chance.randrange(len(lines))
    debit, credit = lines[at]
    lines[at] = (debit + CENT, credit) if debit else (debit, credit + CENT)
    return lines


def _attempt(chance: random.Random, by_id: int) -> tuple[list[str], bool]:
    """The statements of one attempt, and whether what they write is an entry that balances."""
    count = chance.randint(1, 50)
    kind = chance.choice(("balanced", "random", "cent", "lost", "late", "amount", "alone"))
    lines = _balanced(chance, max(2, count))
    total = sum((debit for debit, _ in lines), Decimal(0))
    if kind == "random":
        lines = _random_sides(chance, count)
    if kind == "cent":
        lines = _a_cent_off(chance, lines)
    if kind == "lost":
        return by_hand.entry(lines[1:], by_id, amount=total, line_count=len(lines)), False
    if kind == "late":
        late = by_hand.added([(_amount(chance), Decimal(0))], first=len(lines) + 1)
        return [*by_hand.entry(lines, by_id), late], False
    if kind == "amount":
        return by_hand.entry(lines, by_id, amount=total + CENT), False
    if kind == "alone":
        return by_hand.entry([], by_id, amount=total, line_count=len(lines)), False
    debits = sum((debit for debit, _ in lines), Decimal(0))
    balances = len(lines) > 1 and debits == sum((credit for _, credit in lines), Decimal(0))
    return by_hand.entry(lines, by_id, amount=max(debits, CENT)), balances


def test_ten_thousand_attempts_in_plain_sql(committed_books: User) -> None:
    """Entries of 1 to 50 lines: what balances passes, the database alone refuses the rest."""
    chance = random.Random(20260105)  # noqa: S311 (the same attempts each time, on purpose)
    balanced = 0
    for _ in range(ATTEMPTS):
        statements, balances = _attempt(chance, committed_books.pk)
        assert by_hand.commits(statements) == balances, statements
        balanced += balances
    assert 1_000 < balanced == Entry.objects.count() < ATTEMPTS / 2
    assert sum(row.closing for row in selectors.trial_balance()) == 0


NOWHERE = by_hand.added([(5, 0), (0, 5)], entry_id="-1")
ODD: dict[str, Callable[[int], list[str]]] = {
    "not a number": lambda by: by_hand.entry([("NaN", 0), (0, "NaN")], by, amount="NaN"),
    "a line on both sides": lambda by: by_hand.entry([(5, 5), (5, 0), (0, 5)], by, amount=10),
    "negative amounts": lambda by: by_hand.entry([(-5, 0), (0, -5)], by, amount=5),
    "empty lines": lambda by: by_hand.entry([(0, 0), (0, 0)], by, amount=5),
    "a heading": lambda by: by_hand.entry(BALANCED, by, account="101"),
    "a place before the first": lambda by: [
        *by_hand.entry([], by, amount=5, line_count=2),
        by_hand.added([(5, 0), (0, 5)], first=0),
    ],
    "lines of an entry that is not there": lambda by: [*by_hand.entry(BALANCED, by), NOWHERE],
    "a head without amount": lambda by: by_hand.entry([(0, 0), (0, 0)], by),
}


@pytest.mark.parametrize("case", ODD)
def test_odd_attempts(books: User, case: str) -> None:
    assert by_hand.refusal(*ODD[case](books.pk)) is not None


def test_a_posted_entry_takes_no_line_more(books: User) -> None:
    """Also when the addition balances in itself, and whatever place it asks for."""
    posted = by_hand.entry(BALANCED, books.pk)
    for first in (1, 2, 3, 100):
        late = by_hand.added(BALANCED, first=first)
        with pytest.raises(DatabaseError):
            by_hand.run(*posted, by_hand.PROVE, late)


def test_lines_may_come_in_several_statements_until_the_commit(books: User) -> None:
    head = by_hand.entry(BALANCED, books.pk)[:2]
    lines = [by_hand.added([line], first=n) for n, line in enumerate(BALANCED, start=1)]
    assert by_hand.refusal(*head, *reversed(lines)) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_line SET debit = debit + 1 WHERE debit > 0",
        "UPDATE ledger_entry SET amount = 1",
        "DELETE FROM ledger_line",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry CASCADE",
        "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "CREATE TEMPORARY TABLE ledger_line (entry_id bigint)",
    ],
)
def test_what_is_posted_stays(books: User, statement: str) -> None:
    with pytest.raises(DatabaseError):
        by_hand.run(*by_hand.entry(BALANCED, books.pk), statement)
    assert not Entry.objects.exists()


def test_the_owner_is_refused_too_by_the_triggers(books: User) -> None:
    """Each guard of the books fires always, whatever role a session plays."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger
               WHERE NOT tgisinternal AND tgrelid::regclass::text LIKE 'ledger%%'"""
        )
        guards = cursor.fetchall()
    assert len(guards) > 15
    assert [guard for guard in guards if guard[2] != "A"] == []


def test_a_refusal_reads_as_a_sentence(books: User) -> None:
    unbalanced = by_hand.entry([(5, 0), (0, 4)], books.pk)
    refused = by_hand.refusal(*unbalanced)
    assert isinstance(refused, refusals.EntryNotWhole)
    assert str(refused) == "La partida no cuadra o no tiene todas sus líneas."
