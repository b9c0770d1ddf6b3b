"""All the named checks, room by room; `cartera verify` asks them in this order."""

from cartera.accounting.ledger import checks as ledger
from cartera.credit.assignments import checks as assignments
from cartera.credit.payments import checks as payments
from cartera.kernel.checks import Check
from cartera.procedures import checks_books

CHECKS: tuple[Check, ...] = (
    *ledger.CHECKS,
    *assignments.CHECKS,
    *payments.CHECKS,
    *checks_books.CHECKS,
)

DAILY = tuple(check for check in CHECKS if check.daily)
