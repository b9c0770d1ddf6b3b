"""Which refusal each constraint of the database answers with."""

from cartera.control.workflow.constraints import register_constraints
from cartera.credit.assignments import refusals as assignments
from cartera.credit.claims import refusals as claims
from cartera.credit.disbursements import refusals as disbursements
from cartera.credit.parties import refusals as parties
from cartera.credit.payments import refusals as payments
from cartera.credit.settlements import refusals as settlements
from cartera.procedures import refusals as closing

for room in (assignments, claims, disbursements, parties, payments, settlements, closing):
    register_constraints(room.CONSTRAINTS)
