"""A procedure lived through the API: opened, found, rehearsed, done, sent back, read."""

from typing import Any

import pytest
from django.test import Client

from cartera.control.audit.models import Event
from cartera.control.workflow.models import Task
from cartera.credit.assignments.models import Assignment
from cartera.kernel.clock import FixedClock
from cartera.procedures.opening import background
from cartera.procedures.opening.acts import keep_file
from cartera.procedures.opening.models import OpeningBatch
from cartera.procedures.opening.tests.portfolios import a_portfolio
from cartera.procedures.opening.writing import write_book
from cartera.procedures.players import Players, usual_answers
from tests.api.calling import by_key, read, send
from tests.cast import CLIENT, a_company, a_document, a_live_assignment

REQUEST = {
    "client": CLIENT,
    "amount": "10000.00",
    "term_days": 45,
    "documents": [a_document()],
}


@pytest.fixture
def players(db: None, clock: FixedClock) -> Players:
    return a_company(clock)


def _program(players: Players, username: str, scope: str = "work") -> Client:
    return by_key(players.users[username], scope)


def _task(case_id: int) -> Task:
    return Task.objects.get(case_id=case_id, state="open")


def test_who_calls_is_told_who_he_is(players: Players) -> None:
    answer = read(_program(players, "cte", "read"), "/me").json()
    assert (answer["username"], answer["roles"], answer["clients"]) == ("cte", ["CTE"], [CLIENT])
    assert answer["key"]["scope"] == "read"


def test_a_case_is_opened_and_taken_through_its_first_steps(players: Players) -> None:
    opened = send(_program(players, "cte"), "/procedures/PCI-F01/cases", REQUEST)
    assert opened.status_code == 200, opened.content
    case_id = opened.json()["case"]
    reception = _program(players, "rec")
    (line,) = read(reception, "/tasks").json()["items"]
    assert (line["case"]["id"], line["step"]) == (case_id, 2)
    detail = read(reception, f"/tasks/{line['id']}").json()
    assert detail["why_not"] is None
    assert set(detail["inputs"]["properties"]) >= set(usual_answers([])[2])
    done = reception.post(
        detail["perform"] + f"?seen={detail['seen']}", usual_answers([])[2], "application/json"
    )
    assert done.json()["case"] == case_id, done.content
    case = read(reception, f"/cases/{case_id}").json()
    assert [each["kind"] for each in case["timeline"]] == ["opened", "performed"]
    assert [each["step"] for each in case["waits"]] == [3]
    assert {each["form"] for each in case["papers"]} == {"FORM-01", "FORM-02", "FORM-03", "FORM-04"}
    assert case["documents"][0]["amount"] == "10000.00"


def test_a_rehearsal_shows_what_would_happen_and_keeps_nothing(players: Players) -> None:
    case_id = players.request(CLIENT, [a_document()], "10000.00", 45)
    program = _program(players, "rec")
    before = Event.objects.count()
    address = f"/tasks/{_task(case_id).pk}/rehearse"
    seen = send(program, address, {"inputs": usual_answers([])[2]}).json()
    assert seen["waits"] == [
        {"step": 3, "text": seen["waits"][0]["text"], "role": "Auxiliar de cobros"}
    ]
    assert (seen["refused"], Event.objects.count()) == ("", before)
    assert _task(case_id).step == 2


def test_an_operation_is_sent_back_and_rejected_with_a_reason(players: Players) -> None:
    case_id = players.request(CLIENT, [a_document()], "10000.00", 45)
    program = _program(players, "rec")
    back = send(program, f"/tasks/{_task(case_id).pk}/send-back", {"reason": "falta firma"})
    assert back.json()["outcome"] == "sent_back", back.content
    players.play(case_id, REQUEST)
    address = f"/tasks/{_task(case_id).pk}/reject"
    assert send(program, address, {}).status_code == 422
    assert send(program, address, {"reason": "no va"}).json()["outcome"] == "rejected"


