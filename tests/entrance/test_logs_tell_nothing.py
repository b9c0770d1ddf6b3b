"""Logs hold no secret, tax id or account number (S13): pages are driven with such data and scanned.

The record of idempotent answers and the audit chain are scanned for secrets too.
"""

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
import structlog
from django.core.cache import cache
from django.db import IntegrityError, connection
from django.test import Client

from cartera.config import logs
from cartera.control.audit.models import Event
from cartera.control.mail.acts import write_mail
from cartera.control.mail.jobs import send as mail_job
from cartera.control.mail.models import Message
from cartera.control.mail.rules import Recipient
from cartera.control.mail.tests.mailing import leads_to
from cartera.control.mail.tests.server import listening
from cartera.control.workflow.models import Invitation, Request
from cartera.desk.tests.office import at_desk, post_opening, post_step, text_of, waiting
from tests.api.calling import read, send
from tests.cast import PASSWORD
from tests.entrance.authenticator import give_telephone
from tests.entrance.calls import by_token
from tests.entrance.house import House

TAX_ID, TAX_DIGITS = "0614-020290-102-4", "06140202901024"
ACCOUNT, NAME = "9988776655443", "Comercial Secreta, S.A."
SECRET = "clave-que-nadie-debe-leer"
_A_CLIENT = {"code": "0077", "name": NAME, "bank": "Banco", "account": ACCOUNT, "tax_id": TAX_ID}


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """All that the real logging settings write meanwhile, at the most talkative level."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=logs._SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    cache.clear()
    yield text
    root.removeHandler(handler)
    root.setLevel(before)
    cache.clear()


def test_pages_driven_with_private_data_leave_none_in_the_log(
    house: House, written: io.StringIO, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    _record_a_client(house)
    _search_for_it(house)
    code = _sign_in_well_and_badly(house)
    link = _invite(house)
    _fail_with_a_row_in_the_message()
    said = written.getvalue()
    assert said.count('"event": "request"') > 10
    for private in (TAX_ID, TAX_DIGITS, ACCOUNT, NAME, SECRET, PASSWORD, code, link):
        assert private not in said
    assert "@" not in re.sub(r'"logger": "[^"]*"', "", said)
    for line in said.splitlines():
        assert json.loads(line)["event"]


def test_calls_driven_with_private_data_leave_none_in_the_log(
    house: House, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, other = by_token(house.users["ej_neg"]), by_token(house.users["adm_acc"])
    _record_a_client_by_call(program)
    _search_by_call(program)
    hook = {"url": f"https://example.com/hook?token={SECRET}", "events": ["opened"]}
    subscribed = send(other, "/webhooks", hook)
    assert subscribed.status_code == 200, subscribed.content
    monkeypatch.setattr("cartera.api.calls.steps.open_case", _fails_with_a_row)
    assert send(program, "/procedures/INT-01/cases", _A_CLIENT).status_code == 500
    Client().get("/api/v1/me", headers={"Authorization": f"Bearer {SECRET}"})
    said = written.getvalue()
    assert said.count('"event": "request"') > 10
    keys = [caller.defaults["HTTP_AUTHORIZATION"].split()[1] for caller in (program, other)]
    for private in (TAX_ID, TAX_DIGITS, ACCOUNT, NAME, SECRET, *keys, subscribed.json()["secret"]):
        assert private not in said
    for line in said.splitlines():
        assert json.loads(line)["event"]


def test_mail_leaves_no_address_text_or_secret_in_the_log(
    house: House, written: io.StringIO, settings: Any
) -> None:
    """Taken and refused, with the server saying it all back."""
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "cobros", SECRET
    to = Recipient(NAME, f"pagos@{ACCOUNT}.example")
    with listening() as server:
        leads_to(settings, server.port)
        signs_in = [("ehlo", "250-test\r\n250 AUTH PLAIN"), ("auth", f"535 {SECRET}")]
        server.answers = [*signs_in, ("ehlo", "250 test"), ("rcpt", f"550 {to.address}")]
        put_off = _write(to, "put off")
        settings.EMAIL_HOST_USER = ""
        message = _write(to, "refused")
    assert (put_off.state, message.state) == ("waiting", "failed")
    page = text_of(at_desk(house.players, "rec").get(f"/correo/{message.pk}/"))
    assert f"550 {to.address}" in page
    said = written.getvalue()
    assert '"event": "request"' in said
    for private in (TAX_ID, TAX_DIGITS, ACCOUNT, NAME, SECRET, to.address):
        assert private not in said


def _write(to: Recipient, key: str) -> Message:
    """Write a message and try to send it."""
    message = write_mail(to=to, subject=TAX_ID, body=ACCOUNT, case_id=None, key=key)
    mail_job(message_id=message.pk)
    message.refresh_from_db()
    return message


def test_what_is_kept_of_acts_holds_no_secret(house: House, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    link = _invite(house)
    code = _sign_in_well_and_badly(house)
    kept = " ".join(f"{e.reason} {e.result}" for e in Event.objects.all())
    kept += " ".join(str(request.answer) for request in Request.objects.all())
    kept += str(list(Invitation.objects.values()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        kept += str(cursor.fetchall())
    for secret in (link, SECRET, PASSWORD, f" {code} "):
        assert secret not in kept


def _record_a_client(house: House) -> None:
    browser = at_desk(house.players, "ej_neg")
    typed = _A_CLIENT
    assert post_opening(browser, "INT-01", **typed)["Location"] == "/"
    assert post_opening(browser, "INT-01", **typed).status_code == 422
    broken = post_opening(browser, "INT-01", **typed | {"tax_id": f"{TAX_ID}9"})
    assert TAX_ID in text_of(broken)


def _record_a_client_by_call(program: Client) -> None:
    address = "/procedures/INT-01/cases"
    answers = [
        send(program, address, typed).status_code
        for typed in (_A_CLIENT, _A_CLIENT, _A_CLIENT | {"tax_id": f"{TAX_ID}9"}, {ACCOUNT: NAME})
    ]
    assert answers == [200, 422, 422, 422]
    cut = f'{{"account": "{ACCOUNT}", "tax_id": '
    assert program.post(f"/api/v1{address}", cut, "application/json").status_code == 400


def _search_by_call(program: Client) -> None:
    for words in (TAX_ID, ACCOUNT, NAME, SECRET):
        text = quote(words)
        assert read(program, f"/lists/clients?q={text}").status_code == 200
        assert read(program, f"/lists/clients?limit={text}").status_code == 422
        assert read(program, f"/nada/{text}").status_code == 404


def _fails_with_a_row(*_args: Any, **_more: Any) -> None:
    raise IntegrityError(f"Key (tax_id, account)=({TAX_ID}, {ACCOUNT}) already exists.")


def _search_for_it(house: House) -> None:
    browser = at_desk(house.players, "ej_neg")
    for words in (TAX_ID, ACCOUNT, NAME):
        browser.get("/casos/", {"q": words})
        browser.get(f"/nada/{words}/")
        browser.post(f"/cierre/?q={words}", {"x": words})


def _sign_in_well_and_badly(house: House) -> str:
    telephone = give_telephone(house.users["j_op"])
    browser = Client(REMOTE_ADDR="10.1.1.1")
    browser.post("/cuenta/login/", {"login": "j_op", "password": SECRET})
    browser.post("/cuenta/login/", {"login": f"{SECRET}@x.example", "password": SECRET})
    browser.post("/cuenta/login/", {"login": "j_op", "password": PASSWORD})
    code = telephone.code()
    browser.post("/cuenta/2fa/authenticate/", {"code": code})
    browser.post("/cuenta/password/reset/", {"email": "j_op@cartera.example"})
    return code


def _invite(house: House) -> str:
    typed = {
        "full_name": "Marta Iraheta",
        "username": "marta",
        "email": "marta@cartera.example",
        "role": "AUX_C",
        "from_on": "05/01/2026",
        "reason": "se contrató",
    }
    post_opening(at_desk(house.players, "adm_acc"), "INT-15", **typed)
    case = Invitation.objects.get(username="marta").case_id
    post_step(at_desk(house.players, "g_gral"), waiting(case))
    page = text_of(at_desk(house.players, "adm_acc").post("/personas/marta/enlace/"))
    found = re.search(r"/bienvenida/([\w-]+)/", page)
    assert found is not None
    Client().get(f"/bienvenida/{found.group(1)}/")
    Client().post(f"/bienvenida/{found.group(1)}/", {"password1": SECRET, "password2": "no"})
    return found.group(1)


def _fail_with_a_row_in_the_message() -> None:
    """What a programmer would log in passing: the database quotes the row that it refuses."""
    error = IntegrityError(f"Key (tax_id)=({TAX_ID}) already exists.")
    logging.getLogger("cartera.anything").error("no se guardó %s", ACCOUNT, exc_info=error)
