"""The day's tie-out (PCI-F09 step 7): four totals, each by its own SQL, differences named."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from cartera.credit.payments.sql import CARRIED_IN_DAY
from cartera.kernel.money import ZERO

_TOTALS = f"""
SELECT
  (SELECT coalesce(sum(p.amount), 0) FROM payments_payment p
    WHERE p.day_id = %(day)s AND p.state IN ('applied', 'bounced')) AS received,
  (SELECT coalesce(sum(i.amount), 0) FROM ({CARRIED_IN_DAY}) i) AS deposited,
  (SELECT coalesce(sum(p.amount), 0) FROM payments_payment p
    WHERE p.day_id = %(day)s AND p.kind = 'deduction' AND p.state = 'applied') AS deducted,
  (SELECT coalesce(sum(x.amount), 0) FROM payments_application x
    WHERE x.day_id = %(day)s) AS applied,
  (SELECT coalesce(sum(x.capital), 0) FROM payments_application x
    WHERE x.day_id = %(day)s) AS capital,
  (SELECT coalesce(sum(x.charges + x.default_interest + x.interest + x.vat), 0)
    FROM payments_application x WHERE x.day_id = %(day)s) AS to_receipt,
  (SELECT coalesce(sum(x.third_party), 0) FROM payments_application x
    WHERE x.day_id = %(day)s) AS third_party,
  (SELECT coalesce(sum(CASE r.kind WHEN 'NC' THEN -r.total ELSE r.total END), 0)
    FROM tax_taxreceipt r WHERE r.case_id = %(case)s
    AND NOT EXISTS (SELECT 1 FROM tax_taxreceiptvoid v WHERE v.receipt_id = r.id)) AS receipted
"""

# Payments whose deposit is missing or of another amount, and deposits of no payment of the day.
_UNDEPOSITED = f"""
SELECT coalesce(p.id, i.payment_id), coalesce(p.reference, i.cheque_number),
    coalesce(p.amount, 0), coalesce(i.amount, 0)
FROM (SELECT id, reference, amount FROM payments_payment
      WHERE day_id = %(day)s AND state IN ('applied', 'bounced') AND kind <> 'deduction') p
FULL JOIN ({CARRIED_IN_DAY}) i ON i.payment_id = p.id
WHERE p.amount IS DISTINCT FROM i.amount ORDER BY 1 LIMIT 50
"""

# Payments applied in the day by another amount than theirs. A full join, as above and below: the
# day's rows are too new for the planner's statistics, and it would loop over them.
_MISAPPLIED = """
SELECT coalesce(p.id, x.payment_id), coalesce(p.reference, ''), coalesce(p.amount, 0),
    coalesce(x.amount, 0)
FROM (SELECT id, reference, amount FROM payments_payment
      WHERE day_id = %(day)s AND state IN ('applied', 'bounced')) p
FULL JOIN (SELECT payment_id, sum(amount) AS amount FROM payments_application
      WHERE day_id = %(day)s GROUP BY payment_id) x ON x.payment_id = p.id
WHERE coalesce(p.amount, 0) <> coalesce(x.amount, 0) ORDER BY 1 LIMIT 50
"""

_UNRECEIPTED = """
SELECT coalesce(x.payment_id, l.payment_id), '', coalesce(x.amount, 0), coalesce(l.amount, 0)
FROM (SELECT payment_id, sum(charges + default_interest + interest + vat) AS amount
      FROM payments_application WHERE day_id = %(day)s GROUP BY payment_id
      HAVING sum(charges + default_interest + interest + vat) <> 0) x
FULL JOIN (SELECT l.payment_id,
        sum((l.taxed + l.exempt + l.vat) * CASE r.kind WHEN 'NC' THEN -1 ELSE 1 END) AS amount
      FROM tax_taxreceiptline l JOIN tax_taxreceipt r ON r.id = l.receipt_id
      WHERE r.case_id = %(case)s
        AND NOT EXISTS (SELECT 1 FROM tax_taxreceiptvoid v WHERE v.receipt_id = r.id)
      GROUP BY l.payment_id
      HAVING sum((l.taxed + l.exempt + l.vat) * CASE r.kind WHEN 'NC' THEN -1 ELSE 1 END) <> 0
      ) l ON l.payment_id = x.payment_id
WHERE x.amount IS DISTINCT FROM l.amount ORDER BY 1 LIMIT 50
"""


@dataclass(frozen=True, slots=True)
class Totals:
    """The day in eight figures, in the company's currency."""

    received: Decimal
    deposited: Decimal
    deducted: Decimal
    applied: Decimal
    capital: Decimal
    to_receipt: Decimal
    third_party: Decimal
    receipted: Decimal


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that does not tie: what, which payment, the two figures."""

    what: str
    payment_id: int | None
    reference: str
    here: Decimal
    there: Decimal


def totals_of(day_id: int, case_id: int) -> Totals:
    """The day's totals, each summed from its own tables."""
    return Totals(*_rows(_TOTALS, day_id, case_id)[0])


def differences_of(day_id: int, case_id: int) -> list[Difference]:
    """Everything by which the day does not tie out, each named; empty when it does."""
    return list(_differences(day_id, case_id))


def _differences(day_id: int, case_id: int) -> Iterator[Difference]:
    totals = totals_of(day_id, case_id)
    queries = {"deposit": _UNDEPOSITED, "application": _MISAPPLIED, "receipt": _UNRECEIPTED}
    named = 0
    for what, sql in queries.items():
        for payment, reference, here, there in _rows(sql, day_id, case_id):
            named += 1
            yield Difference(what, payment, reference or "", here, there)
    if not named:
        yield from _of_totals(totals)


def _of_totals(totals: Totals) -> Iterator[Difference]:
    """The sums held against each other, for what no single payment explains."""
    pairs = (
        ("total_deposit", totals.received, totals.deposited + totals.deducted),
        ("total_application", totals.received, totals.applied),
        ("total_receipt", totals.to_receipt, totals.receipted),
        ("total_parts", totals.applied, _parts(totals)),
    )
    for what, here, there in pairs:
        if here - there != ZERO:
            yield Difference(what, None, "", here, there)


def _parts(totals: Totals) -> Decimal:
    return totals.capital + totals.to_receipt + totals.third_party


def _rows(sql: str, day_id: int, case_id: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"day": day_id, "case": case_id})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
