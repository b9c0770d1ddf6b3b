"""While no company exists, every page leads to the one that founds it, behind a one-time key.

The server makes the key when it starts an empty house; only its hash is kept, in a file that the
company's founding takes away. Where there is no such file nothing here costs anything.
"""

import secrets
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cartera.company.models import Company

TRIES = 5
WITHIN_SECONDS = 300
_OPEN = ("/static/", "/idioma/", "/apariencia/")


class FoundingFirst:
    """Leads whoever comes to an empty house to its founding."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let pass what is needed to found; lead all else there."""
        if awaits_founding():
            founding = reverse("desk:founding")
            if not request.path.startswith((founding, *_OPEN)):
                return redirect(founding)
        return self._answer(request)


def awaits_founding() -> bool:
    """Whether the house is empty and its key was made."""
    return _key_file().exists() and not Company.objects.exists()


def make_key() -> str:
    """A fresh key for the founding; the one before serves no more. Only its hash is kept."""
    key = secrets.token_urlsafe(12)
    path = _key_file()
    path.touch(mode=0o600)
    path.write_text(sha256(key.encode()).hexdigest(), encoding="ascii")
    return key


def forget_key() -> None:
    """The house is founded: the key serves no more."""
    _key_file().unlink(missing_ok=True)


def is_key(typed: str) -> bool:
    """Whether it is the key that the server showed."""
    path = _key_file()
    if not path.exists():
        return False
    kept = path.read_text(encoding="ascii")
    return secrets.compare_digest(kept, sha256(typed.strip().encode()).hexdigest())


def may_try(address: str) -> bool:
    """Count a try from an address: five within five minutes, thirty from all of them."""
    return _counted(f"founding:{address}") <= TRIES and _counted("founding") <= 6 * TRIES


def _counted(name: str) -> int:
    cache.add(name, 0, WITHIN_SECONDS)
    return int(cache.incr(name))


def _key_file() -> Path:
    return Path(settings.SET_UP_KEY_FILE)
