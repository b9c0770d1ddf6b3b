"""The description of the API as pages show it: whoever serves it says where it comes from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cartera.kernel.refusals import Refusal

OpenApi = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Described:
    """The OpenAPI description, and every refusal by the status with which it is answered."""

    openapi: Callable[[], OpenApi]
    refusals: Callable[[], Mapping[int, list[type[Refusal]]]]


_DESCRIBED: list[Described] = []


def describe(described: Described) -> None:
    """Say where the description comes from; the last to say so stands."""
    _DESCRIBED[:] = [described]


def described() -> Described:
    """Where it comes from. LookupError where nobody serves an API."""
    if not _DESCRIBED:
        raise LookupError("no API is served here")
    return _DESCRIBED[0]
