"""The web server is killed under load (R5): what it acknowledged stands, and stands once; cash that
comes in, visits of a collector, originals from hand to hand."""

import itertools
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from cartera.control.workflow.models import Task
from cartera.credit.payments.models import Payment
from cartera.kernel.clock import FixedClock
from cartera.procedures.playing_routes import send_route_out
from cartera.procedures.setup import FIRST_PLACE
from cartera.recovery.custody.models import HandOver, Movement, Original
from cartera.recovery.routes.models import Visit, VisitTakenBack
from tests.cast import DEBTOR, OPENING, a_company, a_live_assignment, move_to
from tests.invariants import broken
from tests.races.test_killed_at_work import ROOT, _cash, _wait_until_its_connections_are_gone

HOST = "127.0.0.1"
DOCUMENT, RECEIVER = "Q-2587", "rec"


class Post(NamedTuple):
    """One act as it is sent: where to, by whose session, with what."""

    address: str
    session: str
    typed: Mapping[str, str]


class Server:
    """Granian with the project's own application, in a process group that can be killed whole."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            self.port: int = probe.getsockname()[1]

    def start(self) -> None:
        words = (
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST),
            *("--port", str(self.port), "--workers", "2", "--blocking-threads", "4"),
            *("--no-access-log", "--log-level", "critical", "cartera.config.wsgi:application"),
        )
        self.process = subprocess.Popen(words, cwd=ROOT, start_new_session=True)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                socket.create_connection((HOST, self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        pytest.fail("the server does not answer")

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=30)


class Clerk(threading.Thread):
    """Posts one act of his day after another; what is not acknowledged is posted again under its
    key."""

    def __init__(self, port: int, day: Iterator[Post]) -> None:
        super().__init__(daemon=True)
        self.port, self.day = port, day
        self.acknowledged: list[str] = []
        self.others: list[tuple[int, str]] = []
        self.rests = threading.Event()

    def run(self) -> None:
        for post in self.day:
            connection.close()  # what he looked up; while a dead server's are awaited, he has none
            key = secrets.token_hex(16)
            while not self._post(post, key):
                time.sleep(0.02)
            self.acknowledged.append(key)
            if self.rests.is_set():
                break

    def _post(self, post: Post, key: str) -> bool:
        token = "t" * 32
        typed = {**post.typed, "_asks": "do", "_key": key, "csrfmiddlewaretoken": token}
        cookies = f"{settings.SESSION_COOKIE_NAME}={post.session}"
        headers = {
            "Cookie": f"{cookies}; {settings.CSRF_COOKIE_NAME}={token}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        line = HTTPConnection(HOST, self.port, timeout=30)
        try:
            line.request("POST", post.address, urlencode(typed), headers)
            status = line.getresponse().status
        except (OSError, HTTPException):
            return False
        finally:
            line.close()
        if status != 302:
            self.others.append((status, post.address))
        return status == 302


def cash(task: int, session: str) -> Iterator[Post]:
    """A cent after another is received in the day's round (PCI-F09 step 1)."""
    typed = {f"payments.0.{name}": str(value) for name, value in _cash().items()}
    typed |= {"payments.0.value_on": "05/01/2026", "payments.0.source": "office"}
    while True:
        yield Post(f"/tarea/{task}/", session, typed)


def visits(task: int, session: str) -> Iterator[Post]:
    """A document is not collected; the visit is taken back and made again (PCI-F02 step 4)."""
    told = {"debtor": DEBTOR, "outcomes.0.document": DOCUMENT, "outcomes.0.reason": "cerrado",
            "outcomes.0.outcome": "uncollected", "outcomes.0.new_on": "31/12/2035"}  # fmt: skip
    earlier: dict[str, str] = {}
    while True:
        key = str(uuid4())
        yield Post(f"/tarea/{task}/", session, told | earlier | {"key": key})
        made = Visit.objects.get(key=key).pk
        earlier = {"take_back": str(made), "take_back_reason": "no era"}


