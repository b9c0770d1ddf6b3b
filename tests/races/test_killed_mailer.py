"""A worker is killed when the mail server has taken a message and before that is written down (R7):
nothing is lost, and what comes twice is the same message to whoever reads it.
"""

import signal

import pytest

from cartera.company.models import Company
from cartera.control.mail.acts import write_mail
from cartera.control.mail.models import Message
from cartera.control.mail.rules import Recipient
from cartera.control.mail.selectors import attempts_of
from cartera.control.mail.tests.server import MailServer, listening
from tests.races.killing import Worker, beat_each_second, find_the_dead, until

MESSAGES = 6
KILLS = 3


@pytest.mark.usefixtures("committed_db")
def test_killed_mailers_lose_no_message(monkeypatch: pytest.MonkeyPatch) -> None:
    beat_each_second(monkeypatch)
    Company.objects.create(name="Factoraje")
    written = [_write(number) for number in range(MESSAGES)]
    with listening() as server:
        _environment(monkeypatch, server.port)
        for _ in range(KILLS):
            _work_and_be_killed(server)
        worker = Worker()
        worker.get_to(lambda: not Message.objects.filter(state="waiting").exists())
        worker.end()
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    came = [taken.message["Message-ID"] for taken in server.taken]
    assert len(set(came)) == MESSAGES
    assert MESSAGES < len(came) <= MESSAGES + 4 * KILLS
    assert all(_content_of(server, each) == 1 for each in set(came))
    broken = [a for m in written for a in attempts_of(m) if not hasattr(a, "outcome")]
    assert len(broken) >= KILLS


def _write(number: int) -> Message:
    to = Recipient("Ana", f"ana{number}@x.example")
    return write_mail(to=to, subject="Carta", body="Va.", case_id=None, key=str(number))


def _environment(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    named = {
        "CARTERA_MAIL_HOST": "127.0.0.1",
        "CARTERA_MAIL_PORT": str(port),
        "CARTERA_MAIL_TLS": "false",
    }
    for name, value in named.items():
        monkeypatch.setenv(name, value)


def _work_and_be_killed(server: MailServer) -> None:
    """The worker dies with the next message in the server's hands; what it had begun waits."""
    worker = Worker()
    server.on_taken = worker.kill
    until(lambda: worker.process.poll() is not None, seconds=60)
    server.on_taken = None
    assert worker.process.returncode == -signal.SIGKILL
    find_the_dead()


def _content_of(server: MailServer, message_id: str) -> int:
    """In how many wordings a message came."""
    return len({t.raw for t in server.taken if t.message["Message-ID"] == message_id})
