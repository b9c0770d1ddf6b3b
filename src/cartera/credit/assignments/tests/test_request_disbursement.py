"""From the client's request to its number and price (PCI-F01 steps 1 to 7)."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from cartera.control.audit.models import Event
from cartera.control.people.models import RoleGrant, User
from cartera.control.workflow.engine import open_case, perform, rehearse_opening, send_back
from cartera.control.workflow.models import Task
from cartera.control.workflow.refusals import InputsInvalid
from cartera.credit.assignments.models import AssignedDocument, Assignment, DebtVerification
from cartera.credit.assignments.refusals import (
    DocumentAlreadyAssigned,
    DocumentInAnother,
    DocumentPastDue,
    DocumentRepeated,
    LineNoLongerCovers,
    NoActiveLine,
    NotChecked,
    PapersMissing,
    VerificationContradicted,
    VerificationUnknown,
)
from cartera.credit.assignments.selectors import availability_of
from cartera.credit.lines.models import Line
from cartera.credit.parties.refusals import NotYourClient
from cartera.kernel.clock import FixedClock
from cartera.kernel.refusals import Refusals
from tests.cast import CLIENT, OPENING, a_company, a_document

PAPERS = ("request_letter", "assignment_letters", "quedans", "promissory_note")


@pytest.fixture
def players(db: None, clock: FixedClock) -> Any:
    return a_company(clock)


def waiting(case_id: int) -> Task:
    return Task.objects.get(case_id=case_id, state="open")


def call(number: str, **more: Any) -> dict[str, Any]:
    return {"document": number, "informed_by": "Ana", "informed_at": "2026-01-05T08:00"} | more


def taken_to(players: Any, step: int, case: int) -> Task:
    numbers = [d.number for d in Assignment.objects.get(case=case).listed]
    answers: dict[int, dict[str, Any]] = {
        2: dict.fromkeys(PAPERS, True),
        4: {"verifications": [call(number) for number in numbers]},
        7: {"documentation_correct": True},
    }
    while (task := waiting(case)).step != step:
        perform(task.pk, players.who(task), answers.get(task.step, {}))
    return task


def asked(players: Any, *documents: dict[str, str]) -> int:
    case: int = players.request(CLIENT, documents or [a_document("Q-1")], "9000", 45)
    return case


def test_a_request_holds_its_documents_and_reserves_nothing(players: Any) -> None:
    case = asked(players, a_document("Q-1"), a_document("Q-2", "500.00"))
    assignment = Assignment.objects.get(case=case)
    assert (assignment.state, assignment.number) == ("requested", None)
    assert assignment.amount_face == 10_500
    assert [(d.number, d.state) for d in assignment.listed] == [
        ("Q-1", "presented"),
        ("Q-2", "presented"),
    ]


def test_a_corrected_request_takes_the_place_of_the_first(players: Any) -> None:
    case = asked(players, a_document("Q-1"), a_document("Q-2", "500.00"))
    send_back(waiting(case).pk, players.users["rec"], "el quedan Q-2 no es suyo")
    typed = {"client": CLIENT, "amount": "90", "term_days": 30, "documents": [a_document("Q-1")]}
    perform(waiting(case).pk, players.users["cte"], typed)
    assignment = Assignment.objects.get(case=case)
    assert [d.number for d in assignment.listed] == ["Q-1"]
    assert assignment.amount_face == 10_000
    assert assignment.term_days == 30
    assert AssignedDocument.objects.filter(state="withdrawn").count() == 2


def test_the_call_is_kept_with_informant_and_hour(players: Any) -> None:
    task = taken_to(players, 4, asked(players))
    perform(task.pk, players.users["aux_c"], {"verifications": [call("Q-1", remarks="sin saldo")]})
    kept = DebtVerification.objects.get()
    assert (kept.informed_by, kept.remarks, kept.verified_by) == (
        "Ana",
        "sin saldo",
        players.users["aux_c"],
    )
    assert kept.informed_at.isoformat() == "2026-01-05T14:00:00+00:00"


def test_recording_numbers_it_and_each_document(players: Any) -> None:
    case = asked(players, a_document("Q-1"), a_document("Q-2", "500.00"))
    taken_to(players, 8, case)
    assignment = Assignment.objects.get(case=case)
    assert (assignment.number, assignment.state) == (1, "recorded")
    assert [d.operation_number for d in assignment.listed] == [1, 2]


def test_what_comes_back_with_another_document_keeps_its_number(players: Any) -> None:
    case = asked(players)
    tenth = taken_to(players, 10, case)
    send_back(tenth.pk, players.users["g_op"], "otro quedan", to=6)
    for step, who in ((6, "ej_neg"), (4, "aux_c")):
        assert waiting(case).step == step
        send_back(waiting(case).pk, players.users[who], "otro quedan", to=4 if step == 6 else 1)
    typed = {"client": CLIENT, "amount": "90", "term_days": 45, "documents": [a_document("Q-9")]}
    perform(waiting(case).pk, players.users["cte"], typed)
    taken_to(players, 8, case)
    assignment = Assignment.objects.get(case=case)
    assert assignment.number == 1
    assert [(d.number, d.operation_number) for d in assignment.listed] == [("Q-9", 2)]


def test_all_that_is_wrong_with_the_list_is_told_at_once(players: Any) -> None:
    past = a_document("Q-3", due_on=OPENING.date().isoformat())
    with pytest.raises(Refusals) as refused:
        asked(players, a_document("Q-1"), a_document("q1"), past)
    assert [(type(r), r.field) for r in refused.value] == [
        (DocumentRepeated, "documents.1.number"),
        (DocumentPastDue, "documents.2.due_on"),
    ]
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("doing", [open_case, partial(rehearse_opening, look=lambda case: case)])
def test_a_document_of_another_operation_is_refused_which_one_only_to_staff(
    players: Any, doing: Any
) -> None:
    other = str(Assignment.objects.get(case=asked(players, a_document("Q-1"))))
    typed = {"client": CLIENT, "amount": "90", "term_days": 30, "documents": [a_document("q 1")]}
    with pytest.raises(DocumentAlreadyAssigned) as to_staff:
        doing("PCI-F01", players.users["rec"], typed)
    assert other in str(to_staff.value)
    with pytest.raises(DocumentInAnother) as to_client:
        doing("PCI-F01", players.users["cte"], typed)
    assert str(to_client.value) == (
        "El documento q 1 ya está en otra cesión: no puede cederse dos veces."
    )
    assert to_client.value.field == "documents.0.number"
    two = {**typed, "documents": [a_document("Q-1"), a_document("Q-1")]}
    with pytest.raises(Refusals) as gathered:
        doing("PCI-F01", players.users["cte"], two)
    assert other not in "".join(map(str, gathered.value))


def test_the_audit_keeps_which_operation_a_client_was_not_told_of(players: Any) -> None:
    other = str(Assignment.objects.get(case=asked(players, a_document("Q-1"))))
    with pytest.raises(DocumentInAnother):
        asked(players, a_document("Q-1"))
    kept = Event.objects.latest("seq")
    assert (kept.kind, kept.result) == ("refused", "document-already-assigned")
    assert other in kept.reason


def test_who_may_not_ask_is_refused(players: Any) -> None:
    typed = {"client": CLIENT, "amount": "90", "term_days": 30, "documents": [a_document()]}
    stranger = User.objects.create(username="otro", full_name="Otro", email="otro@example.com")
    RoleGrant.objects.create(user=stranger, role="CTE", from_on=OPENING.date(), recorded_at=OPENING)
    with pytest.raises(NotYourClient):
        open_case("PCI-F01", stranger, typed)
    players.admit_client("0002", "Textiles Metapán")
    with pytest.raises(NoActiveLine):
        open_case("PCI-F01", players.users["rec"], {**typed, "client": "0002"})
    with pytest.raises(InputsInvalid):
        open_case("PCI-F01", players.users["rec"], {**typed, "documents": []})


@pytest.mark.parametrize("missing", PAPERS)
def test_each_missing_paper_is_named(players: Any, missing: str) -> None:
    task = waiting(asked(players))
    with pytest.raises(PapersMissing):
        perform(task.pk, players.users["rec"], {**dict.fromkeys(PAPERS, True), missing: False})


def test_a_call_about_another_document_and_an_unread_file_are_refused(players: Any) -> None:
    case = asked(players)
    task = taken_to(players, 4, case)
    calls = {"verifications": [call("Q-1"), call("Q-77")]}
    with pytest.raises(VerificationUnknown):
        perform(task.pk, players.users["aux_c"], calls)
    seventh = taken_to(players, 7, case)
    with pytest.raises(NotChecked):
        perform(seventh.pk, players.users["aux_d"], {"documentation_correct": False})


def test_two_calls_for_one_document_may_not_contradict_each_other(players: Any) -> None:
    task = taken_to(players, 4, asked(players))
    calls = [call("Q-1", is_confirmed=False), call("Q-1", informed_by="Luis")]
    with pytest.raises(VerificationContradicted) as refused:
        perform(task.pk, players.users["aux_c"], {"verifications": calls})
    assert refused.value.field == "verifications.1.is_confirmed"
    assert not DebtVerification.objects.exists()
    calls[0]["is_confirmed"] = True
    perform(task.pk, players.users["aux_c"], {"verifications": calls})
    assert DebtVerification.objects.count() == 2


def test_a_new_line_carries_what_is_owed_under_the_one_before(players: Any) -> None:
    first = asked(players, a_document("Q-1", "80000.00"))
    taken_to(players, 10, first)
    until = OPENING.date() + timedelta(days=90)
    players.approve_line(CLIENT, "90000.00", OPENING.date(), until)
    line = Line.objects.get(state="active")
    assert availability_of(line).available == 90_000 - 72_000
    second = asked(players, a_document("Q-2", "80000.00"))
    perform(taken_to(players, 6, second).pk, players.users["ej_neg"], {})
    assert Assignment.objects.get(case=second).exceptions == ["line"]


def test_an_operation_that_no_longer_fits_is_not_recorded(players: Any) -> None:
    """Whoever takes the line meanwhile was let through by management; this one was not."""
    case = asked(players, a_document("Q-1", "80000.00"))
    seventh = taken_to(players, 7, case)
    other = asked(players, a_document("Q-2", "80000.00"))
    perform(taken_to(players, 6, other).pk, players.users["ej_neg"], {})
    perform(waiting(other).pk, players.users["g_gral"], {})
    with pytest.raises(LineNoLongerCovers):
        perform(seventh.pk, players.users["aux_d"], {"documentation_correct": True})
