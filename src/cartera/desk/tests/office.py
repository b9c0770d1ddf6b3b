"""Signing in and posting as people of the shared cast do."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

from cartera.control.workflow.models import Task
from cartera.procedures.players import Players
from tests.cast import CLIENT, DEBTOR


def at_desk(players: Players, username: str) -> Client:
    """A browser in which the person has signed in."""
    client = Client()
    client.force_login(players.users[username])
    return client


def waiting(case_id: int) -> Task:
    """The task that waits in a case."""
    return Task.objects.get(case_id=case_id, state="open")


def post_step(client: Client, task: Task, asks: str = "do", /, **typed: Any) -> HttpResponse:
    """Post the form of a step."""
    return _post(client, f"/tarea/{task.pk}/", asks, typed)


def post_opening(client: Client, code: str, asks: str = "do", /, **typed: Any) -> HttpResponse:
    """Post the form that begins a procedure."""
    return _post(client, f"/nuevo/{code}/", asks, typed)


def a_request(**changed: str) -> dict[str, str]:
    """The form of PCI-F01 step 1 with one document, as a browser posts it."""
    typed = {
        "client": CLIENT,
        "amount": "10,000.00",
        "term_days": "45",
        "documents.0.debtor": DEBTOR,
        "documents.0.number": "Q-2587",
        "documents.0.amount": "10,000.00",
        "documents.0.due_on": "19/02/2026",
        "documents.0.kind": "quedan",
    }
    return typed | {name.replace("__", "."): value for name, value in changed.items()}


def text_of(response: Any) -> str:
    """What the page says."""
    return str(response.content.decode())


def _post(client: Client, address: str, asks: str, typed: Mapping[str, Any]) -> HttpResponse:
    said = {"_asks": asks, "_key": uuid4().hex} | dict(typed)
    answer: HttpResponse = client.post(address, said)  # type: ignore[assignment] # its own subclass
    return answer
