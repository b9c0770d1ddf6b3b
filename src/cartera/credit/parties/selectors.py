"""Who a code means."""

from collections.abc import Iterable

from cartera.accounting.tax.rules import Receiver
from cartera.credit.parties.models import Client, CreditAccount, Debtor, Representative
from cartera.credit.parties.refusals import (
    ClientNotActive,
    DebtorNotActive,
    NotYourClient,
    UnknownAccount,
    UnknownClient,
    UnknownDebtor,
)


def active_client(code: str) -> Client:
    """The client of that code; refuses an unknown or inactive one."""
    client = Client.objects.filter(code=code).first()
    if client is None:
        raise UnknownClient(code=code, field="client")
    return checked_active(client)


def checked_active(client: Client) -> Client:
    """The client, if it is active; refuses it otherwise."""
    if client.state != "active":
        raise ClientNotActive(client=client.name, field="client")
    return client


def active_debtors(codes: Iterable[str]) -> dict[str, Debtor]:
    """The debtors of those codes, by code, in one query; refuses an unknown or inactive one."""
    wanted = list(codes)
    found = {debtor.code: debtor for debtor in Debtor.objects.filter(code__in=wanted)}
    for row, code in enumerate(wanted):
        if code not in found:
            raise UnknownDebtor(code=code, field=f"documents.{row}.debtor")
        if found[code].state != "active":
            raise DebtorNotActive(debtor=found[code].name, field=f"documents.{row}.debtor")
    return found


def credit_account(client: Client, number: str = "") -> CreditAccount:
    """The client's active account of that number, or its first one."""
    accounts = CreditAccount.objects.filter(client=client, state="active")
    account = (accounts.filter(number=number) if number else accounts).first()
    if account is None:
        raise UnknownAccount(client=client.name, field="account")
    return account


def check_represents(user_id: int, client: Client) -> None:
    """Refuses a person who does not speak for the client."""
    if not Representative.objects.filter(user_id=user_id, client=client).exists():
        raise NotYourClient(client=client.name, field="client")


def receiver_of(client: Client) -> Receiver:
    """The client as a tax receipt names it today."""
    return Receiver(
        code=client.code,
        name=client.name,
        nit=client.tax_id,
        nrc=client.registry_id,
        activity=client.activity,
        address=client.address,
    )
