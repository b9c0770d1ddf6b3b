"""A message that waits, to the server that takes it or does not."""

import threading
from typing import Any

import pytest
from django.db import connection, connections

from cartera.company.models import Company
from cartera.control.audit.models import Event
from cartera.control.jobs.working import work_off
from cartera.control.mail import jobs, posting
from cartera.control.mail.jobs import send
from cartera.control.mail.models import Attempt, Content, Message, Outcome
from cartera.control.mail.refusals import (
    NoSuchEnclosure,
)
from cartera.control.mail.rules import TRYING, NewEnclosure, Recipient
from cartera.control.mail.selectors import (
    attempts_of,
    enclosure_of,
    message_of,
)
from cartera.control.mail.tests.mailing import (
    ANA,
    PDF,
    found_wrong,
    hurry,
    jobs_waiting,
    leads_to,
    results,
    wrote,
)
from cartera.control.mail.tests.server import MailServer, listening
from cartera.control.workflow.tests.conftest import People

PASSWORD = "clave-del-servidor"


def test_what_arrives_is_what_was_written(people: People, post_office: MailServer) -> None:
    message = wrote(body="Estimada Ana:\n\nVa la carta cesión.\n.\nSaludos", enclosures=[PDF, PDF])
    send(message_id=message.pk)
    (taken,) = post_office.taken
    assert (taken.sender, taken.recipients) == ("cobros@factoraje.example", [ANA.address])
    arrived = taken.message
    assert arrived["To"] == "Ana Rivas <ana@izalco.example>"
    assert arrived["Subject"] == "Carta cesión"
    assert arrived["Message-ID"] == posting.message_id_of(message)
    assert arrived["Message-ID"].endswith("@factoraje.example>")
    body = arrived.get_body()
    assert body is not None
    assert body.get_content().strip().splitlines() == message.body.splitlines()
    files = list(arrived.iter_attachments())
    assert [file.get_filename() for file in files] == [PDF.name, PDF.name]
    assert [file.get_content() for file in files] == [PDF.content, PDF.content]
    assert Content.objects.count() == 1
    assert enclosure_of(message.pk, 2)[1] == PDF.content
    with pytest.raises(NoSuchEnclosure):
        enclosure_of(message.pk, 3)


def test_the_chain_tells_where_it_ended_and_names_nobody(
    people: People, post_office: MailServer
) -> None:
    message = wrote()
    send(message_id=message.pk)
    event = Event.objects.latest("seq")
    assert (event.kind, event.result, event.reason) == ("system", "mail_sent", str(message.pk))
    assert event.inputs_hash == message.content_hash
    assert Outcome.objects.get().seq == event.seq
    assert found_wrong() == []


def test_a_job_run_twice_mails_once(committed_people: People, post_office: MailServer) -> None:
    message = wrote()
    send(message_id=message.pk)
    send(message_id=message.pk)
    work_off()
    assert len(post_office.taken) == 1
    assert results(message) == ["taken"]


def test_two_workers_with_one_message_mail_once(
    committed_people: People, post_office: MailServer
) -> None:
    """While one is sending, another one's run waits for later: the first may yet die."""
    message = wrote()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")

    def meanwhile() -> None:
        send(message_id=message.pk)
        connections.close_all()

    def another_comes() -> None:
        other = threading.Thread(target=meanwhile)
        other.start()
        other.join()

    post_office.on_taken = another_comes
    send(message_id=message.pk)
    assert jobs_waiting() == 1
    hurry()
    assert (len(post_office.taken), jobs_waiting()) == (1, 0)
    assert results(message) == ["taken"]


