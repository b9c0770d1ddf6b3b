"""The client's mail of PCI-F05 step 14 goes with its step (R8): a step undone leaves no message and
no job, a step done leaves one of each, and one mail comes."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import transaction
from pytest_django import Settings

from cartera.control.dossiers.acts import attach_file
from cartera.control.jobs.working import work_off
from cartera.control.mail.models import Message
from cartera.control.mail.tests.mailing import jobs_waiting, leads_to
from cartera.control.mail.tests.server import MailServer, listening
from cartera.control.workflow.engine import perform, rehearse
from cartera.control.workflow.models import Task
from cartera.credit.assignments.models import Assignment
from cartera.credit.parties.models import Client
from cartera.kernel.clock import FixedClock
from cartera.kernel.refusals import Refusal
from cartera.procedures.players import Players
from cartera.recovery.cheques.models import Cheque
from tests.cast import CLIENT, a_company, a_live_assignment
from tests.cheque_cast import a_cheque, begin

ADDRESS = "tesoreria@izalco.example"


@pytest.fixture
def post_office(settings: Settings) -> Iterator[MailServer]:
    with listening() as found:
        leads_to(settings, found.port)
        yield found


@pytest.fixture
def players(committed_db: str, clock: FixedClock) -> Players:
    return a_company(clock)


@pytest.fixture
def task(players: Players, post_office: MailServer) -> Task:
    """Step 14 of a cheque that cannot be deposited; its client has an address, its case a copy."""
    a_live_assignment(players)
    Client.objects.filter(code=CLIENT).update(email=ADDRESS)
    cheque = a_cheque(
        players, Assignment.objects.get(), "NN-1", ("Q-2587", "10000.00"), is_negotiable=False
    )
    (case,) = begin(players, cheque)
    attach_file(case.pk, players.users["j_op"], "copia.txt", b"NN-1\n", key="copia")
    players.play_through(case.pk, upto=13)
    return Task.objects.get(case=case, state="open")


def left() -> tuple[int, int, str]:
    """Messages, jobs that wait, and where the cheque stands."""
    return Message.objects.count(), jobs_waiting(), Cheque.objects.get().state


def test_a_step_that_is_undone_leaves_no_message_and_no_job(players: Players, task: Task) -> None:
    with transaction.atomic():
        perform(task.pk, players.users["aux_c"], {})
        assert left() == (1, 1, "notified")
        transaction.set_rollback(True)
    assert left() == (0, 0, "received")
    assert Task.objects.get(pk=task.pk).state == "open"


def test_what_is_only_foreseen_or_refused_mails_nobody(
    players: Players, task: Task, post_office: MailServer
) -> None:
    foreseen = rehearse(task.pk, players.users["aux_c"], {}, lambda _case: left())
    assert foreseen == (1, 1, "notified")
    with pytest.raises(Refusal):
        perform(task.pk, players.users["aux_c"], {"seen": ["CU-0000001-00"]})
    work_off()
    assert (left(), post_office.taken) == ((0, 0, "received"), [])


def test_a_step_that_stands_leaves_one_of_each_however_often_it_is_asked(
    players: Players, task: Task, post_office: MailServer
) -> None:
    key = str(uuid4())
    first, again = (perform(task.pk, players.users["aux_c"], {}, key=key) for _ in range(2))
    assert (first.repeated, again.repeated) == (False, True)
    assert left() == (1, 1, "notified")
    work_off()
    work_off()
    (taken,) = post_office.taken
    assert taken.recipients == [ADDRESS]
    files = [file.get_filename() for file in taken.message.iter_attachments()]
    assert files == ["FORM-11.pdf", "copia.txt"]
    assert left() == (1, 0, "notified")
