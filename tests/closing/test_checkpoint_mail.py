"""The day's checkpoint leaves the database by mail too: one message to each of internal audit."""

from typing import Any

import pytest
from django.db import transaction

from cartera.control.audit.models import Checkpoint
from cartera.control.jobs.working import work_off
from cartera.control.mail.models import Message
from cartera.control.mail.tests.mailing import leads_to
from cartera.control.mail.tests.server import listening
from cartera.control.people.models import User
from cartera.control.workflow.engine import open_case
from cartera.kernel.clock import FixedClock
from cartera.procedures.closing import close_day
from cartera.procedures.players import Players
from tests.cast import a_company


def _close(players: Players) -> int:
    return close_day(players.users["contab"], players.users["aud_int"])


def test_a_close_mails_its_checkpoint_to_internal_audit(
    committed_db: str, clock: FixedClock, settings: Any
) -> None:
    players = a_company(clock)
    with listening() as server:
        leads_to(settings, server.port)
        case_id = _close(players)
        work_off()
    point = Checkpoint.objects.get()
    (taken,) = server.taken
    assert taken.recipients == [players.users["aud_int"].email]
    assert taken.message["Subject"] == "Punto de control del 05/01/2026"
    body = taken.message.get_body()
    assert body is not None
    assert f"Último hecho: {point.seq}" in body.get_content()
    assert f"Huella: {point.hash}" in body.get_content()
    message = Message.objects.get()
    assert (message.case_id, message.actor, message.role) == (
        case_id,
        players.users["contab"],
        "CONTAB",
    )


def test_a_close_that_is_undone_mails_nothing(db: None, clock: FixedClock) -> None:
    players = a_company(clock)
    with transaction.atomic():
        open_case("INT-04", players.users["contab"], {})
        assert Message.objects.count() == 1
        transaction.set_rollback(True)
    assert Message.objects.count() == 0


def test_an_address_that_cannot_be_written_to_stops_no_close(
    db: None, clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    players = a_company(clock)
    auditor = players.users["aud_int"]
    User.objects.filter(pk=auditor.pk).update(email="nadie")
    _close(players)
    assert Checkpoint.objects.exists()
    assert not Message.objects.exists()
    assert f"was not mailed to person {auditor.pk}" in caplog.text
    assert "nadie" not in caplog.text