def test_a_task_is_taken_by_one_and_handed_back(players: Players) -> None:
    case_id = players.request(CLIENT, [a_document()], "10000.00", 45)
    task = _task(case_id).pk
    program = _program(players, "rec")
    assert send(program, f"/tasks/{task}/claim").json() == {
        "case": case_id, "outcome": "claimed", "note": "", "result": {},
    }  # fmt: skip
    assert read(program, "/tasks?scope=mine").json()["items"][0]["id"] == task
    assert send(program, f"/tasks/{task}/release").json()["outcome"] == "released"
    again = send(program, f"/tasks/{task}/release")
    assert (again.status_code, again.json()["code"]) == (409, "task-not-open")


def test_no_key_signs_and_none_lets_money_go(players: Players) -> None:
    case_id = players.request(CLIENT, [a_document()], "10000.00", 45)
    players.play_through(case_id, usual_answers(["Q-2587"]), upto=10)
    for username, step in (("g_op", 11), ("g_gral", 12)):
        task = _task(case_id)
        assert task.step == step
        address = f"/procedures/PCI-F01/steps/{step}/{task.pk}"
        answer = send(_program(players, username), address)
        assert (answer.status_code, answer.json()["code"]) == (403, "needs-the-page")
        detail = read(_program(players, username), f"/tasks/{task.pk}").json()
        assert (detail["by_page"], detail["perform"]) == (True, None)
        players.play(case_id)


def test_four_eyes_hold_for_keys_too(players: Players) -> None:
    case_id = players.request(CLIENT, [a_document()], "10000.00", 45)
    players.play_through(case_id, usual_answers(["Q-2587"]), upto=9)
    task = _task(case_id)
    answer = send(_program(players, "aux_d"), f"/procedures/PCI-F01/steps/10/{task.pk}")
    assert (answer.status_code, answer.json()["code"]) == (403, "role-missing")
    assert Event.objects.latest("seq").kind == "refused"


def test_a_task_is_done_at_the_address_of_its_step(players: Players) -> None:
    task = _task(players.request(CLIENT, [a_document()], "10000.00", 45))
    program = _program(players, "aux_c")
    for address, code in (
        (f"/procedures/PCI-F01/steps/3/{task.pk}", "task-of-another-step"),
        ("/procedures/PCI-F01/steps/3/99999", "no-such-task"),
        ("/tasks/99999", "not-there"),
        ("/cases/99999", "not-there"),
        ("/procedures/PCI-X", "no-such-step"),
        ("/nada", "not-there"),
    ):
        answer = send(program, address) if "steps" in address else read(program, address)
        assert (answer.status_code, answer.json()["code"]) == (404, code)


def test_a_client_has_his_own_and_nothing_of_others_nor_of_the_books(players: Players) -> None:
    case_id = a_live_assignment(players)
    number = Assignment.objects.get(case_id=case_id).number
    client, staff = _program(players, "cte"), _program(players, "contab")
    assert read(client, f"/cases/{case_id}").json()["entries"] == []
    assert read(staff, f"/cases/{case_id}").json()["entries"] != []
    told = read(client, f"/assignments/{number}/statement?on=2026-02-19").json()
    assert told["owed"]["capital"] == "9000.00"
    other = players.open("INT-07", "AUX_C", _claim())
    assert read(client, f"/cases/{other}").status_code == 200
    mine = read(client, "/lists/assignments").json()["items"]
    assert [row["number"] for row in mine] == [number]
    denied = read(client, "/lists/clients")
    assert (denied.status_code, denied.json()["code"]) == (403, "staff-only")


def _claim() -> dict[str, str]:
    return {"client": CLIENT, "kind": "other", "amount": "1.00", "reason": "gestión"}


def test_a_list_is_read_page_after_page(players: Players) -> None:
    for place in range(5):
        players.request(CLIENT, [a_document(f"Q-{place}", "100.00")], "100.00", 45)
    program, seen = _program(players, "rec"), list[Any]()
    cursor: str | None = ""
    while cursor is not None:
        page = read(program, f"/lists/documents?limit=2&order=amount&cursor={cursor}").json()
        seen += [row["number"] for row in page["items"]]
        cursor = page["next"]
    assert sorted(seen) == [f"Q-{place}" for place in range(5)]
    for wrong in (
        "color=rojo",
        "limit=0",
        "limit=x",
        "order=color",
        "cursor=x",
        "due_from=",
        "client=" + 121 * "x",
    ):
        answer = read(program, f"/lists/documents?{wrong}")
        assert (answer.status_code, answer.json()["field"] is not None) == (422, True), wrong


