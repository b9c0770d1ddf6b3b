"""The web server is killed under load (R5): what it acknowledged stands, and stands once."""

import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client

from cartera.control.workflow.models import Task
from cartera.credit.payments.models import Payment
from cartera.kernel.clock import FixedClock
from tests.cast import a_company, a_live_assignment
from tests.invariants import broken
from tests.races.test_killed_at_work import ROOT, _cash, _wait_until_its_connections_are_gone

PEOPLE = 4
HOST = "127.0.0.1"


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
    """Posts one cent after another; what is not acknowledged is posted again under its key."""

    def __init__(self, port: int, task: int, session: str) -> None:
        super().__init__(daemon=True)
        self.port, self.task, self.session = port, task, session
        self.acknowledged: list[str] = []
        self.others: list[int] = []
        self.rests = threading.Event()

    def run(self) -> None:
        while not self.rests.is_set():
            key = secrets.token_hex(16)
            while not self._post(key):
                time.sleep(0.02)
            self.acknowledged.append(key)

    def _post(self, key: str) -> bool:
        token = "t" * 32
        typed = {f"payments.0.{name}": str(value) for name, value in _cash().items()}
        typed |= {"payments.0.value_on": "05/01/2026", "payments.0.source": "office"}
        typed |= {"_asks": "do", "_key": key, "csrfmiddlewaretoken": token}
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.session}"
        headers = {
            "Cookie": f"{cookies}; {settings.CSRF_COOKIE_NAME}={token}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        line = HTTPConnection(HOST, self.port, timeout=30)
        try:
            line.request("POST", f"/tarea/{self.task}/", urlencode(typed), headers)
            status = line.getresponse().status
        except (OSError, HTTPException):
            return False
        finally:
            line.close()
        if status != 302:
            self.others.append(status)
        return status == 302


@pytest.mark.parametrize("kills", [10, pytest.param(200, marks=pytest.mark.long)])
def test_a_killed_server_loses_nothing_and_repeats_nothing(
    committed_db: str, clock: FixedClock, kills: int
) -> None:
    players = a_company(clock)
    a_live_assignment(players)
    case = players.open("PCI-F09", "AP_AB", {"payments": [_cash()], "finish": False})
    task = Task.objects.get(case_id=case, state="open").pk
    server = Server()
    clerks = [Clerk(server.port, task, _signed_in(players.users["ap_ab"])) for _ in range(PEOPLE)]
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
    heard = [key for clerk in clerks for key in clerk.acknowledged]
    assert Payment.objects.filter(kind="cash").count() == len(heard) + 1
    assert [status for clerk in clerks for status in clerk.others if status < 500] == []
    assert broken() == []


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
