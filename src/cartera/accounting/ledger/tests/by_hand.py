"""Entries written past the acts, in plain SQL and as the application's role.

What an intruder, a bug or a careless colleague could try.
"""

from collections.abc import Sequence
from decimal import Decimal

from django.db import DatabaseError, IntegrityError, connection, transaction

from cartera.accounting.ledger.refusals import refusal_of
from cartera.kernel.refusals import Refusal

Amount = Decimal | int | str
PROVE = "SET CONSTRAINTS ALL IMMEDIATE"
LATEST = "currval(pg_get_serial_sequence('ledger_entry', 'id'))"


def refusal(*statements: str) -> Refusal | None:
    """What the database answers to these statements and then to a commit; nothing stays."""
    try:
        run(*statements)
    except DatabaseError as error:
        known = refusal_of(error)
        if known is None:
            raise
        return known
    return None


def run(*statements: str) -> None:
    """Run the statements and the checks of a commit inside a savepoint that is given up."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("; ".join((*statements, PROVE)))
        transaction.set_rollback(True)


def commits(statements: Sequence[str]) -> bool:
    """Whether the statements can be committed. For a test that commits for real.

    They go as one message outside of any transaction, which PostgreSQL takes as a transaction of
    its own: what is put off to the commit is checked at its end.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("; ".join(statements))
    except IntegrityError:
        return False
    return True


def entry(
    lines: Sequence[tuple[Amount, Amount]],
    by_id: int,
    *,
    on: str = "2026-01-05",
    month: int = 1,
    amount: Amount | None = None,
    line_count: int | None = None,
    account: str = "102",
    reverses: int | None = None,
    number: str = "s.last_number",
) -> list[str]:
    """The statements that write an entry: its counter, its head and its lines.

    What is not given is what it ought to be: the sum of the debits, the count of the lines.
    """
    total = sum(Decimal(debit) for debit, _ in lines) if amount is None else amount
    count = len(lines) if line_count is None else line_count
    return [
        "UPDATE ledger_series SET last_number = last_number + 1 WHERE code = 'diario'",
        f"""INSERT INTO ledger_entry (series_id, number, effective_on, recorded_at, period_id,
                event, description, amount, line_count, prepared_by_id, reverses_id)
            SELECT s.id, {number}, '{on}', now(), p.id, 'x', 'x', '{total}', {count}, {by_id},
                   {reverses or "NULL"}
            FROM ledger_series s, ledger_period p WHERE s.code = 'diario' AND p.month = {month}""",
        *([added(lines, account=account)] if lines else []),
    ]


def added(
    lines: Sequence[tuple[Amount, Amount]],
    *,
    first: int = 1,
    account: str = "102",
    entry_id: str = LATEST,
) -> str:
    """The statement that writes lines of the latest entry, numbered from `first` on."""
    debits, credits_ = ("{" + ",".join(map(str, side)) + "}" for side in zip(*lines, strict=True))
    return f"""INSERT INTO ledger_line
                   (entry_id, n, account_id, debit, credit, reference, client_code)
               SELECT {entry_id}, l.n + {first - 1}, a.id, l.debit, l.credit, '', ''
               FROM ledger_account a, unnest('{debits}'::numeric[], '{credits_}'::numeric[])
                                      WITH ORDINALITY AS l(debit, credit, n)
               WHERE a.code = '{account}'"""
