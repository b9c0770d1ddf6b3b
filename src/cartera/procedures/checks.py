"""All the named checks, room by room; `cartera verify` asks them in this order."""

from cartera.accounting.banking import checks as banking
from cartera.accounting.ledger import checks as ledger
from cartera.accounting.tax import checks as tax
from cartera.control.audit import checks as audit
from cartera.control.dossiers import checks as dossiers
from cartera.control.mail import checks as mail
from cartera.control.people import checks as people
from cartera.control.workflow import checks as workflow
from cartera.credit.assignments import checks as assignments
from cartera.credit.claims import checks as claims
from cartera.credit.disbursements import checks as disbursements
from cartera.credit.payments import checks as payments
from cartera.credit.settlements import checks as settlements
from cartera.kernel.checks import Check
from cartera.papers import checks as papers
from cartera.procedures import checks_books, checks_outside, checks_papers
from cartera.procedures.opening import checks as opening
from cartera.recovery.cheques import checks as cheques
from cartera.recovery.custody import checks as custody
from cartera.recovery.delegations import checks as delegations
from cartera.recovery.differences import checks as differences
from cartera.recovery.direct_payments import checks as direct_payments
from cartera.recovery.routes import checks as routes
from cartera.recovery.third_party import checks as third_party

# What is outside is read first: the database is looked at as it stood then, or later.
CHECKS: tuple[Check, ...] = (
    *checks_outside.CHECKS,
    *audit.CHECKS,
    *people.CHECKS,
    *workflow.CHECKS,
    *ledger.CHECKS,
    *banking.CHECKS,
    *tax.CHECKS,
    *assignments.CHECKS,
    *claims.CHECKS,
    *disbursements.CHECKS,
    *payments.CHECKS,
    *settlements.CHECKS,
    *custody.CHECKS,
    *cheques.CHECKS,
    *routes.CHECKS,
    *differences.CHECKS,
    *third_party.CHECKS,
    *direct_payments.CHECKS,
    *delegations.CHECKS,
    *checks_papers.CHECKS,
    *checks_books.CHECKS,
    *opening.CHECKS,
    *papers.CHECKS,
    *dossiers.CHECKS,
    *mail.CHECKS,
)

DAILY = tuple(check for check in CHECKS if check.daily)
