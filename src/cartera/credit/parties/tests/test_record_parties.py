"""A client and a debtor are recorded by one person and admitted by another (INT-01, INT-02)."""

from typing import Any

import pytest

from cartera.accounting.ledger.models import Account
from cartera.control.workflow.engine import open_case, perform, reject, send_back
from cartera.control.workflow.models import Task
from cartera.control.workflow.refusals import InputsInvalid, RoleMissing, ValueTooLarge
from cartera.credit.parties.models import Client, CreditAccount, Debtor
from cartera.credit.parties.refusals import (
    ClientNotActive,
    CodeTaken,
    DebtorNotActive,
    NotYourClient,
    PartyRecorded,
    UnknownAccount,
    UnknownClient,
    UnknownDebtor,
)
from cartera.credit.parties.selectors import (
    active_client,
    active_debtors,
    check_represents,
    credit_account,
)
from cartera.kernel.clock import FixedClock
from cartera.kernel.tax_ids import NitInvalid
from tests.cast import CLIENT, DEBTOR, a_company

NEW = {"code": "0077", "name": "Café Apaneca", "bank": "Banco Agrícola", "account": "77-1"}


@pytest.fixture
def users(db: None, clock: FixedClock) -> Any:
    return a_company(clock).users


def recorded(users: Any, **typed: str) -> Task:
    case = open_case("INT-01", users["ej_neg"], {**NEW, **typed}).case_id
    return Task.objects.get(case_id=case, state="open")


def test_a_client_is_admitted_with_its_account_here_and_in_the_books(users: Any) -> None:
    task = recorded(users)
    with pytest.raises(ClientNotActive):
        active_client("0077")
    perform(task.pk, users["g_op"], {})
    client = active_client("0077")
    assert credit_account(client).number == "77-1"
    assert Account.objects.filter(client_code="0077", parent__code="103").exists()


def test_what_was_recorded_wrong_is_corrected(users: Any) -> None:
    task = recorded(users)
    send_back(task.pk, users["g_op"], "la cuenta no es esa")
    again = Task.objects.get(case_id=task.case_id, state="open")
    perform(again.pk, users["ej_neg"], {**NEW, "account": "77-2"})
    perform(Task.objects.get(case_id=task.case_id, state="open").pk, users["g_op"], {})
    assert credit_account(active_client("0077")).number == "77-2"
    assert CreditAccount.objects.filter(client__code="0077").count() == 1


def test_a_client_that_is_turned_down_does_no_business(users: Any) -> None:
    task = recorded(users)
    reject(task.pk, users["g_op"], "no califica")
    assert Client.objects.get(code="0077").state == "rejected"
    with pytest.raises(ClientNotActive):
        active_client("0077")


def test_a_debtor_is_admitted_by_collections(users: Any) -> None:
    typed = {"code": "D9", "name": "Súper Santa Ana", "limit_amount": "0"}
    case = open_case("INT-02", users["ej_neg"], typed).case_id
    with pytest.raises(DebtorNotActive):
        active_debtors(["D9"])
    task = Task.objects.get(case_id=case, state="open")
    with pytest.raises(RoleMissing):
        perform(task.pk, users["ej_neg"], {})
    perform(task.pk, users["j_cob"], {})
    assert active_debtors(["D9"])["D9"] == Debtor.objects.get(code="D9")


def test_a_code_or_a_tax_id_in_use_is_refused(users: Any) -> None:
    with pytest.raises(CodeTaken):
        recorded(users, code=CLIENT)
    recorded(users, tax_id="0614-010190-101-5")
    with pytest.raises(PartyRecorded):
        recorded(users, code="0078", tax_id="0614-010190-101-5")
    debtor = {"code": DEBTOR, "name": "Otra", "limit_amount": "1"}
    with pytest.raises(CodeTaken):
        open_case("INT-02", users["ej_neg"], debtor)


@pytest.mark.parametrize("typed", ["06140101901015", "0614 010190 101 5", " 0614-010190-101-5 "])
def test_a_tax_id_is_one_however_it_is_typed(users: Any, typed: str) -> None:
    recorded(users, tax_id="0614-010190-101-5")
    with pytest.raises(PartyRecorded):
        recorded(users, code="0078", tax_id=typed)
    debtor = {"code": "D8", "name": "Otra", "limit_amount": "1", "tax_id": typed}
    open_case("INT-02", users["ej_neg"], debtor)
    assert Debtor.objects.get(code="D8").tax_id == "0614-010190-101-5"
    with pytest.raises(PartyRecorded):
        open_case("INT-02", users["ej_neg"], debtor | {"code": "D9"})


def test_what_is_no_tax_id_is_refused_where_it_was_typed(users: Any) -> None:
    with pytest.raises(NitInvalid) as refused:
        recorded(users, tax_id="0614-010190-101-4")
    assert refused.value.field == "tax_id"


def test_who_is_not_there_is_refused_by_name(users: Any) -> None:
    with pytest.raises(UnknownClient):
        active_client("9999")
    with pytest.raises(UnknownDebtor) as refused:
        active_debtors([DEBTOR, "D999"])
    assert refused.value.field == "documents.1.debtor"
    with pytest.raises(UnknownAccount):
        credit_account(active_client(CLIENT), "otra")
    with pytest.raises(NotYourClient):
        check_represents(users["rec"].pk, active_client(CLIENT))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"code": "0" * 13}, "code"),
        ({"code": "00 77"}, "code"),
        ({"name": "x" * 151}, "name"),
        ({"name": "Café\x00Apaneca"}, "name"),
        ({"name": "Café \ud800"}, "name"),
    ],
)
def test_what_no_column_can_hold_is_refused_where_it_was_typed(
    users: Any, typed: dict[str, str], field: str
) -> None:
    with pytest.raises(InputsInvalid) as refused:
        recorded(users, **typed)
    assert [path for path, _ in refused.value.errors] == [field]
    assert not Client.objects.filter(code=typed.get("code", "0077")).exists()


def test_what_only_the_database_finds_too_long_is_a_sentence_too(users: Any) -> None:
    with pytest.raises(ValueTooLarge, match="demasiado largo"):
        recorded(users, account="9" * 35)
