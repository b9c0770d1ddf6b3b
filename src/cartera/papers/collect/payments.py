"""The day's payments on paper: FORM-18 and FORM-19 (PCI-F09 steps 4 and 8)."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from django.db.models.functions import Coalesce

from cartera.accounting.banking.models import BankAccount
from cartera.accounting.ledger.roles import Role
from cartera.credit.assignments.rules import vat_on
from cartera.credit.assignments.selectors import terms_of
from cartera.credit.parties.models import Client
from cartera.credit.payments.bounces import client_of
from cartera.credit.payments.models import Application, PaymentDay
from cartera.credit.payments.postings import Credited, deposited_by_account, reference_of
from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _
from cartera.papers.collect.accounts import Books
from cartera.papers.collect.sources import Drawn, Sources, cents, total
from cartera.papers.forms import form_18, form_19
from cartera.papers.forms.blocks import AccountAmount

_CHARGES = _("Cargo por cheque rechazado")
_DEFAULT_INTEREST = _("Interés moratorio")
_INTEREST = _("Interés ordinario")
_CAPITAL = _("Abono a capital")
_BALANCE = _("Saldo de capital")
_THIRD_PARTY = _("Valor ajeno")
_UNDONE = _("Reverso: {what}")


def applications_of_day(sources: Sources) -> Iterator[Drawn]:
    """FORM-18: what each payment of the day went to, client by client. One query."""
    day: PaymentDay = sources.subject
    applied = list(
        Application.objects.filter(day=day)
        .select_related("assignment__client", "payment__client")
        .order_by(Coalesce("assignment__client__code", "payment__client__code"), "id")
    )
    clients = [
        _of_client(_owner(applications[0]), applications)
        for applications in (
            list(group) for _key, group in groupby(applied, lambda a: _owner(a).pk)
        )
    ]
    payload = form_18.Payload(
        day=day.on,
        clients=tuple(clients),
        amount=total(one.amount for one in clients),
        vat=total(one.vat for one in clients),
        total=total(one.total for one in clients),
    )
    yield Drawn(_name_of(day), payload)


def _owner(applied: Application) -> Client:
    """The client of an application: its assignment's, or who told of a third party's paper."""
    return client_of(applied.payment) if applied.assignment is None else applied.assignment.client


def _of_client(client: Client, applied: Sequence[Application]) -> form_18.ClientApplications:
    rows = tuple(row for one in applied for row in _parts(one))
    return form_18.ClientApplications(
        code=client.code,
        name=client.name,
        applications=rows,
        amount=total(row.amount for row in rows),
        vat=total(row.vat for row in rows),
        total=total(row.total for row in rows),
    )


def _parts(applied: Application) -> list[form_18.Application]:
    """A payment's parts in the order in which it paid them; the last one shows the balance."""
    if applied.assignment is None:
        return [_third_party(applied)]
    number = str(applied.assignment.number)
    default_vat = _default_vat(applied)
    parts = (
        (_CHARGES, applied.charges, ZERO),
        (_DEFAULT_INTEREST, applied.default_interest, default_vat),
        (_INTEREST, applied.interest, applied.vat - default_vat),
        (_CAPITAL, applied.capital, ZERO),
    )
    shown = [part for part in parts if part[1] or part[2]]
    if not applied.capital:
        shown.append((_BALANCE, ZERO, ZERO))
    return [
        form_18.Application(
            paid_on=applied.value_on,
            assignment=number,
            description=_UNDONE.format(what=what.lower()) if applied.reverses_id else what,
            amount=cents(amount),
            vat=cents(vat),
            total=cents(amount + vat),
            balance=cents(applied.balance) if place == len(shown) else None,
        )
        for place, (what, amount, vat) in enumerate(shown, start=1)
    ]


def _third_party(applied: Application) -> form_18.Application:
    """The one line of money that is for no assignment."""
    what = _UNDONE.format(what=_THIRD_PARTY.lower()) if applied.reverses_id else _THIRD_PARTY
    return form_18.Application(
        paid_on=applied.value_on,
        assignment=reference_of(applied.payment.paper_id or 0),
        description=what,
        amount=cents(applied.amount),
        vat=ZERO,
        total=cents(applied.amount),
    )


def _default_vat(applied: Application) -> Decimal:
    """The IVA of the default interest; the rest of the row's IVA is the ordinary interest's."""
    if applied.assignment is None or not applied.default_interest or not applied.vat:
        return ZERO
    terms = terms_of(applied.assignment)
    vat = min(vat_on(terms, "default_interest", abs(applied.default_interest)), abs(applied.vat))
    return -vat if applied.default_interest < 0 else vat


