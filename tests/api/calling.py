"""Calling the API as people of the shared cast do, each by a key of his own."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.test import Client

from cartera.control.people.models import User
from cartera.entrance.tokens.acts import make_token

TODAY = date(2026, 1, 5)


def key_for(user: User, scope: str = "work", today: date = TODAY) -> str:
    """A key that lasts a year."""
    return make_token(user, "pruebas", scope, today + timedelta(days=300), today).secret


def by_key(user: User, scope: str = "work", today: date = TODAY) -> Client:
    """A program with a key of the person. Each call has another Idempotency-Key."""
    return _Program(headers={"Authorization": f"Bearer {key_for(user, scope, today)}"})


class _Program(Client):
    def generic(  # type: ignore[override] # whatever Django's own takes is handed on
        self, method: str, path: str, data: Any = b"", *args: Any, **kwargs: Any
    ) -> Any:
        headers = {"Idempotency-Key": uuid4().hex} | dict(kwargs.pop("headers", None) or {})
        return super().generic(method, path, data, *args, headers=headers, **kwargs)


def send(program: Client, address: str, body: Any = None, **headers: str) -> Any:
    """A POST with a JSON body."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    text = json.dumps({} if body is None else body)
    return program.post(f"/api/v1{address}", text, "application/json", headers=named)


def read(program: Client, address: str, **headers: str) -> Any:
    """A GET."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return program.get(f"/api/v1{address}", headers=named)
