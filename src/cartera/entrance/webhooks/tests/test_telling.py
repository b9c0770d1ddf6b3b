"""What happens to cases is told to who subscribed: signed, once, again where it was not taken."""

import hmac
import json
import time
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from cartera.control.jobs.working import work_off
from cartera.control.workflow.engine import open_case, perform, reject, send_back
from cartera.control.workflow.models import Case, Task
from cartera.control.workflow.refusals import RoleMissing
from cartera.entrance.webhooks import acts, posting, telling
from cartera.entrance.webhooks.jobs import send
from cartera.entrance.webhooks.models import Delivery
from cartera.entrance.webhooks.posting import Answer, Letter, post
from cartera.entrance.webhooks.refusals import (
    AddressNotPublic,
    AddressUnreadable,
    EventsMissing,
    EventUnknown,
    NoSuchDelivery,
    NoSuchSubscription,
    ProcedureUnknown,
    SubscriptionStopped,
    TooManySubscriptions,
)
from cartera.entrance.webhooks.rules import EVENTS
from cartera.entrance.webhooks.selectors import deliveries_of, subscription_of
from cartera.entrance.webhooks.tests.receiver import Receiver, receiving, trickling
from cartera.kernel.clock import FixedClock
from cartera.kernel.refusals import Refusal
from cartera.procedures.players import Players
from tests.cast import CLIENT, a_company, a_document

CLAIM = {"client": CLIENT, "kind": "other", "amount": "1.00", "reason": "gestión"}


@pytest.fixture
def receiver(settings: object) -> Iterator[Receiver]:
    settings.WEBHOOKS_INSIDE = ["127.0.0.1"]  # type: ignore[attr-defined]
    with receiving() as found:
        yield found


@pytest.fixture
def players(committed_db: str, clock: FixedClock) -> Players:
    return a_company(clock)


def _subscribe(
    players: Players, receiver: Receiver, *events: str, **more: list[str]
) -> acts.NewSubscription:
    return acts.subscribe(players.users["adm_acc"], receiver.url, events or EVENTS, **more)


def _told(receiver: Receiver) -> list[tuple[str, str]]:
    """The events in the order of the chain, with the procedure they are of."""
    bodies = sorted((json.loads(heard.body) for heard in receiver.heard), key=lambda b: b["seq"])
    return [(body["event"], body["case"]["procedure"]) for body in bodies]


def test_a_case_is_told_from_its_opening_to_its_end(players: Players, receiver: Receiver) -> None:
    secret = _subscribe(players, receiver).secret
    case_id = players.open("INT-07", "AUX_C", CLAIM)
    players.play_through(case_id)
    work_off()
    assert sorted(_told(receiver)) == [
        ("closed", "INT-07"),
        ("opened", "INT-07"),
        ("performed", "INT-07"),
    ]
    heard = receiver.heard[0]
    stamp, seal = (part.split("=")[1] for part in heard.headers["Cartera-Signature"].split(","))
    signed = hmac.new(secret.encode(), stamp.encode() + b"." + heard.body, sha256).hexdigest()
    assert seal == signed
    assert heard.headers["Cartera-Event"] == json.loads(heard.body)["event"]
    assert heard.headers["Host"] == f"127.0.0.1:{receiver.port}"
    assert {int(h.headers["Cartera-Delivery"]) for h in receiver.heard} == set(
        Delivery.objects.filter(state="delivered").values_list("id", flat=True)
    )


def test_what_is_told_names_nobody(players: Players, receiver: Receiver) -> None:
    _subscribe(players, receiver)
    case_id = players.request(CLIENT, [a_document()], "10000.00", 45)
    task = Task.objects.get(case_id=case_id, state="open")
    with pytest.raises(RoleMissing):
        perform(task.pk, players.users["aux_c"], {})
    send_back(task.pk, players.users["rec"], "falta la firma de Juana Pérez")
    players.play(
        case_id,
        {"client": CLIENT, "amount": "10000.00", "term_days": 45, "documents": [a_document()]},
    )
    reject(Task.objects.get(case_id=case_id, state="open").pk, players.users["rec"], "no va")
    work_off()
    assert [event for event, _ in _told(receiver)] == [
        "opened", "refused", "sent_back", "performed", "rejected",
    ]  # fmt: skip
    for heard in receiver.heard:
        assert set(json.loads(heard.body)) == {
            "event", "seq", "procedure", "step", "role", "at", "on", "result", "case",
        }  # fmt: skip
        for private in (b"Izalco", b"0614", b"15191", b"Juana", b"10000", b"Q-2587"):
            assert private not in heard.body


