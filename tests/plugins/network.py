"""No test reaches beyond this machine: a connection to anywhere but loopback raises."""

import ipaddress
import socket
from typing import Any

import pytest


class NetworkRefused(Exception):
    """A test tried to connect to another machine."""


def pytest_configure(config: pytest.Config) -> None:
    """Put the guard in place for the whole run."""
    if socket.socket.connect is not _guarded_connect:
        socket.socket.connect = _guarded_connect  # type: ignore[method-assign,assignment]
        socket.socket.connect_ex = _guarded_connect_ex  # type: ignore[method-assign,assignment]


_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex


def _guarded_connect(self: socket.socket, address: Any) -> None:
    _refuse_elsewhere(self, address)
    _connect(self, address)


def _guarded_connect_ex(self: socket.socket, address: Any) -> int:
    _refuse_elsewhere(self, address)
    return _connect_ex(self, address)


def _refuse_elsewhere(self: socket.socket, address: Any) -> None:
    if self.family == socket.AF_UNIX:
        return
    if not _is_loopback(str(address[0])):
        raise NetworkRefused(f"a test may not connect to {address[0]}")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
