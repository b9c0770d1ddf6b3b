"""How a call is let in and read: keys, languages, hostile bodies, keys of one sending."""

import json
import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings

from cartera.control.workflow.models import Case
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players
from tests.api.calling import by_key, key_for, read, send
from tests.cast import CLIENT, a_company, a_document

CLAIM = {"client": CLIENT, "kind": "other", "amount": "1.00", "reason": "gestión"}
OPENING = "/procedures/INT-07/cases"


@pytest.fixture
def players(db: None, clock: FixedClock) -> Players:
    return a_company(clock)


def test_without_a_key_nobody_comes_in(players: Players) -> None:
    browser = Client()
    browser.force_login(players.users["rec"])
    for authorization in ("", "Bearer ", "Bearer nada", "Basic cmVjOng=", "Bearer \u00ff"):
        answer = read(browser, "/me", Authorization=authorization)
        assert answer.status_code == 401, authorization
        assert answer["WWW-Authenticate"].startswith("Bearer")
        assert answer.json()["code"] in ("token-missing", "token-not-valid")
        assert "session" not in str(answer.cookies)


def test_a_key_that_reads_does_nothing_else(players: Players) -> None:
    answer = send(by_key(players.users["aux_c"], "read"), OPENING, CLAIM)
    assert (answer.status_code, answer.json()["code"]) == (403, "token-only-reads")
    assert not Case.objects.filter(procedure="INT-07").exists()


def test_an_answer_speaks_the_readers_language(players: Players) -> None:
    program = by_key(players.users["rec"])
    assert read(program, "/nada").json()["sentence"].startswith("No existe")
    answer = read(program, "/nada", Accept_Language="en-GB,en;q=0.9")
    assert answer["Content-Language"] == "en"


@override_settings(API_CALLS_A_MINUTE=1)
def test_too_many_calls_are_told_how_long_to_wait(players: Players) -> None:
    program = by_key(players.users["rec"])
    assert read(program, "/me").status_code == 200
    answer = read(program, "/me")
    assert (answer.status_code, answer.json()["code"]) == (429, "too-many-calls")
    assert 1 <= int(answer["Retry-After"]) <= 60


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"{", "application/json", 400, "json-malformed"),
        (b"\xff", "application/json", 400, "json-not-utf8"),
        (b'{"amount": NaN}', "application/json", 400, "json-not-aquantity"),
        (b'{"kind": "other", "kind": "other"}', "application/json", 400, "json-key-twice"),
        (b"[" * 200_000, "application/json", 400, "json-unreadable"),
        (b"[]", "application/json", 400, "body-not-an-object"),
        (b"x" * 1_000_001, "application/json", 413, "body-too-large"),
        (b"a=1", "application/x-www-form-urlencoded", 415, "body-not-json"),
        (b"{}", "text/plain", 415, "body-not-json"),
        (b"{}", "application/json; charset=latin-1", 415, "body-not-json"),
        (b'{"client": "a\\u0000b"}', "application/json", 422, "inputs-invalid"),
        (b'{"client": "\\ud800"}', "application/json", 422, "inputs-invalid"),
    ],
)
def test_what_cannot_be_read_is_refused_with_one_sentence(
    players: Players, body: bytes, kind: str, status: int, code: str
) -> None:
    program = by_key(players.users["aux_c"])
    answer = program.post(f"/api/v1{OPENING}", body, kind)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["sentence"].strip()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"amount": 1}, "amount"),
        ({"amount": 1.5}, "amount"),
        ({"amount": "1.005"}, "amount"),
        ({"amount": "1,00"}, "amount"),
        ({"amount": "1e3"}, "amount"),
        ({"amount": "-1.00"}, "amount"),
        ({"amount": "0.00"}, "amount"),
        ({"amount": None}, "amount"),
        ({"client": 1}, "client"),
        ({"kind": "no-hay"}, "kind"),
        ({"color": "rojo"}, "color"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(
    players: Players, changed: dict[str, Any], field: str
) -> None:
    answer = send(by_key(players.users["aux_c"]), OPENING, CLAIM | changed)
    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json()["refusals"]] == [field]


def test_a_call_that_writes_has_a_key_of_its_own(players: Players) -> None:
    program = by_key(players.users["aux_c"])
    for key, code in (("", "key-missing"), ("x" * 65, "key-unreadable"), ("a b", "key-unreadable")):
        answer = send(program, OPENING, CLAIM, Idempotency_Key=key)
        assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_a_repeated_call_has_the_same_answer_and_one_effect(players: Players) -> None:
    program = by_key(players.users["aux_c"])
    answers = [send(program, OPENING, CLAIM, Idempotency_Key="k-1") for _ in range(3)]
    assert len({answer.content for answer in answers}) == 1
    assert Case.objects.filter(procedure="INT-07").count() == 1
    other = send(program, OPENING, CLAIM | {"amount": "2.00"}, Idempotency_Key="k-1")
    assert (other.status_code, other.json()["code"]) == (409, "key-reused")
    another = send(by_key(players.users["ej_neg"]), OPENING, CLAIM, Idempotency_Key="k-1")
    assert another.json()["code"] != "key-reused"


def test_sending_back_and_claiming_twice_are_answered_as_the_first_time(players: Players) -> None:
    case_id = players.request(CLIENT, [a_document()], "10000.00", 45)
    task = Case.objects.get(pk=case_id).tasks.get(state="open").pk
    program = by_key(players.users["rec"])
    for address, body in (("claim", {}), ("send-back", {"reason": "falta"})):
        answers = [
            send(program, f"/tasks/{task}/{address}", body, Idempotency_Key=f"k-{address}")
            for _ in range(2)
        ]
        assert answers[0].status_code == 200
        assert answers[0].content == answers[1].content


def test_a_wrong_method_is_told_in_the_same_shape(players: Players) -> None:
    answer = by_key(players.users["rec"]).delete("/api/v1/me")
    assert (answer.status_code, answer.json()["code"], answer["Allow"]) == (
        405, "method-not-allowed", "GET",
    )  # fmt: skip


def test_no_page_of_another_site_can_lend_a_session(players: Players) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(players.users["aux_c"])
    assert send(browser, OPENING, CLAIM).status_code == 401
    program = by_key(players.users["aux_c"])
    program.handler.enforce_csrf_checks = True
    assert send(program, OPENING, CLAIM).status_code == 200


def test_a_hundred_calls_half_of_them_at_once_have_one_effect_each(
    committed_db: str, clock: FixedClock
) -> None:
    users = a_company(clock).users
    secret = key_for(users["aux_c"])
    answers: list[tuple[str, bytes]] = []

    def post(name: str) -> None:
        try:
            program = Client(headers={"Authorization": f"Bearer {secret}"})
            answers.append((name, send(program, OPENING, CLAIM, Idempotency_Key=name).content))
        finally:
            connection.close()

    for number in range(25):
        post(f"k-{number}")
        post(f"k-{number}")
    for number in range(25, 50):
        pair = [threading.Thread(target=post, args=(f"k-{number}",)) for _ in range(2)]
        for thread in pair:
            thread.start()
        for thread in pair:
            thread.join()
    assert len(answers) == 100
    assert len(set(answers)) == 50
    assert all("case" in json.loads(content) for _, content in answers)
    assert Case.objects.filter(procedure="INT-07").count() == 50
