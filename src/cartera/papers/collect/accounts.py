"""The day's entry before it is posted: which account each amount will go to."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from django.db.models import Q

from cartera.accounting.ledger.models import Account, PostingRule
from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.rules import Posting
from cartera.credit.payments.postings import (
    Credited,
    credited,
    credits_of,
    money_of_day,
    third_party,
    third_party_lines,
)
from cartera.papers.collect.sources import Sources, cents
from cartera.papers.forms.blocks import EntryLine


@dataclass(frozen=True)
class Books:
    """A day's postings, what they credit to assignments, and the accounts that they name."""

    money: Sequence[Posting]
    credits: Sequence[Posting]
    credited: Sequence[Credited]
    third_party: Sequence[tuple[str, int, Decimal]]
    of_roles: dict[str, Account]
    by_id: dict[int, Account]
    of_clients: dict[tuple[int, str], Account]

    @classmethod
    def of(cls, sources: Sources) -> Self:
        """The books of the day that the step is about, read once. Seven queries."""
        return sources.once("books", lambda: cls._read(sources))

    @classmethod
    def _read(cls, sources: Sources) -> Self:
        day, case_id = sources.subject, sources.act.case_id
        rows = credited(day_id=day.pk)
        others = third_party(day_id=day.pk)
        credited_to = [*credits_of(rows), *third_party_lines(others)]
        money = list(money_of_day(day.pk, case_id))
        postings = [*money, *credited_to]
        rules = PostingRule.objects.select_related("account")
        of_roles = {rule.role: rule.account for rule in rules}
        named = Account.objects.filter(
            Q(pk__in={p.account_id for p in postings if p.account_id})
            | Q(
                parent__in={account.pk for account in of_roles.values()},
                client_code__in={p.client_code for p in postings if p.client_code},
            )
        )
        by_id = {account.pk: account for account in named}
        of_clients = {
            (account.parent_id, account.client_code): account
            for account in by_id.values()
            if account.parent_id and account.client_code
        }
        return cls(money, credited_to, rows, others, of_roles, by_id, of_clients)

    def account(self, to: Role | int, client_code: str = "") -> Account:
        """The account of an id, or of a role: the client's own where the role's is a heading."""
        if not isinstance(to, Role):
            return self.by_id[to]
        general = self.of_roles[to]
        return self.of_clients.get((general.pk, client_code), general)

    def entry_lines(self) -> tuple[EntryLine, ...]:
        """The lines as they will be posted (FORM-20)."""
        return tuple(self._line(posting) for posting in (*self.money, *self.credits))

    def _line(self, posting: Posting) -> EntryLine:
        account = self.account(posting.role or posting.account_id or 0, posting.client_code)
        return EntryLine(
            account.code,
            account.name,
            posting.reference,
            cents(posting.debit),
            cents(posting.credit),
        )
