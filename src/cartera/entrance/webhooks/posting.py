"""One letter posted to one address of the open internet, and what was answered."""

import asyncio
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import httpx
from django.conf import settings

from cartera.entrance.webhooks.refusals import AddressNotPublic, AddressTooSlow, AddressUnknown
from cartera.entrance.webhooks.rules import check_address, is_public, signature_of
from cartera.kernel.clock import SystemClock
from cartera.kernel.refusals import Refusal

PATIENCE_SECONDS = 10  # for all of it: a receiver that trickles bytes holds a worker no longer
LONGEST_ANSWER = 500


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent, where, and under which secret."""

    number: int
    url: str
    event: str
    body: bytes
    secret: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The status that came back, none where nothing came back, and the beginning of the text."""

    status: int | None
    text: str = ""

    @property
    def is_taken(self) -> bool:
        """Whether the address took it."""
        return self.status is not None and 200 <= self.status < 300


def post(letter: Letter) -> Answer:
    """Send a letter. Redirections are not followed; whatever goes wrong is an answer."""
    try:
        host, port = check_address(letter.url, settings.WEBHOOKS_INSIDE)
        return asyncio.run(_sent(_request(letter, host, _resolved(host, port))))
    except Refusal as refusal:
        return Answer(None, str(refusal))
    except httpx.HTTPError as error:
        return Answer(None, type(error).__name__)


def _resolved(host: str, port: int) -> str:
    """The address to connect to: checked, and then used as it was checked, so that a name which
    answers something else the next moment gains nothing."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise AddressUnknown from None
    addresses = [str(entry[4][0]) for entry in found]
    if host not in settings.WEBHOOKS_INSIDE and not all(map(is_public, addresses)):
        raise AddressNotPublic
    return addresses[0]


def _request(letter: Letter, host: str, address: str) -> httpx.Request:
    at = int(SystemClock().now().timestamp())
    return httpx.Request(
        "POST",
        _with_host(letter.url, address),
        content=letter.body,
        headers={
            "Host": urlsplit(letter.url).netloc,
            "Content-Type": "application/json",
            "User-Agent": "Cartera",
            "Cartera-Event": letter.event,
            "Cartera-Delivery": str(letter.number),
            "Cartera-Signature": signature_of(letter.secret, at, letter.body),
        },
        extensions={"sni_hostname": host},
    )


async def _sent(request: httpx.Request) -> Answer:
    """What is answered within the patience, from the first byte sent to the last one read.

    The library's own limits are for one read each; a task is stopped whatever it waits for.
    Of the answer the first bytes are read and the rest is not even received. The status alone says
    whether it was taken: a text that breaks off or never ends is no failure.
    """
    status, text = None, b""
    try:
        async with (
            asyncio.timeout(PATIENCE_SECONDS),
            httpx.AsyncClient(trust_env=False, follow_redirects=False) as client,
        ):
            response = await client.send(request, stream=True)
            status = response.status_code
            async for piece in response.aiter_raw():
                text += piece
                if len(text) >= LONGEST_ANSWER:
                    break
            await response.aclose()
    except TimeoutError:
        if status is None:
            raise AddressTooSlow(seconds=PATIENCE_SECONDS) from None
    except httpx.HTTPError:
        if status is None:
            raise
    shown = text[:LONGEST_ANSWER].decode("utf-8", "replace").replace("\x00", "")
    return Answer(status, shown)


def _with_host(url: str, address: str) -> str:
    """The same address with the IP in the name's place."""
    parts = urlsplit(url)
    shown = f"[{address}]" if ":" in address else address
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit(parts._replace(netloc=f"{shown}{port}"))
