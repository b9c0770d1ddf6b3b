"""Which refusal each constraint and guard of the database answers with."""

from cartera.accounting.banking import refusals as banking
from cartera.accounting.ledger import refusals as ledger
from cartera.accounting.tax import refusals as tax
from cartera.control.workflow import refusals as workflow
from cartera.control.workflow.constraints import register_constraints
from cartera.credit.assignments import refusals as assignments
from cartera.credit.claims import refusals as claims
from cartera.credit.disbursements import refusals as disbursements
from cartera.credit.parties import refusals as parties
from cartera.credit.payments import refusals as payments
from cartera.credit.settlements import refusals as settlements
from cartera.procedures import refusals as closing
from cartera.procedures.opening import refusals as opening
from cartera.recovery.cheques import refusals as cheques
from cartera.recovery.custody import refusals as custody
from cartera.recovery.delegations import refusals as delegations
from cartera.recovery.differences import refusals as differences
from cartera.recovery.direct_payments import refusals as direct_payments
from cartera.recovery.routes import refusals as routes
from cartera.recovery.third_party import refusals as third_party

for books in (ledger, banking, tax):
    register_constraints(books.BY_RULE)
for room in (
    workflow,
    assignments,
    claims,
    disbursements,
    parties,
    payments,
    settlements,
    custody,
    cheques,
    routes,
    differences,
    direct_payments,
    delegations,
    third_party,
    closing,
    opening,
):
    register_constraints(room.CONSTRAINTS)
