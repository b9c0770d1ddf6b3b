"""People are asked in and sent away by one person and decided on by another (INT-15, INT-16)."""

from datetime import date, timedelta
from typing import Any

import pytest

from cartera.control.audit.models import Event
from cartera.control.people.models import RoleGrant, User
from cartera.control.workflow.coming_in import (
    LIVES,
    accept_invitation,
    invitation_of,
    renew_link,
)
from cartera.control.workflow.engine import open_case, perform, reject
from cartera.control.workflow.models import Departure, Invitation
from cartera.control.workflow.refusals import (
    AccessForOneself,
    AlreadyIn,
    AlreadyOut,
    EmailTaken,
    EmailUnreadable,
    InvitationOver,
    RoleMissing,
    UnknownPerson,
    UnknownRole,
    UsernameTaken,
    UsernameUnfit,
)
from cartera.control.workflow.standing import standing_today
from cartera.control.workflow.tests.conftest import People, a_person, the_task
from cartera.kernel.clock import FixedClock

TODAY = date(2026, 1, 5)
CLAVE = "una-clave-larga-de-prueba"


def invited(people: People, **typed: Any) -> int:
    usual = {
        "username": "marta",
        "full_name": "Marta Iraheta",
        "email": "marta@example.com",
        "role": "AUX_C",
        "from_on": "2026-01-05",
        "reason": "se contrató",
    }
    return open_case("INT-15", people["adm_acc"], usual | typed).case_id


def approved(people: People) -> tuple[Invitation, str]:
    case = invited(people)
    perform(the_task(case).pk, people["g_gral"], {})
    invitation = Invitation.objects.get(case_id=case)
    return invitation, renew_link(invitation, actor_id=people["adm_acc"].pk, on=TODAY)


def test_a_person_is_asked_in_approved_and_comes_in(people: People) -> None:
    case = invited(people)
    assert not User.objects.filter(username="marta").exists()
    perform(the_task(case).pk, people["g_gral"], {})
    invitation = Invitation.objects.get(case_id=case)
    person = User.objects.get(username="marta")
    assert (person.is_active, person.has_usable_password()) == (False, False)
    secret = renew_link(invitation, actor_id=people["adm_acc"].pk, on=TODAY)
    assert accept_invitation(secret, CLAVE, TODAY) == person
    person.refresh_from_db()
    assert person.is_active
    assert person.check_password(CLAVE)
    assert [seat.role for seat in standing_today(person.pk).held] == ["AUX_C"]


def test_only_the_hash_of_the_link_is_kept(people: People) -> None:
    invitation, secret = approved(people)
    invitation.refresh_from_db()
    assert secret not in str(vars(invitation))
    assert not Event.objects.filter(reason__contains=secret).exists()
    assert Event.objects.filter(result="invitation_link_made").exists()


def test_a_link_serves_once(people: People) -> None:
    _, secret = approved(people)
    accept_invitation(secret, CLAVE, TODAY)
    with pytest.raises(InvitationOver):
        accept_invitation(secret, "otra-clave-larga", TODAY)


def test_a_link_ends_after_72_hours(people: People, clock: FixedClock) -> None:
    _, secret = approved(people)
    clock.advance(LIVES - timedelta(seconds=1))
    assert invitation_of(secret).username == "marta"
    clock.advance(timedelta(seconds=1))
    with pytest.raises(InvitationOver):
        invitation_of(secret)


def test_a_new_link_ends_the_one_before(people: People) -> None:
    invitation, secret = approved(people)
    newer = renew_link(invitation, actor_id=people["adm_acc"].pk, on=TODAY)
    with pytest.raises(InvitationOver):
        invitation_of(secret)
    assert invitation_of(newer) == invitation


def test_no_link_is_made_for_what_waits_for_no_answer(people: People) -> None:
    case = invited(people)
    with pytest.raises(InvitationOver):
        renew_link(Invitation.objects.get(case_id=case), actor_id=1, on=TODAY)
    reject(the_task(case).pk, people["g_gral"], "No hace falta")
    assert Invitation.objects.get(case_id=case).state == "rejected"
    assert not User.objects.filter(username="marta").exists()


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ({"role": "JEFE"}, UnknownRole),
        ({"username": "Ana María"}, UsernameUnfit),
        ({"username": "rec"}, UsernameTaken),
        ({"username": "REC"}, UsernameTaken),
        ({"email": "rec@example.com"}, EmailTaken),
        ({"email": "sin arroba"}, EmailUnreadable),
    ],
)
def test_what_cannot_be_is_refused(
    people: People, typed: dict[str, str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        invited(people, **typed)


def test_a_name_taken_meanwhile_is_seen_when_it_is_approved(people: People) -> None:
    first, second = invited(people), invited(people, email="otra@example.com")
    perform(the_task(first).pk, people["g_gral"], {})
    with pytest.raises(UsernameTaken):
        perform(the_task(second).pk, people["g_gral"], {})


def test_who_asks_does_not_approve(people: People) -> None:
    with pytest.raises(RoleMissing):
        perform(the_task(invited(people)).pk, people["adm_acc"], {})


def leaving(people: People, user: str, kind: str = "leaves") -> int:
    typed = {"user": user, "kind": kind, "reason": "terminó su contrato"}
    return open_case("INT-16", people["adm_acc"], typed).case_id


def test_who_leaves_holds_nothing_and_his_roles_stay_on_record(people: People) -> None:
    case = leaving(people, "rec")
    perform(the_task(case).pk, people["g_gral"], {})
    assert Departure.objects.get(case_id=case).state == "done"
    assert standing_today(people["rec"].pk).held == ()
    assert RoleGrant.objects.filter(user=people["rec"], until_on=None).exists()
    with pytest.raises(AlreadyOut):
        leaving(people, "rec")
    perform(the_task(leaving(people, "rec", "returns")).pk, people["g_gral"], {})
    assert standing_today(people["rec"].pk).held != ()


def test_general_management_does_not_decide_its_own_leaving(people: People) -> None:
    task = the_task(leaving(people, "g_gral"))
    assert task.role == "G_OP"
    perform(task.pk, people["g_op"], {})
    assert standing_today(people["g_gral"].pk).held == ()


def test_nobody_lets_himself_back_in(people: People) -> None:
    case = leaving(people, "g_neg")
    RoleGrant.objects.filter(user=people["g_gral"], role="G_GRAL").update(until_on="2026-01-04")
    a_person("otra", "G_GRAL")
    RoleGrant.objects.create(
        user=people["g_neg"], role="G_GRAL", from_on=TODAY, recorded_at=the_task(case).opened_at
    )
    with pytest.raises(AccessForOneself):
        perform(the_task(case).pk, people["g_neg"], {})


def test_who_is_not_there_neither_leaves_nor_returns(people: People) -> None:
    with pytest.raises(UnknownPerson):
        leaving(people, "nadie")
    with pytest.raises(AlreadyIn):
        leaving(people, "rec", "returns")


def test_a_leaving_may_be_rejected(people: People) -> None:
    case = leaving(people, "rec")
    reject(the_task(case).pk, people["g_gral"], "Se queda")
    assert Departure.objects.get(case_id=case).state == "rejected"
    assert User.objects.get(username="rec").is_active