def test_the_inbox_is_read_page_after_page(players: Players) -> None:
    for place in range(3):
        players.request(CLIENT, [a_document(f"Q-{place}", "100.00")], "100.00", 45)
    program, seen = _program(players, "rec"), list[Any]()
    cursor: str | None = ""
    while cursor is not None:
        page = read(program, f"/tasks?limit=1&cursor={cursor}").json()
        seen += [line["id"] for line in page["items"]]
        cursor = page["next"]
    assert len(set(seen)) == len(seen) == 3
    assert read(program, "/tasks?cursor=nada").json()["code"] == "place-unreadable"


def test_a_paper_is_read_and_printed(players: Players) -> None:
    case_id = a_live_assignment(players)
    program = _program(players, "rec")
    papers = {p["form"]: p["id"] for p in read(program, f"/cases/{case_id}").json()["papers"]}
    letter = read(program, f"/papers/{papers['FORM-01']}").json()
    assert (letter["form"], letter["case"], len(letter["hash"])) == ("FORM-01", case_id, 64)
    printed = read(program, f"/papers/{papers['FORM-01']}/pdf")
    assert (printed.status_code, printed.content[:5]) == (200, b"%PDF-")
    inner = read(_program(players, "cte"), f"/papers/{papers['FORM-06']}")
    assert (inner.status_code, inner.json()["code"]) == (403, "not-your-case")


def test_an_operation_is_quoted(players: Players) -> None:
    program = _program(players, "ej_neg", "read")
    asked: dict[str, Any] = {
        "documents": [{"amount": "10000.00"}],
        "disbursed_on": "2026-01-05",
        "matures_on": "2026-02-19",
        "as_of": "2026-02-19",
    }
    assert send(program, "/quotations", asked).json()["disbursement"]["net"] == "8898.30"
    answer = send(program, "/quotations", asked | {"documents": [{"amount": 10000.00}]})
    assert answer.json()["refusals"] == [
        {
            "code": "amount-expected",
            "sentence": "Escriba la cifra entre comillas, como «1234.56».",
            "field": "documents.0.amount",
        }
    ]


def test_no_key_decides_what_a_second_person_has_to_look_at(players: Players) -> None:
    task = _task(players.open("INT-07", "AUX_C", _claim()))
    program = _program(players, "j_cob")
    assert read(program, f"/tasks/{task.pk}").json()["by_page"] is True
    answer = send(program, f"/procedures/INT-07/steps/2/{task.pk}")
    assert (answer.status_code, answer.json()["code"]) == (403, "needs-the-page")
    steps = read(program, "/procedures/INT-13").json()["steps"]
    assert [step["by_page"] for step in steps] == [False, True]


def test_an_example_is_what_its_field_understands(players: Players) -> None:
    told = read(_program(players, "ej_neg"), "/openapi.json").json()["paths"]
    body = told["/api/v1/procedures/INT-02/cases"]["post"]["requestBody"]["content"]
    example = body["application/json"]["example"] | {"code": "D777"}
    answer = send(_program(players, "ej_neg"), "/procedures/INT-02/cases", example)
    assert answer.status_code == 200, answer.content


def test_a_large_workbook_is_proposed_on_its_page(players: Players, monkeypatch: Any) -> None:
    monkeypatch.setattr(background, "LARGE_BYTES", 1)
    contab = players.users["contab"]
    kept = keep_file("saldos.xlsx", write_book(a_portfolio()), by_id=contab.pk)
    typed = {"file": kept.sha256, "cut_on": "2026-01-05"}
    answer = send(_program(players, "contab"), "/procedures/INT-12/cases", typed)
    assert answer.status_code == 422
    assert "página Saldos iniciales" in answer.json()["sentence"], answer.content
    assert not OpeningBatch.objects.exists()
