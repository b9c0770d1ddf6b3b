"""Asking for an address as somebody, and what the answer means: let in, turned away, sign in.

Nothing that a question does lasts. Pages are asked with a session; calls of the API with the
headers that `CALLERS` makes for the person.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.test import Client

from cartera.control.audit.models import Event
from cartera.control.people.models import User
from cartera.entrance.routes import Route
from tests.entrance.calls import by_token
from tests.entrance.house import House, thrown_away

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
SIGN_IN = "/cuenta/login/"
ANONYMOUS = ""

LET_IN, TURNED_AWAY, MUST_SIGN_IN, NO_SUCH_METHOD = "let in", "turned away", "sign in", "405"


def by_session(user: User) -> Client:
    """A browser in which the person has signed in."""
    browser = Client(raise_request_exception=True)
    browser.force_login(user)
    return browser


# How a person is known to each surface: the API puts its own way here.
CALLERS: dict[str, Callable[[User], Client]] = {"page": by_session, "api": by_token}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, how many denials the chain gained by it, how many acts; where it leads."""

    means: str
    status: int
    denials: int
    acts: int
    leads_to: str


class Door:
    """The house's door, at which everybody knocks with a browser of his own."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._known: dict[tuple[str, str], Client] = {}
        self._before: tuple[int, int] | None = None

    def ask(self, username: str, route: Route, method: str, address: str) -> Answer:
        """Ask for the address as the person, or as nobody known.

        What an answer did is thrown away, so the chain is as long before the next one.
        """
        asked = self._caller(username, route.surface)
        before = self._before = self._before or _counts()
        with thrown_away():
            response = asked.generic(method, address, **_body(route, method))
            after = _counts()
        let_go(response)
        denials, acts = after[0] - before[0], after[1] - before[1]
        leads_to = response.headers.get("Location", "")
        return Answer(_meaning(response), response.status_code, denials, acts, leads_to)

    def _caller(self, username: str, surface: str) -> Client:
        if username == ANONYMOUS:
            return Client()
        key = (username, surface)
        if key not in self._known:
            self._known[key] = CALLERS[surface](self.house.users[username])
            self._before = None
        return self._known[key]


def let_go(response: Any) -> None:
    """Close the file of an answer that is streamed: nobody here reads it to its end.

    Closing the answer itself would close the connection that all tests share.
    """
    if response.streaming:
        for close in response._resource_closers:
            close()


def _body(route: Route, method: str) -> dict[str, Any]:
    """A form that asks for nothing in particular, or an empty JSON."""
    if method in ("GET", "HEAD"):
        return {}
    if route.surface == "api":
        return {"data": b"{}", "content_type": "application/json"}
    return {"data": b"_asks=do", "content_type": "application/x-www-form-urlencoded"}


def _meaning(response: Any) -> str:
    if response.status_code == 405:
        return NO_SUCH_METHOD
    if response.status_code == 403:
        return TURNED_AWAY
    led = response.status_code == 302 and response["Location"].startswith(SIGN_IN)
    return MUST_SIGN_IN if led or response.status_code == 401 else LET_IN


def _counts() -> tuple[int, int]:
    is_denied = Q(kind="refused")
    found = Event.objects.aggregate(
        denied=Count("pk", filter=is_denied), done=Count("pk", filter=~is_denied)
    )
    return found["denied"], found["done"]