def test_only_what_was_asked_for_is_told(players: Players, receiver: Receiver) -> None:
    players.open("INT-07", "AUX_C", CLAIM)
    _subscribe(players, receiver, "opened", chosen=["INT-07"])
    players.admit_debtor("D003", "Almacén", "100.00")
    players.play_through(players.open("INT-07", "AUX_C", CLAIM))
    work_off()
    assert _told(receiver) == [("opened", "INT-07")]


def test_a_case_that_another_opened_is_told(players: Players, receiver: Receiver) -> None:
    case_id = players.request(CLIENT, [a_document()], "10000.00", 45)
    players.disburse(case_id, ["Q-2587"])
    _subscribe(players, receiver, "opened")
    row = {
        "assignment": 1, "document": "Q-2587", "bank": "Banco", "reference": "CH-1",
        "amount": "10000.00", "value_on": "2026-01-05",
    }  # fmt: skip
    players.receive_and_apply([row])
    work_off()
    opened = Case.objects.filter(parent__procedure="PCI-F09").values_list("procedure", flat=True)
    assert list(opened) == ["PCI-F10"]
    assert sorted(_told(receiver)) == [("opened", "PCI-F09"), ("opened", "PCI-F10")]


def test_an_event_is_told_once_however_often_it_is_looked_for(
    players: Players, receiver: Receiver
) -> None:
    _subscribe(players, receiver, "opened")
    players.open("INT-07", "AUX_C", CLAIM)
    assert (telling.tell(), telling.tell()) == (1, 0)
    delivery = Delivery.objects.get()
    send(delivery_id=delivery.pk)
    send(delivery_id=delivery.pk)
    work_off()
    assert len(receiver.heard) == 1
    assert Delivery.objects.values_list("state", "attempts").get() == ("delivered", 1)


def test_an_act_that_was_undone_is_not_told(players: Players, receiver: Receiver) -> None:
    _subscribe(players, receiver)
    with transaction.atomic():
        open_case("INT-07", players.users["aux_c"], CLAIM)
        transaction.set_rollback(True)
    work_off()
    assert receiver.heard == []


def test_what_was_not_taken_is_sent_again_later(players: Players, receiver: Receiver) -> None:
    receiver.statuses, receiver.answer = [503], b"x" * 5000
    _subscribe(players, receiver, "opened")
    players.open("INT-07", "AUX_C", CLAIM)
    work_off()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.status) == ("waiting", 1, 503)
    assert delivery.answer == "x" * 500
    with connection.cursor() as cursor:
        cursor.execute("SELECT scheduled_at - now() FROM procrastinate_jobs")
        assert 20 < cursor.fetchone()[0].total_seconds() <= 30
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now()")
    work_off()
    assert len({heard.body for heard in receiver.heard}) == 1
    assert len({heard.headers["Cartera-Delivery"] for heard in receiver.heard}) == 1
    assert Delivery.objects.get().state == "delivered"


def test_after_a_day_it_is_given_up_and_may_be_replayed(
    players: Players, receiver: Receiver
) -> None:
    receiver.statuses = [500]
    _subscribe(players, receiver, "opened")
    players.open("INT-07", "AUX_C", CLAIM)
    telling.tell()
    Delivery.objects.update(attempts=14)
    work_off()
    assert Delivery.objects.get().state == "failed"
    acts.replay_delivery(Delivery.objects.get().pk)
    work_off()
    assert Delivery.objects.get().state == "delivered"


def test_an_address_that_is_gone_is_told_no_more(players: Players, receiver: Receiver) -> None:
    receiver.statuses = [410]
    made = _subscribe(players, receiver, "opened").subscription
    players.open("INT-07", "AUX_C", CLAIM)
    work_off()
    players.open("INT-07", "AUX_C", CLAIM)
    work_off()
    assert len(receiver.heard) == 1
    assert subscription_of(made.pk).state == "gone"
    with pytest.raises(SubscriptionStopped):
        acts.replay_delivery(deliveries_of(made.pk)[0].pk)
    acts.resume_subscription(made.pk)
    players.open("INT-07", "AUX_C", CLAIM)
    work_off()
    assert len(receiver.heard) == 2


def test_what_waits_when_an_address_is_stopped_is_not_sent(
    players: Players, receiver: Receiver
) -> None:
    made = _subscribe(players, receiver, "opened").subscription
    players.open("INT-07", "AUX_C", CLAIM)
    telling.tell()
    acts.stop_subscription(made.pk)
    work_off()
    assert receiver.heard == []
    assert Delivery.objects.get().state == "failed"