def income_of_day(sources: Sources) -> Iterator[Drawn]:
    """FORM-19: the day's money against what it was applied to, by account."""
    day: PaymentDay = sources.subject
    books = Books.of(sources)
    banks, withheld = _banks(day), _withheld(books)
    capital, payables, foreign = _capital(books), _payables(books), _foreign(books)
    interest = _income(books, Role.INTEREST, lambda row: row.interest)
    default = _income(books, Role.DEFAULT_INTEREST, lambda row: row.default_interest)
    vat = _income(books, Role.VAT, lambda row: row.vat)
    charges = _income(books, Role.CLAIMS, lambda row: row.charges)
    deposits = total(one.amount for one in banks)
    debits = deposits + total(one.amount for one in withheld)
    interests = interest.amount + default.amount
    credited = interests + vat.amount + charges.amount
    credited += total(one.amount for one in capital) + total(one.amount for one in payables)
    credited += total(one.amount for one in foreign)
    payload = form_19.Payload(
        day=day.on,
        banks=banks,
        cash=ZERO,
        total_deposits=deposits,
        capital=capital,
        payables=payables,
        foreign_documents=foreign,
        total_interest=interests,
        total_debits=debits,
        total_credits=credited,
        difference=debits - credited,
        interest_receivable=_nothing(books, Role.INTEREST_RECEIVABLE),
        interest_of_month=interest,
        default_interest=default,
        default_interest_leasing=_nothing(books, Role.LEASING_DEFAULT_INTEREST),
        refinancing=_nothing(books, Role.REFINANCING),
        extension_commission=_nothing(books, Role.EXTENSION_COMMISSION),
        vat=vat,
        other_income=(charges,) if charges.amount else (),
        withheld=withheld,
    )
    yield Drawn(_name_of(day), payload)


def _banks(day: PaymentDay) -> tuple[AccountAmount, ...]:
    """What was deposited in each of the company's accounts. Two queries."""
    amounts = deposited_by_account(day.pk, day.case_id)
    banks = BankAccount.objects.select_related("ledger_account").in_bulk(amounts)
    return tuple(
        AccountAmount(banks[key].ledger_account.code, str(banks[key]), amount)
        for key, amount in amounts.items()
    )


def _withheld(books: Books) -> tuple[form_19.Payable, ...]:
    """What was kept from money on its way to clients and applied today."""
    return tuple(
        form_19.Payable(
            _client(books, posting.client_code), cents(posting.debit), posting.reference
        )
        for posting in books.money
        if posting.role == Role.PAYABLE_TO_CLIENT
    )


def _capital(books: Books) -> tuple[AccountAmount, ...]:
    """What each client's account was credited with."""
    by_client: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for row in books.credited:
        by_client[row.client_code] += row.capital
    accounts = {code: books.account(Role.RECEIVABLE, code) for code in by_client}
    return tuple(
        AccountAmount(accounts[code].code, accounts[code].name, cents(amount))
        for code, amount in by_client.items()
        if amount
    )


def _payables(books: Books) -> tuple[form_19.Payable, ...]:
    return tuple(
        form_19.Payable(_client(books, row.client_code), cents(row.excess), row.reference)
        for row in books.credited
        if row.excess
    )


def _foreign(books: Books) -> tuple[form_19.ForeignDocument, ...]:
    """What came in for papers that are no assignment's."""
    return tuple(
        form_19.ForeignDocument(_client(books, code), reference_of(paper), cents(amount))
        for code, paper, amount in books.third_party
    )


def _client(books: Books, code: str) -> str:
    """A client by code and name: its own account under the receivables bears its name."""
    own = books.account(Role.RECEIVABLE, code)
    return f"{code} · {own.name}" if own.client_code else code


def _income(books: Books, role: Role, amount: Callable[[Credited], Decimal]) -> AccountAmount:
    account = books.account(role)
    return AccountAmount(account.code, account.name, total(map(amount, books.credited)))


def _nothing(books: Books, role: Role) -> AccountAmount:
    """A line that the form prints and the day did not touch."""
    return _income(books, role, lambda _row: ZERO)


def _name_of(day: PaymentDay) -> str:
    again = f" ({day.round})" if day.round > 1 else ""
    return f"{day.on:%d/%m/%Y}{again}"
