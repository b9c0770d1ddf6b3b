"""Which addresses may be told, when to try again, and how what is told is signed."""

import hmac
from collections.abc import Collection
from datetime import timedelta
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from cartera.control.jobs.queue import Backoff
from cartera.entrance.webhooks.refusals import (
    AddressNotPublic,
    AddressNotSecure,
    AddressUnreadable,
)

_CARRIERS = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))
EVENTS = ("opened", "performed", "authorised", "sent_back", "rejected", "closed", "refused")

# Fourteen rests of half a minute, a minute ... four hours: a day in all.
TRYING = Backoff(tries=15, first=timedelta(seconds=30))


def check_address(url: str, inside: Collection[str]) -> tuple[str, int]:
    """Host and port of an address that may be told.

    Refused: what is no address, names a person, or is not https; an address of a private network
    written in figures. Hosts of `inside` are the company's own: they may be private, and plain http
    on the machine itself.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise AddressUnreadable(field="url") from None
    host = parts.hostname
    if not host or not _is_written_well(url) or parts.username or parts.password or parts.fragment:
        raise AddressUnreadable(field="url")
    own = host in inside
    if parts.scheme != "https" and not (parts.scheme == "http" and own and _is_loopback(host)):
        raise AddressNotSecure(field="url")
    if _is_figures(host) and not own and not is_public(host):
        raise AddressNotPublic(field="url")
    return host, port or (443 if parts.scheme == "https" else 80)


def is_public(address: str) -> bool:
    """Whether an IP address is of the open internet: no private, local or reserved one."""
    found = ip_address(address)
    if isinstance(found, IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or _carried(found)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast


def _carried(found: IPv6Address) -> IPv4Address | None:
    """The address of the old internet that one of the new carries for a translator (NAT64), or as
    was once done (::127.0.0.1)."""
    inside = any(found in network for network in _CARRIERS)
    return IPv4Address(int(found) & 0xFFFFFFFF) if inside else None


def signature_of(secret: str, at: int, body: bytes) -> str:
    """The header that proves who sent `body`: `t` are seconds since 1970, against replays."""
    seal = hmac.new(secret.encode(), f"{at}.".encode() + body, sha256).hexdigest()
    return f"t={at},v1={seal}"


def secret_of(key: str, salt: str) -> str:
    """A subscription's secret: nobody reads it from the database."""
    return "whs_" + hmac.new(key.encode(), salt.encode(), sha256).hexdigest()


def _is_written_well(url: str) -> bool:
    return url.isascii() and url.isprintable() and not any(mark in url for mark in ' "<>\\^`{|}')


def _is_loopback(host: str) -> bool:
    return host == "localhost" or (_is_figures(host) and ip_address(host).is_loopback)


def _is_figures(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
