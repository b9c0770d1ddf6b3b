"""Writing a message and sending it again: first what happens, then every refusal."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from cartera.control.audit.models import Event
from cartera.control.jobs.working import work_off
from cartera.control.mail.acts import resend, see_failure
from cartera.control.mail.jobs import send
from cartera.control.mail.models import Message
from cartera.control.mail.refusals import (
    MailAddressUnreadable,
    NoSuchMessage,
    ReasonForResending,
    ResendingReasonTooLong,
    StillLeaving,
)
from cartera.control.mail.rules import Recipient
from cartera.control.mail.selectors import (
    enclosure_of,
    failures_for,
    is_told_of,
    message_of,
    messages_of,
    repetitions_of,
)
from cartera.control.mail.tests.mailing import ANA, PDF, found_wrong, jobs_waiting, wrote
from cartera.control.mail.tests.server import MailServer
from cartera.control.workflow.definitions import Act
from cartera.control.workflow.refusals import KeyReused
from cartera.control.workflow.tests.conftest import People, a_case
from cartera.kernel.clock import FixedClock, now


def test_a_commit_mails_once_and_a_rollback_leaves_neither_row_nor_job(
    committed_people: People, post_office: MailServer
) -> None:
    with transaction.atomic():
        wrote("undone")
        transaction.set_rollback(True)
    assert (Message.objects.count(), jobs_waiting()) == (0, 0)
    with transaction.atomic():
        message = wrote("stands", enclosures=[PDF])
        assert post_office.taken == []
    assert jobs_waiting() == 1
    work_off()
    assert (jobs_waiting(), len(post_office.taken)) == (0, 1)
    assert message_of(message.pk).state == "sent"


def test_who_caused_it_and_when_is_kept(people: People, clock: FixedClock) -> None:
    case_id = a_case(people)
    actor = people["aux_c"]
    act = Act(actor.pk, "AUX_C", case_id, "TOY", 2, clock.now(), clock.now().date())
    message = wrote(case_id=case_id, act=act)
    assert (message.actor, message.role, message.written_at) == (actor, "AUX_C", act.at)
    assert messages_of(case_id) == [message]


def test_one_cause_mails_once(people: People) -> None:
    first = wrote("carta:12")
    assert wrote("carta:12") == first
    assert jobs_waiting() == 1
    with pytest.raises(KeyReused):
        wrote("carta:12", body="Otra cosa.")
    with pytest.raises(KeyReused):
        wrote("carta:12", case_id=a_case(people))


def test_a_bad_address_leaves_nothing(people: People) -> None:
    with pytest.raises(MailAddressUnreadable):
        wrote(to=Recipient("Ana", "ana@izalco"))
    assert (Message.objects.count(), jobs_waiting()) == (0, 0)


def test_a_message_is_sent_again_with_a_reason_as_a_new_one(
    committed_people: People, post_office: MailServer
) -> None:
    case_id = a_case(committed_people)
    first = wrote(case_id=case_id, enclosures=[PDF])
    work_off()
    again = resend(first.pk, committed_people["aux_c"], "  no le\nllegó ", key="1")
    assert resend(first.pk, committed_people["aux_c"], "no le llegó", key="1") == again
    event = Event.objects.latest("seq")
    assert (event.result, event.actor, event.role) == (
        "mail_resent",
        committed_people["aux_c"],
        "AUX_C",
    )
    assert event.reason == f"{first.pk} → {again.pk}: no le llegó"
    work_off()
    assert [t.recipients for t in post_office.taken] == [[ANA.address]] * 2
    assert post_office.taken[0].message["Message-ID"] != post_office.taken[1].message["Message-ID"]
    again = message_of(again.pk)
    assert (again.repeats, again.reason, again.case_id) == (first, "no le llegó", case_id)
    assert again.content_hash == first.content_hash
    assert repetitions_of(first) == [again]
    assert enclosure_of(again.pk, 1)[1] == PDF.content
    assert found_wrong() == []


def test_sending_again_is_refused(committed_people: People, post_office: MailServer) -> None:
    message, aux_c = wrote(), committed_people["aux_c"]
    with pytest.raises(StillLeaving):
        resend(message.pk, aux_c, "no le llegó", key="1")
    work_off()
    with pytest.raises(ReasonForResending):
        resend(message.pk, aux_c, " \n", key="1")
    with pytest.raises(ResendingReasonTooLong):
        resend(message.pk, aux_c, "x" * 201, key="1")
    with pytest.raises(NoSuchMessage):
        resend(message.pk + 1, aux_c, "no le llegó", key="1")
    resend(message.pk, aux_c, "no le llegó", key="1")
    with pytest.raises(KeyReused):
        resend(message.pk, aux_c, "otra razón", key="1")


def test_who_wrote_it_is_told_that_it_did_not_leave(people: People, clock: FixedClock) -> None:
    aux_c, g_op = people["aux_c"], people["g_op"]
    case_id, at = a_case(people), clock.now()
    mine = wrote("1", act=Act(aux_c.pk, "AUX_C", case_id, "TOY", 2, at, at.date()))
    house = wrote("2")
    client = wrote("3", act=Act(people["cte"].pk, "CTE", case_id, "TOY", 1, at, at.date()))
    assert failures_for(aux_c.pk, ["AUX_C"]) == []
    Message.objects.update(state="failed")
    assert failures_for(aux_c.pk, ["AUX_C"]) == [mine]
    assert failures_for(g_op.pk, ["G_OP"]) == [client, house]
    assert failures_for(people["rec"].pk, ["REC"]) == []
    assert is_told_of(house, g_op.pk, ["G_OP"])
    assert not is_told_of(house, aux_c.pk, ["AUX_C"])
    see_failure(mine)
    assert failures_for(aux_c.pk, ["AUX_C"]) == []


_EVIDENCE = (
    ("UPDATE mail_outcome SET said = 'ok'", "denied"),
    ("DELETE FROM mail_attempt", "denied"),
    ("UPDATE mail_content SET content = ''", "denied"),
    ("UPDATE mail_enclosure SET name = 'otro'", "denied"),
    ("TRUNCATE mail_outcome", "denied"),
    ("DELETE FROM mail_message", "denied"),
    ("UPDATE mail_message SET body = 'otro'", "column_is_written_once"),
    ("UPDATE mail_message SET to_address = 'x@x.example'", "column_is_written_once"),
    ("UPDATE mail_message SET reason = 'otro'", "column_is_written_once"),
    ("UPDATE mail_message SET state = 'waiting'", "state_change_is_declared"),
    ("UPDATE mail_message SET state = 'kept'", "state_change_is_declared"),
)


@pytest.mark.parametrize(("sql", "why"), _EVIDENCE)
def test_the_database_itself_keeps_the_evidence(
    people: People, post_office: MailServer, sql: str, why: str
) -> None:
    message = wrote(enclosures=[PDF])
    send(message_id=message.pk)
    with pytest.raises(Exception, match=why), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_message_begins_as_one_that_waits_and_is_repeated_with_its_reason(
    people: People,
) -> None:
    with pytest.raises(IntegrityError, match="first_state_is_declared"), transaction.atomic():
        Message.objects.create(**_row(key="a", state="sent"))
    with pytest.raises(IntegrityError, match="repeated_with_its_reason"), transaction.atomic():
        Message.objects.create(**_row(key="a", reason="sí"))
    first = wrote()
    with pytest.raises(IntegrityError, match="repeated_with_its_reason"), transaction.atomic():
        Message.objects.create(**_row(key="a", repeats=first))


def _row(**more: Any) -> dict[str, Any]:
    return {"to_address": ANA.address, "subject": "s", "body": "b", "written_at": now()} | more
