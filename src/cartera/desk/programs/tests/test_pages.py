"""The pages of keys, web notices and the API's guide."""

import re
from datetime import date

import pytest
from django.test import Client

from cartera.desk.tests.office import text_of
from cartera.entrance.tokens.models import Token
from cartera.entrance.webhooks.models import Delivery, Subscription
from cartera.kernel.clock import FixedClock, now
from cartera.procedures.players import Players
from tests.cast import CLIENT, a_company, a_document

MADE = {"name": "mi tienda", "scope": "work", "expires_on": "2026-06-30"}


@pytest.fixture
def players(db: None, clock: FixedClock) -> Players:
    return a_company(clock)


def _at(players: Players, username: str) -> Client:
    client = Client()
    client.force_login(players.users[username])
    return client


def test_a_key_is_shown_once_and_opens_the_api(players: Players) -> None:
    client = _at(players, "rec")
    shown = client.post("/mis-llaves/", MADE)
    found = re.search(r"cartera_[\w-]{43}", shown.content.decode())
    assert found is not None
    assert shown["Cache-Control"] == "no-store"
    assert found[0] not in client.get("/mis-llaves/").content.decode()
    called = Client().get("/api/v1/me", headers={"Authorization": f"Bearer {found[0]}"})
    assert called.json()["username"] == "rec"


def test_what_was_typed_is_kept_when_a_key_is_refused(players: Players) -> None:
    answer = _at(players, "rec").post("/mis-llaves/", MADE | {"expires_on": "2030-01-01"})
    assert answer.status_code == 422
    assert "mi tienda" in answer.content.decode()
    assert not Token.objects.exists()


def test_a_key_is_revoked_by_its_owner_and_by_access_administration_alone(players: Players) -> None:
    _at(players, "rec").post("/mis-llaves/", MADE)
    token = Token.objects.get()
    _at(players, "aux_c").post("/mis-llaves/", {"asks": "revoke", "token": token.pk})
    token.refresh_from_db()
    assert token.revoked_at is None
    assert "mi tienda" in _at(players, "adm_acc").get("/mis-llaves/").content.decode()
    _at(players, "adm_acc").post("/mis-llaves/", {"asks": "revoke", "token": token.pk})
    token.refresh_from_db()
    assert token.revoked_by == players.users["adm_acc"]
    _at(players, "rec").post("/mis-llaves/", {"asks": "revoke", "token": "x"})


def test_an_address_is_subscribed_stopped_and_resumed(players: Players) -> None:
    client = _at(players, "adm_acc")
    typed = {"url": "https://example.com/avisos", "events": ["opened"], "procedures": ["INT-07"]}
    assert "whs_" in client.post("/avisos-web/", typed).content.decode()
    made = Subscription.objects.get()
    assert (made.events, made.procedures) == (["opened"], ["INT-07"])
    for asks, state in (("stop", "stopped"), ("resume", "active")):
        client.post("/avisos-web/", {"asks": asks, "which": made.pk})
        made.refresh_from_db()
        assert made.state == state
    assert client.get(f"/avisos-web/{made.pk}/").status_code == 200
    assert client.get("/avisos-web/99/").status_code == 302
    refused = client.post("/avisos-web/", typed | {"url": "http://example.com/"})
    assert refused.status_code == 422
    assert "http://example.com/" in refused.content.decode()


def test_the_guide_shows_every_call_and_every_refusal(players: Players) -> None:
    told = _at(players, "rec").get("/api/guia/").content.decode()
    for expected in (
        "/api/v1/procedures/PCI-F01/steps/4/{task_id}",
        "/api/v1/lists/documents",
        "Idempotency-Key",
        "barred-by-four-eyes",
        "token-not-valid",
        "Cartera-Signature",
    ):
        assert expected in told, expected


@pytest.mark.parametrize("address", ["/mis-llaves/", "/avisos-web/", "/api/guia/"])
def test_a_page_asks_the_database_no_more_for_more_rows(
    players: Players, address: str, django_assert_max_num_queries: object
) -> None:
    for number in range(5):
        Token.objects.create(
            user=players.users["rec"],
            name="x",
            prefix="cartera_",
            digest=str(number),
            created_at="2026-01-05T00:00Z",
            expires_on=date(2026, 6, 1),
        )
        Subscription.objects.create(
            url="https://example.com/",
            from_seq=0,
            created_at="2026-01-05T00:00Z",
            created_by=players.users["rec"],
        )
    client = _at(players, "adm_acc")
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        assert client.get(address).status_code == 200


def test_what_was_told_is_read_in_words(players: Players) -> None:
    case_id = players.request(CLIENT, [a_document()], "500.00", 30)
    told = Subscription.objects.create(
        url="https://example.com/",
        from_seq=0,
        created_at="2026-01-05T00:00Z",
        created_by=players.users["adm_acc"],
    )
    Delivery.objects.create(
        subscription=told, seq=1, event="sent_back", case_id=case_id, recorded_at=now()
    )
    page = text_of(_at(players, "adm_acc").get(f"/avisos-web/{told.pk}/"))
    assert "se devolvió una operación" in page
    assert "PCI-F01 1</a>" in page
    assert "05/01/2026 09:00" in page