def test_a_redirection_is_not_followed(players: Players, receiver: Receiver) -> None:
    receiver.statuses = [302]
    _subscribe(players, receiver, "opened")
    players.open("INT-07", "AUX_C", CLAIM)
    work_off()
    assert Delivery.objects.values_list("state", "status").get() == ("waiting", 302)


def test_an_address_is_asked_again_before_it_is_told(
    players: Players, receiver: Receiver, settings: object
) -> None:
    """It may have been the company's own when it subscribed, or a name that meant another place."""
    _subscribe(players, receiver, "opened")
    players.open("INT-07", "AUX_C", CLAIM)
    telling.tell()
    settings.WEBHOOKS_INSIDE = []  # type: ignore[attr-defined]
    work_off()
    assert receiver.heard == []
    assert Delivery.objects.get().answer == "La dirección debe empezar con https://."


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        ("https://localhost/", "Esa dirección es de una red interna: no se le envían avisos."),
        ("https://no-hay.invalid/", "No se encuentra el servidor de esa dirección."),
    ],
)
def test_a_name_is_looked_up_and_its_address_checked(url: str, answer: str) -> None:
    assert post(Letter(1, url, "opened", b"{}", "s")) == Answer(None, answer)


def test_an_address_where_nobody_listens_is_an_answer_too(receiver: Receiver) -> None:
    answer = post(Letter(1, "http://127.0.0.1:1/", "opened", b"{}", "s"))
    assert answer == Answer(None, "ConnectError")


def test_a_receiver_that_trickles_its_answer_holds_nobody_past_the_patience(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WEBHOOKS_INSIDE = ["127.0.0.1"]
    monkeypatch.setattr(posting, "PATIENCE_SECONDS", 1)
    with trickling(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"a", 0.05) as slow:
        began = time.monotonic()
        answer = post(Letter(1, slow.url, "opened", b"{}", "s"))
        assert time.monotonic() - began < 4
    assert answer == Answer(None, "El servidor tardó más de 1 segundos en contestar.")


@pytest.mark.parametrize("every_seconds", [0.05, 0])
def test_of_an_answer_that_never_ends_the_beginning_is_read(
    settings: Any, monkeypatch: pytest.MonkeyPatch, every_seconds: float
) -> None:
    settings.WEBHOOKS_INSIDE = ["127.0.0.1"]
    monkeypatch.setattr(posting, "PATIENCE_SECONDS", 1)
    piece = b"a" if every_seconds else b"a" * 1000
    with trickling(b"HTTP/1.1 200 OK\r\n\r\nhola", piece, every_seconds) as endless:
        began = time.monotonic()
        answer = post(Letter(1, endless.url, "opened", b"{}", "s"))
        assert time.monotonic() - began < 4
    assert (answer.status, answer.text[:8], answer.is_taken) == (200, "holaaaaa", True)
    assert len(answer.text) <= posting.LONGEST_ANSWER
    assert endless.sent < 20_000_000  # what fits into the line's own buffers, and no more


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"url": "https://" + "x" * 500}, AddressUnreadable),
        ({"url": "https://10.0.0.1/"}, AddressNotPublic),
        ({"events": []}, EventsMissing),
        ({"events": ["deleted"]}, EventUnknown),
        ({"chosen": ["PCI-F99"]}, ProcedureUnknown),
    ],
)
@pytest.mark.django_db
def test_a_subscription_is_refused(
    clock: FixedClock, changed: dict[str, object], refusal: type[Refusal]
) -> None:
    typed = {"url": "https://example.com/", "events": ["opened"], "chosen": []} | changed
    with pytest.raises(refusal):
        acts.subscribe(a_company(clock).users["adm_acc"], **typed)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_there_are_at_most_fifty(clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "MOST_ACTIVE", 1)
    user = a_company(clock).users["adm_acc"]
    acts.subscribe(user, "https://example.com/", ["opened"])
    with pytest.raises(TooManySubscriptions):
        acts.subscribe(user, "https://example.com/", ["opened"])


@pytest.mark.django_db
def test_what_is_not_there_is_refused() -> None:
    with pytest.raises(NoSuchSubscription):
        acts.stop_subscription(1)
    with pytest.raises(NoSuchSubscription):
        subscription_of(1)
    with pytest.raises(NoSuchDelivery):
        acts.replay_delivery(1)


def test_what_was_told_stays_as_it_was(players: Players, receiver: Receiver) -> None:
    _subscribe(players, receiver, "opened")
    players.open("INT-07", "AUX_C", CLAIM)
    telling.tell()
    with pytest.raises(IntegrityError, match="column_is_written_once"), transaction.atomic():
        Delivery.objects.update(body="{}")
