"""Every job of the house, done twice, leaves what it left the first time and is heard once (R7)."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import NamedTuple

import pytest
from django.conf import settings as house
from django.db import connection
from procrastinate.contrib.django import app
from pytest_django import Settings

from cartera.config.grants import tables_of
from cartera.control.jobs.queue import Job
from cartera.control.jobs.working import rescue_stalled, work_off
from cartera.control.mail import jobs as mail
from cartera.control.mail.acts import write_mail
from cartera.control.mail.models import Message
from cartera.control.mail.rules import Recipient
from cartera.control.mail.tests.mailing import leads_to
from cartera.control.mail.tests.server import MailServer, listening
from cartera.control.workflow.models import Task
from cartera.entrance.webhooks import jobs as webhooks
from cartera.entrance.webhooks.acts import subscribe
from cartera.entrance.webhooks.models import Delivery
from cartera.entrance.webhooks.telling import tell
from cartera.entrance.webhooks.tests.receiver import Receiver, receiving
from cartera.kernel.clock import FixedClock
from cartera.procedures.opening.background import ask_posting
from cartera.procedures.opening.jobs import do_work
from cartera.procedures.opening.tests.portfolios import a_portfolio, propose
from cartera.procedures.players import COMPANY_OF_PLAYERS, Players
from cartera.procedures.reminders import remind
from cartera.procedures.setup import set_up_company, set_up_people
from tests.cast import CLIENT, OPENING, a_company, a_document

# All that a table holds, as one text.
_CONTENT = "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table} t"
_BEGUN_BY_A_DEAD_WORKER = """
    WITH w AS (INSERT INTO procrastinate_workers (last_heartbeat)
        VALUES (now() - make_interval(secs => %s)) RETURNING id)
    UPDATE procrastinate_jobs SET status = 'doing', worker_id = w.id FROM w"""


class Outside(NamedTuple):
    """Those who hear of a job: in each, what came to it."""

    post_office: MailServer
    receiver: Receiver

    @property
    def heard(self) -> int:
        """How many mails and how many posts came."""
        return len(self.post_office.taken) + len(self.receiver.heard)


Arguments = dict[str, int]
Asked = Callable[[Outside, FixedClock], Arguments]


@pytest.fixture
def outside(committed_db: str, settings: Settings) -> Iterator[Outside]:
    settings.WEBHOOKS_INSIDE = ["127.0.0.1"]
    with listening() as post_office, receiving() as receiver:
        leads_to(settings, post_office.port)
        yield Outside(post_office, receiver)


def a_letter(outside: Outside, clock: FixedClock) -> Arguments:
    a_company(clock)
    to = Recipient("Ana", "ana@x.example")
    message = write_mail(to=to, subject="Carta", body="Va.", case_id=None, key="k")
    return {"message_id": message.pk}


def an_event(outside: Outside, clock: FixedClock) -> Arguments:
    players = a_company(clock)
    subscribe(players.users["adm_acc"], outside.receiver.url, ["opened"])
    players.request(CLIENT, [a_document()], "100.00", 30)
    tell()
    return {"delivery_id": Delivery.objects.get().pk}


def something_late(outside: Outside, clock: FixedClock) -> Arguments:
    players = a_company(clock)
    case_id = players.request(CLIENT, [a_document()], "100.00", 30)
    Task.objects.filter(case_id=case_id, state="open").update(due_at=OPENING)
    clock.set(OPENING + timedelta(days=1))
    return {}


def balances_to_post(outside: Outside, clock: FixedClock) -> Arguments:
    set_up_company(from_on=OPENING.date().replace(month=1, day=1), to_on=OPENING.date())
    players = Players(set_up_people(COMPANY_OF_PLAYERS, from_on=OPENING.date()))
    task = Task.objects.get(case_id=propose(players, a_portfolio()), state="open")
    return {"work_id": ask_posting(players.users["g_gral"], task, {}, "clave", None).pk}


def what_a_dead_worker_had_begun(outside: Outside, clock: FixedClock) -> Arguments:
    a_letter(outside, clock)
    with connection.cursor() as cursor:
        cursor.execute(_BEGUN_BY_A_DEAD_WORKER, [4 * house.JOBS_HEARTBEAT_SECONDS])
    return {}


# Each job with something to do, and how often somebody outside hears of it once all is done.
JOBS: dict[str, tuple[Job, Asked, int]] = {
    "mail.send": (mail.send, a_letter, 1),
    "webhooks.send": (webhooks.send, an_event, 1),
    "deadlines.remind": (remind, something_late, 1),
    "opening.work": (do_work, balances_to_post, 0),
    "jobs.rescue": (rescue_stalled, what_a_dead_worker_had_begun, 1),
}


def test_every_job_of_the_house_is_tried_here() -> None:
    own = {name for name in app.tasks if "builtin" not in name and not name.startswith("tests.")}
    assert own == set(JOBS)


@pytest.mark.parametrize("name", JOBS)
def test_a_job_done_twice_leaves_what_it_left_and_is_heard_once(
    outside: Outside, clock: FixedClock, name: str
) -> None:
    job, asked, heard = JOBS[name]
    arguments = asked(outside, clock)
    before = _everything()
    job(**arguments)
    once = _everything()
    job(**arguments)
    assert _everything() == once != before
    work_off()
    assert outside.heard == heard
    assert not Message.objects.filter(state="waiting").exists()


def _everything() -> dict[str, str]:
    """What each table holds, the queue's too."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables_of(connection):
            cursor.execute(_CONTENT.format(table=table))
            found[table] = cursor.fetchone()[0]
    return found