def test_a_worker_that_dies_after_the_server_took_it_sends_the_same_again(
    committed_people: People, post_office: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = wrote()
    with monkeypatch.context() as patched:
        patched.setattr(jobs, "_end", _dies)
        with pytest.raises(KeyboardInterrupt):
            send(message_id=message.pk)
    assert message_of(message.pk).state == "waiting"
    work_off()
    first, second = post_office.taken
    assert first.message["Message-ID"] == second.message["Message-ID"]
    assert first.raw == second.raw
    broken, ended = attempts_of(message)
    assert not hasattr(broken, "outcome")
    assert ended.outcome.result == "taken"
    assert message_of(message.pk).state == "sent"
    assert found_wrong() == []


def test_a_message_that_kills_every_worker_is_given_up(
    people: People, post_office: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = wrote()
    with monkeypatch.context() as patched:
        patched.setattr(jobs, "post", _dies)
        for _ in range(TRYING.tries):
            with pytest.raises(KeyboardInterrupt):
                send(message_id=message.pk)
    send(message_id=message.pk)
    assert post_office.taken == []
    assert message_of(message.pk).state == "failed"
    assert attempts_of(message)[-1].outcome.result == "broken_off"
    assert found_wrong() == []


def _dies(*_what: object) -> None:
    raise KeyboardInterrupt


def test_a_server_that_is_down_is_tried_until_it_is_up(
    committed_people: People, settings: Any
) -> None:
    with listening() as server:
        port = server.port
    leads_to(settings, port)
    message = wrote()
    work_off()
    assert message_of(message.pk).state == "waiting"
    assert results(message) == ["unreachable"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT scheduled_at - now() FROM procrastinate_jobs WHERE status = 'todo'")
        assert 50 < cursor.fetchone()[0].total_seconds() <= 60
    with listening(port) as server:
        hurry()
        assert len(server.taken) == 1
    assert results(message) == ["unreachable", "taken"]
    assert message_of(message.pk).state == "sent"


@pytest.mark.parametrize(
    ("verb", "answer", "result", "state"),
    [
        ("mail", "451 intente más tarde", "put_off", "waiting"),
        ("rcpt", "450 buzón ocupado", "put_off", "waiting"),
        ("rcpt", "550 no existe ese buzón", "refused", "failed"),
        ("data", "421 adiós", "put_off", "waiting"),
        ("end", "452 sin espacio", "put_off", "waiting"),
        ("end", "552 demasiado grande", "refused", "failed"),
        ("mail", "553 remitente no autorizado", "refused", "failed"),
    ],
)
def test_what_the_server_says_is_kept_and_decides(
    people: People,
    post_office: MailServer,
    verb: str,
    answer: str,
    result: str,
    state: str,
) -> None:
    post_office.answers = [(verb, answer)]
    message = wrote()
    send(message_id=message.pk)
    (attempt,) = attempts_of(message)
    assert (attempt.outcome.result, attempt.outcome.said) == (result, answer)
    assert message_of(message.pk).state == state
    assert jobs_waiting() == 1 + (state == "waiting")
    assert found_wrong() == []


def test_after_the_last_try_it_stays_failed(people: People, post_office: MailServer) -> None:
    post_office.answers = [("rcpt", "450 buzón ocupado")]
    message = wrote()
    for number in range(1, TRYING.tries):
        Attempt.objects.create(message=message, number=number, begun_at=message.written_at)
    Message.objects.update(attempts=TRYING.tries - 1)
    send(message_id=message.pk)
    assert (message_of(message.pk).state, jobs_waiting()) == ("failed", 1)
    assert found_wrong() == []


def test_the_servers_words_are_kept_without_what_signs_in(
    people: People, post_office: MailServer, settings: Any
) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "cobros", PASSWORD
    post_office.answers = [
        ("ehlo", "250-test\r\n250 AUTH PLAIN"),
        ("auth", f"535 no vale {PASSWORD} de cobros"),
    ]
    message = wrote()
    send(message_id=message.pk)
    (attempt,) = attempts_of(message)
    assert any(command.startswith("AUTH PLAIN") for command in post_office.commands)
    assert (attempt.outcome.result, attempt.outcome.said) == ("put_off", "535 no vale ••• de •••")


@pytest.mark.parametrize("has_server", [True, False])
def test_a_training_company_keeps_its_mail(
    people: People, post_office: MailServer, settings: Any, has_server: bool
) -> None:
    if not has_server:
        settings.EMAIL_HOST = ""
    Company.objects.update(is_training=True)
    message = wrote()
    send(message_id=message.pk)
    assert (post_office.taken, post_office.commands) == ([], [])
    assert (message_of(message.pk).state, results(message)) == ("kept", ["training"])
    assert found_wrong() == []


def test_without_a_server_it_is_kept_and_says_so(people: People, settings: Any) -> None:
    settings.EMAIL_HOST = ""
    message = wrote()
    send(message_id=message.pk)
    assert (message_of(message.pk).state, results(message)) == ("kept", ["no_server"])


def test_no_name_subject_or_file_adds_a_header_or_a_recipient(
    people: People, post_office: MailServer
) -> None:
    evil = 'x" <otro@x.example>,\r\nBcc: otro@x.example\r\n\r\nhola'
    message = wrote(
        to=Recipient(evil, ANA.address),
        subject=evil,
        enclosures=[NewEnclosure(f"{evil}.pdf", "application/pdf", b"x")],
    )
    send(message_id=message.pk)
    (taken,) = post_office.taken
    assert taken.recipients == [ANA.address]
    arrived = taken.message
    assert (arrived["Bcc"], arrived["Cc"]) == (None, None)
    (to,) = arrived["To"].addresses
    assert to.addr_spec == ANA.address
    assert arrived["Subject"] == 'x" <otro@x.example>, Bcc: otro@x.example hola'
    (file,) = arrived.iter_attachments()
    assert file.get_filename() == "x_ _otro@x.example_, Bcc_ otro@x.example hola.pdf"


def test_what_goes_wrong_after_the_server_took_it_undoes_nothing(
    people: People, post_office: MailServer
) -> None:
    post_office.answers = [("quit", "2" * 9000)]  # too long a line: an error to who reads it
    message = wrote()
    send(message_id=message.pk)
    assert (len(post_office.taken), results(message)) == (1, ["taken"])
