"""Opening clients and debtors: one person records, another admits (INT-01, INT-02)."""

from typing import Annotated

from pydantic import Field

from cartera.accounting.ledger.acts import client_account
from cartera.company.selectors import company
from cartera.control.workflow.definitions import Act
from cartera.control.workflow.inputs import AnyAmount, Label, Note, Text
from cartera.credit.parties.models import Client, CreditAccount, Debtor
from cartera.credit.parties.refusals import CodeTaken
from cartera.kernel.search import search_key
from cartera.kernel.tax_ids import normalise_tax_id
from cartera.kernel.text import gettext_noop as _

Code = Annotated[str, Field(min_length=1, max_length=12, pattern=r"^[0-9A-Za-z.-]+$")]
Name = Annotated[str, Field(min_length=1, max_length=150)]


def record_client(
    client: Client | None,
    act: Act,
    *,
    code: Annotated[Code, Label(_("Código"))],
    name: Annotated[Name, Label(_("Razón social"))],
    bank: Annotated[Text, Label(_("Banco de abono"))],
    account: Annotated[Text, Label(_("Cuenta de abono"))],
    tax_id: Annotated[str, Label(_("NIT"))] = "",
    registry_id: Annotated[str, Label(_("NRC"))] = "",
    activity: Annotated[str, Label(_("Giro"))] = "",
    address: Annotated[str, Label(_("Dirección"))] = "",
    telephone: Annotated[str, Label(_("Teléfono"))] = "",
    email: Annotated[str, Label(_("Correo electrónico"))] = "",
    representative: Annotated[str, Label(_("Representante legal"))] = "",
    representative_id: Annotated[str, Label(_("DUI del representante"))] = "",
    risk_category: Annotated[str, Label(_("Categoría de riesgo"))] = "A1",
) -> None:
    """Record a client with the account to which it is paid (INT-01 step 1)."""
    client = client or Client(case_id=act.case_id)
    _check_code_free(Client, code, client.pk)
    for column, value in {
        "code": code, "name": name, "search_name": search_key(name), "tax_id": _one_way(tax_id),
        "registry_id": registry_id, "activity": activity, "address": address,
        "telephone": telephone, "email": email, "representative": representative,
        "representative_id": representative_id, "risk_category": risk_category,
    }.items():  # fmt: skip
        setattr(client, column, value)
    client.save()
    CreditAccount.objects.filter(client=client, state="proposed").update(
        bank=bank, number=account, holder=name
    ) or CreditAccount.objects.create(client=client, bank=bank, number=account, holder=name)


def admit_client(
    client: Client, act: Act, *, remarks: Annotated[Note, Label(_("Observaciones"))] = ""
) -> None:
    """Admit a recorded client: its account here and in the books (INT-01 step 2)."""
    Client.objects.filter(pk=client.pk).update(state="active")
    CreditAccount.objects.filter(client=client, state="proposed").update(state="active")
    client_account(client.code, client.name)


def reject_client(client: Client, act: Act, reason: str) -> None:
    """Turn a recorded client down."""
    Client.objects.filter(pk=client.pk).update(state="rejected")
    CreditAccount.objects.filter(client=client, state="proposed").update(state="rejected")


def record_debtor(
    debtor: Debtor | None,
    act: Act,
    *,
    code: Annotated[Code, Label(_("Código"))],
    name: Annotated[Name, Label(_("Razón social"))],
    limit_amount: Annotated[AnyAmount, Label(_("Límite sobre todos los clientes"))],
    tax_id: Annotated[str, Label(_("NIT"))] = "",
    address: Annotated[str, Label(_("Dirección de cobro"))] = "",
    zone: Annotated[str, Label(_("Zona"))] = "",
    telephone: Annotated[str, Label(_("Teléfono"))] = "",
    route_order: Annotated[
        int,
        Field(ge=0, le=9999),
        Label(_("Orden en la ruta"), _("En qué orden pasa el gestor dentro de la zona")),
    ] = 0,
) -> None:
    """Record a debtor and its limit over all clients (INT-02 step 1)."""
    debtor = debtor or Debtor(case_id=act.case_id)
    _check_code_free(Debtor, code, debtor.pk)
    for column, value in {
        "code": code, "name": name, "search_name": search_key(name), "tax_id": _one_way(tax_id),
        "limit_amount": limit_amount, "address": address, "zone": zone, "telephone": telephone,
        "route_order": route_order,
    }.items():  # fmt: skip
        setattr(debtor, column, value)
    debtor.save()


def admit_debtor(
    debtor: Debtor, act: Act, *, remarks: Annotated[Note, Label(_("Observaciones"))] = ""
) -> None:
    """Admit a recorded debtor (INT-02 step 2)."""
    Debtor.objects.filter(pk=debtor.pk).update(state="active")


def reject_debtor(debtor: Debtor, act: Act, reason: str) -> None:
    """Turn a recorded debtor down."""
    Debtor.objects.filter(pk=debtor.pk).update(state="rejected")


def _check_code_free(model: type[Client] | type[Debtor], code: str, own: int | None) -> None:
    if model.objects.filter(code=code).exclude(pk=own or 0).exists():
        raise CodeTaken(code=code, field="code")


def _one_way(tax_id: str) -> str:
    """The tax id as the country writes it, so that one party is one, however it is typed.

    Refuses what is none there.
    """
    typed = tax_id.strip()
    return normalise_tax_id(company().country, typed, field="tax_id") if typed else ""
