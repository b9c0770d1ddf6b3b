"""The people that locust plays: each with a role's session, reading the site as in a day's work."""

import json
import os
from pathlib import Path
from random import choice

from locust import HttpUser, between, task

PEOPLE = json.loads(Path(os.environ["CARTERA_BENCH_PEOPLE"]).read_text(encoding="utf-8"))
FIRST_CLONE = 1_000_001


class Clerk(HttpUser):
    """Somebody with his inbox open, who opens lists, looks things up and reads a case."""

    wait_time = between(2, 6)

    def on_start(self) -> None:
        """Come in with a session that is signed in already."""
        person = choice(PEOPLE)  # noqa: S311 - which role is played is no secret
        self.client.cookies.set(person["name"], person["value"])

    def _read(self, address: str, name: str) -> None:
        with self.client.get(address, name=name, catch_response=True) as answer:
            if answer.status_code != 200 or "/cuenta/login/" in str(answer.url):
                answer.failure(f"{address} answered {answer.status_code}")

    @task(10)
    def inbox(self) -> None:
        self._read("/", "Mi bandeja")

    @task(4)
    def overdue(self) -> None:
        self._read("/?ver=overdue", "Mi bandeja")

    @task(3)
    def assignments(self) -> None:
        self._read("/cesiones/", "Cesiones")

    @task(3)
    def documents(self) -> None:
        self._read("/documentos/", "Documentos")

    @task(3)
    def search(self) -> None:
        self._read(f"/buscar/?q={FIRST_CLONE + _any()}", "Buscar")

    @task(2)
    def search_by_name(self) -> None:
        self._read("/buscar/?q=comercial+sonsonate", "Buscar por nombre")

    @task(3)
    def assignment(self) -> None:
        self._read(f"/cesiones/{FIRST_CLONE + _any()}/", "Una cesión")

    @task(2)
    def dashboard(self) -> None:
        self._read("/tablero/", "Tablero")

    @task(1)
    def client_page(self) -> None:
        self._read("/clientes/0001/", "Un cliente")

    @task(1)
    def debtor_page(self) -> None:
        self._read("/deudores/D001/", "Un deudor")

    @task(1)
    def entries(self) -> None:
        self._read("/partidas/", "Partidas")


def _any() -> int:
    return choice(range(200_000))  # noqa: S311 - which assignment is looked up is no secret
