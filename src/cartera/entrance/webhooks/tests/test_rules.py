"""Which addresses may be told, how what is told is signed, and when it is tried again."""

import hmac
from datetime import timedelta
from hashlib import sha256

import pytest

from cartera.entrance.webhooks.refusals import (
    AddressNotPublic,
    AddressNotSecure,
    AddressUnreadable,
)
from cartera.entrance.webhooks.rules import (
    TRYING,
    check_address,
    is_public,
    secret_of,
    signature_of,
)
from cartera.kernel.refusals import Refusal


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("https://example.com/hook?x=1", "example.com", 443),
        ("https://example.com:8443", "example.com", 8443),
        ("https://93.184.216.34/", "93.184.216.34", 443),
    ],
)
def test_an_address_of_the_open_internet_may_be_told(url: str, host: str, port: int) -> None:
    assert check_address(url, ()) == (host, port)


@pytest.mark.parametrize(
    ("url", "refusal"),
    [
        ("", AddressUnreadable),
        ("example.com", AddressUnreadable),
        ("https://", AddressUnreadable),
        ("https://ana:clave@example.com/", AddressUnreadable),
        ("https://example.com/#a", AddressUnreadable),
        ("https://example.com:99999/", AddressUnreadable),
        ("https://[::1/", AddressUnreadable),
        ("https://exa mple.com/", AddressUnreadable),
        ("https://example.com/\r\nX: 1", AddressUnreadable),
        ("https://éxample.com/", AddressUnreadable),
        ("http://example.com/", AddressNotSecure),
        ("ftp://example.com/", AddressNotSecure),
        ("http://127.0.0.1/", AddressNotSecure),
        ("https://127.0.0.1/", AddressNotPublic),
        ("https://10.0.0.7/", AddressNotPublic),
        ("https://169.254.169.254/latest/meta-data", AddressNotPublic),
        ("https://[::1]/", AddressNotPublic),
        ("https://[::ffff:10.0.0.1]/", AddressNotPublic),
        ("https://0.0.0.0/", AddressNotPublic),
    ],
)
def test_other_addresses_are_refused(url: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        check_address(url, ())


def test_the_companys_own_hosts_may_be_private_and_plain_on_the_machine_itself() -> None:
    assert check_address("http://127.0.0.1:9000/", ["127.0.0.1"]) == ("127.0.0.1", 9000)
    assert check_address("https://erp.local/", ["erp.local"]) == ("erp.local", 443)
    with pytest.raises(AddressNotSecure):
        check_address("http://erp.local/", ["erp.local"])


@pytest.mark.parametrize(
    "address",
    [
        "192.168.1.1",
        "fe80::1",
        "100.64.0.1",
        "224.0.0.1",
        "2002:a00:1::",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "::127.0.0.1",
        "::ffff:10.0.0.1",
        "0.0.0.0",  # noqa: S104 - an address to refuse
        "::",
    ],
)
def test_private_addresses_are_known(address: str) -> None:
    assert not is_public(address)


def test_a_public_address_that_a_translator_carries_is_public() -> None:
    assert is_public("64:ff9b::8.8.8.8")


def test_a_signature_proves_sender_and_instant() -> None:
    secret = secret_of("key", "salt")
    assert secret == secret_of("key", "salt") != secret_of("key", "other")
    seal = hmac.new(secret.encode(), b"1700000000.{}", sha256).hexdigest()
    assert signature_of(secret, 1_700_000_000, b"{}") == f"t=1700000000,v1={seal}"


def test_telling_is_tried_for_a_day() -> None:
    rests = [TRYING.wait_after(n) for n in range(1, TRYING.tries)]
    assert timedelta(hours=24) <= sum(rests, timedelta()) < timedelta(hours=25)
