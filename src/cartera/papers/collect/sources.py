"""What the forms of one step read, each thing once, and how papers name things."""

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Subquery

from cartera.company.models import Company
from cartera.control.people.models import User
from cartera.control.workflow.definitions import Act
from cartera.credit.assignments.models import AssignedDocument
from cartera.credit.claims.models import Deduction
from cartera.credit.claims.selectors import deductions_of
from cartera.credit.parties.models import Client, Debtor
from cartera.kernel.money import CENT, ZERO
from cartera.papers.forms import blocks
from cartera.papers.registry import Payload

T = TypeVar("T")


class Drawn(NamedTuple):
    """A paper drawn up: what tells it from others of its form, and what it says."""

    title: str
    payload: Payload


class Sources:
    """The subject of a step (assignment, day, settlement), the act, and what they lead to."""

    def __init__(self, subject: Any, act: Act) -> None:
        self.subject = subject
        self.act = act
        self._kept: dict[str, Any] = {}

    def once(self, name: str, read: Callable[[], T]) -> T:
        """What `read` finds, read for the first form that asks and kept for the others."""
        if name not in self._kept:
            self._kept[name] = read()
        found: T = self._kept[name]
        return found

    @cached_property
    def house(self) -> Company:
        """The company. One query, which brings the actor's name too."""
        found: Company = self._house
        return found

    @cached_property
    def actor(self) -> str:
        """The name of who acts."""
        return str(self._house.acting or "")

    @cached_property
    def _house(self) -> Any:
        actor = User.objects.filter(pk=self.act.actor_id)
        return Company.objects.annotate(acting=Subquery(actor.values("full_name")[:1])).get()

    @cached_property
    def documents(self) -> list[AssignedDocument]:
        """The assignment's documents with their debtors. One query, or what the act has read."""
        assignment = getattr(self.subject, "assignment", self.subject)
        listed: list[AssignedDocument] = assignment.listed
        return listed

    @cached_property
    def deductions(self) -> list[Deduction]:
        """What is withheld in the case. One query, or none where the subject says nothing is."""
        return list(deductions_of(self.act.case_id)) if self.subject.deductions else []

    def local(self, instant: datetime) -> datetime:
        """The instant as the company's clocks show it."""
        return instant.astimezone(ZoneInfo(self.house.timezone))


def cents(amount: Decimal) -> Decimal:
    """An amount written with its two decimals: what was typed may have fewer."""
    return amount.quantize(CENT)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum, in cents."""
    return cents(sum(amounts, ZERO))


def client_block(client: Client) -> blocks.PartyBlock:
    """The client as it stands today."""
    return blocks.PartyBlock(
        name=client.name,
        code=client.code,
        address=client.address,
        nit=client.tax_id,
        nrc=client.registry_id,
        activity=client.activity,
    )


def debtor_block(debtor: Debtor) -> blocks.PartyBlock:
    """The debtor as it stands today."""
    return blocks.PartyBlock(
        name=debtor.name, code=debtor.code, address=debtor.address, nit=debtor.tax_id
    )


def representative_of(client: Client) -> blocks.Representative:
    """Who signs for the client; what is not recorded prints as a line."""
    return blocks.Representative(name=client.representative, dui=client.representative_id)


def number_of(number: int | None) -> str:
    """An assignment's number; empty until it has one."""
    return "" if number is None else str(number)


def withheld_rows(deductions: Iterable[Deduction]) -> tuple[blocks.Deduction, ...]:
    """What is withheld, each with its reason and, for another assignment, which one."""
    return tuple(blocks.Deduction(_reason(one), cents(one.amount)) for one in deductions)


def _reason(deduction: Deduction) -> str:
    if deduction.to_assignment is None:
        return deduction.reason
    return f"Abono a la cesión {deduction.to_assignment.number}: {deduction.reason}"