def hand_overs(label: str, custody: str, other: str) -> Iterator[Post]:
    """An original leaves the vault for a person and comes home: four acts of two (INT-18, 17)."""
    for number in itertools.count():
        reason = f"vuelta {number}"
        given = {"originals": label, "reason": reason}
        yield Post("/nuevo/INT-18/", custody, given | {"receiver": RECEIVER})
        yield Post(_answering(reason, "INT-18"), other, {})
        yield Post("/nuevo/INT-17/", other, given)
        yield Post(_answering(reason, "INT-17"), custody, {"place": FIRST_PLACE})


def _answering(reason: str, procedure: str) -> str:
    """Where the one hand-over of that reason is answered."""
    handed = HandOver.objects.get(reason=reason, case__procedure=procedure)
    return f"/tarea/{Task.objects.get(case=handed.case_id, state='open').pk}/"


@pytest.mark.parametrize("kills", [10, pytest.param(200, marks=pytest.mark.long)])
def test_a_killed_server_loses_nothing_and_repeats_nothing(
    committed_db: str, clock: FixedClock, kills: int
) -> None:
    server, clerks = _all_at_work(clock)
    before = Movement.objects.count()
    chance = random.Random(kills)  # noqa: S311 (moments, not secrets)
    server.start()
    try:
        for clerk in clerks:
            clerk.start()
        for _ in range(kills):
            _let_work(clerks, chance.uniform(0.1, 0.6))
            server.kill()
            _wait_until_its_connections_are_gone()
            assert broken() == []
            server.start()
        for clerk in clerks:
            clerk.rests.set()
        for clerk in clerks:
            clerk.join(timeout=60)
    finally:
        server.kill()
    assert not any(clerk.is_alive() for clerk in clerks)
    assert [told for clerk in clerks for told in clerk.others if told[0] < 500] == []
    _nothing_was_lost_or_done_twice(clerks, before)
    assert broken() == []


def _all_at_work(clock: FixedClock) -> tuple[Server, list[Clerk]]:
    """A server that is to be started, and those who work on it: two receive cash, one is in the
    street with a document, two hand an original to each other."""
    players = a_company(clock)
    a_live_assignment(players)
    case = players.open("PCI-F09", "AP_AB", {"payments": [_cash()], "finish": False})
    move_to(clock, OPENING.date() + timedelta(days=45))
    route = send_route_out(players)
    players.play(route, {"finish": False})
    tasks = {of: Task.objects.get(case_id=of, state="open").pk for of in (case, route)}
    session = {
        name: _signed_in(players.users[name]) for name in ("ap_ab", "g_cob", "r_cust", "rec")
    }
    label = Original.objects.get(kind="note").label
    days = [
        cash(tasks[case], session["ap_ab"]),
        cash(tasks[case], session["ap_ab"]),
        visits(tasks[route], session["g_cob"]),
        hand_overs(label, session["r_cust"], session[RECEIVER]),
    ]
    server = Server()
    return server, [Clerk(server.port, day) for day in days]


def _nothing_was_lost_or_done_twice(clerks: list[Clerk], movements_before: int) -> None:
    """What stands is what was acknowledged, act by act."""
    first, second, visited, handed = (len(clerk.acknowledged) for clerk in clerks)
    assert Payment.objects.filter(kind="cash").count() == first + second + 1
    assert (Visit.objects.count(), VisitTakenBack.objects.count()) == (visited, visited - 1)
    rounds = HandOver.objects.filter(reason__startswith="vuelta ")
    assert rounds.count() + rounds.filter(state="accepted").count() == handed
    # Out of the vault, into other hands, offered back; then into custody's hands and its place.
    moved = Movement.objects.count() - movements_before
    assert moved == 4 * (handed // 4) + (0, 1, 2, 2)[handed % 4]
    assert min(first + second, visited, handed) > 0


def _signed_in(user: object) -> str:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type] # the cast's own user
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _let_work(clerks: list[Clerk], seconds: float) -> None:
    """Wait until something new is acknowledged, then a moment longer."""
    before = sum(len(clerk.acknowledged) for clerk in clerks)
    deadline = time.monotonic() + 60
    while sum(len(c.acknowledged) for c in clerks) == before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert sum(len(clerk.acknowledged) for clerk in clerks) > before
    time.sleep(seconds)
