"""The people that locust plays: each with a session, at work on the site as on any day."""

import json
import os
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from random import randrange
from urllib.parse import quote_plus
from uuid import uuid4

from locust import HttpUser, between, task
from portfolio import CLIENTS, DEBTORS, FIRST_NUMBER

SCENERY = json.loads(Path(os.environ["CARTERA_BENCH_SCENERY"]).read_text(encoding="utf-8"))
PEOPLE = cycle(SCENERY["people"])


class Clerk(HttpUser):
    """Somebody with his inbox open, who opens lists, looks things up, reads a case, and once in a
    while records a request: an act, after which the portfolio's figures are no longer the last."""

    wait_time = between(3, 11)  # seven seconds on the average, as TPC-W has people think

    def on_start(self) -> None:
        """Come in with a session that is signed in already."""
        person = next(PEOPLE)
        self.client.cookies.set(person["name"], person["value"])

    def _read(self, address: str, name: str) -> None:
        with self.client.get(
            address, name=name, catch_response=True, allow_redirects=False
        ) as answer:
            if answer.status_code != 200:
                answer.failure(f"{address} answered {answer.status_code}")

    def _look_up(self, typed: str, name: str) -> None:
        self._read(f"/buscar/?part=1&q={quote_plus(typed)}", name)

    @task(8)
    def inbox(self) -> None:
        self._read("/", "Mi bandeja")

    @task(4)
    def overdue(self) -> None:
        self._read("/?ver=overdue", "Mi bandeja")

    @task(8)
    def pulse(self) -> None:
        self._read("/bandeja/pulso/?desde=1", "Mi bandeja, pulso")

    @task(3)
    def assignments(self) -> None:
        self._read("/cesiones/", "Cesiones")

    @task(1)
    def assignments_due(self) -> None:
        self._read("/cesiones/?state=live&order=matures_on", "Cesiones por vencer")

    @task(3)
    def documents(self) -> None:
        self._read("/documentos/", "Documentos")

    @task(1)
    def documents_of_debtor(self) -> None:
        debtor = f"B{_one_of(DEBTORS)}"
        self._read(f"/documentos/?debtor={debtor}&order=due_on", "Documentos de un deudor")

    @task(1)
    def clients(self) -> None:
        self._read("/clientes/", "Clientes")

    @task(1)
    def debtors(self) -> None:
        self._read("/deudores/", "Deudores")

    @task(1)
    def cases(self) -> None:
        self._read("/casos/", "Casos")

    @task(1)
    def entries(self) -> None:
        self._read("/partidas/", "Partidas")

    @task(2)
    def search_by_assignment(self) -> None:
        self._look_up(str(_assignment()), "Buscar una cesión")

    @task(2)
    def search_by_document(self) -> None:
        number = f"Q-{100_000 + _one_of(SCENERY['documents'])}"
        self._look_up(number, "Buscar un documento")

    @task(2)
    def search_by_name(self) -> None:
        self._look_up("comercial sonsonate", "Buscar un nombre")

    @task(1)
    def search_by_digit(self) -> None:
        self._look_up(str(_one_of(9)), "Buscar una cifra")

    @task(3)
    def assignment(self) -> None:
        self._read(f"/cesiones/{_assignment()}/", "Una cesión")

    @task(2)
    def dashboard(self) -> None:
        self._read("/tablero/", "Tablero")

    @task(1)
    def client_page(self) -> None:
        self._read(f"/clientes/C{_one_of(CLIENTS)}/", "Un cliente")

    @task(1)
    def request(self) -> None:
        due_on = date.fromisoformat(SCENERY["today"]) + timedelta(days=40)
        document = {"debtor": "D001", "number": f"L-{uuid4().hex[:10]}", "amount": "1000.00",
                    "due_on": due_on.isoformat()}  # fmt: skip
        asked = {"client": "0001", "amount": "1000.00", "term_days": 45, "documents": [document]}
        headers = {"Authorization": f"Bearer {SCENERY['key']}", "Idempotency-Key": uuid4().hex}
        address = "/api/v1/procedures/PCI-F01/cases"
        with self.client.post(
            address, json=asked, headers=headers, name="Una solicitud", catch_response=True
        ) as answer:
            if answer.status_code != 200:
                answer.failure(f"{address} answered {answer.status_code}: {answer.text[:200]}")

    @task(1)
    def debtor_page(self) -> None:
        self._read(f"/deudores/B{_one_of(DEBTORS)}/", "Un deudor")


def _assignment() -> int:
    return FIRST_NUMBER + randrange(SCENERY["assignments"] - 1)  # noqa: S311 - no secret


def _one_of(many: int) -> int:
    return 1 + randrange(many)  # noqa: S311 - which one is looked up is no secret
