"""S6: whatever is asked of the API in whatever shape: no 500, nothing but what its schema says.

Each operation is asked as one who may and as others who may not, in a house where each step of
PCI-F01 waits; what it does is undone. A hundred examples an operation, a thousand in the long run.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from pytest_django import Settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.feedback import NO_FEEDBACK
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cartera.api.openapi import description
from cartera.config.wsgi import application
from cartera.control.workflow.models import Task
from cartera.control.workflow.registry import procedures
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import usual_answers
from tests.api.calling import key_for
from tests.cast import CLIENT, a_document
from tests.entrance.house import NOBODY, House, build_house, thrown_away
from tests.plugins.day import A_MONDAY
from tests.plugins.lived import Lived, LiveOnce

EXAMPLES_IN_CI = 30
EXAMPLES_IN_THE_LONG_RUN = 1000

SCHEMA = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
OPERATIONS: dict[str, Any] = {
    operation.definition.raw["operationId"]: operation
    for found in SCHEMA.get_all_operations()
    if (operation := found.ok()) is not None  # type: ignore[union-attr] # an error would raise here
}
CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


_CODES = {"api_client": CLIENT, "api_debtor": "D001", "api_factor": "F01"}


class Asked:
    """The house, the tasks of PCI-F01 that wait in it by their operation, and everybody's key."""

    def __init__(self, clock: FixedClock) -> None:
        self.house: House = build_house(clock)
        self.waiting = dict(self._wait(step) for step in range(2, 17))
        users = self.house.users.items()
        self.keys = {name: key_for(user, today=A_MONDAY.date()) for name, user in users}

    def _wait(self, upto: int) -> tuple[str, int]:
        number = f"W-{upto}"
        players = self.house.players
        case_id = players.request(CLIENT, [a_document(number, "100.00")], "100.00", 45)
        players.play_through(case_id, usual_answers([number]), upto=upto - 1)
        task = Task.objects.filter(case_id=case_id).latest("id")
        return f"api_step_pci_f01_{task.step}", task.pk

    def names(self, operation: str) -> dict[str, Any]:
        """What addresses name, of what is there."""
        return {
            "task_id": self.waiting.get(operation, self.house.open_task),
            "case_id": self.house.open_case,
            "paper_id": self.house.letter,
            "number": self.house.assignment,
            "entry_id": self.house.entry,
            "line_id": self.house.line,
            "cheque_id": self.house.cheque,
            "original_id": self.house.original,
            "code": _CODES.get(operation, "PCI-F01"),
        }


@pytest.fixture(scope="module")
def lived(live_once: LiveOnce) -> Lived[Asked]:
    return live_once(Asked)


@pytest.fixture
def asked(db: None, lived: Lived[Asked], clock: FixedClock, settings: Settings) -> Asked:
    settings.API_CALLS_A_MINUTE = 10**9
    return lived.again(clock)


@contextmanager
def _in_our_transaction() -> Iterator[None]:
    """A server drops its connection around each request; ours holds what is to be undone."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        with thrown_away():
            yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def _who_may(name: str) -> str:
    """Somebody who may ask for an operation."""
    for procedure in procedures():
        slug = procedure.code.replace("-", "_").lower()
        for step in procedure.steps:
            if name in (f"api_step_{slug}_{step.number}", f"api_open_{slug}"):
                return step.role.lower()
    return "adm_acc" if "webhook" in name else "g_cob" if name == "api_my_route" else "rec"


def _refusals_due(case: Any) -> list[Any]:
    """Whether a refusal is due: for a body that breaks its schema.

    A query's empty list and the key's header do not go over the wire as they were drawn.
    """
    broken = _mode_of(case, ParameterLocation.BODY) is GenerationMode.NEGATIVE
    return [negative_data_rejection] if broken else []


def _mode_of(case: Any, part: ParameterLocation) -> GenerationMode | None:
    """Whether a part of a case keeps its schema or breaks it; None where it was not drawn."""
    told = case.meta.components.get(part) if case.meta else None
    return told.mode if told else None


def _ways(name: str, named: dict[str, Any]) -> Any:
    """How an operation is asked: one strategy for each way, built once and drawn from often.

    Either everything that it takes is drawn, or its body alone, sent where it belongs: what is
    wrong with an address or a key is told before any body is read.
    """
    operation = OPERATIONS[name]
    ways: list[dict[str, Any]] = [{}, {}]
    if operation.body:
        asks = {each.name for each in operation.path_parameters}
        here = {key: value for key, value in named.items() if key in asks}
        ways += 3 * [{"path_parameters": here, "headers": {"Idempotency-Key": "k-1"}}]
    return st.sampled_from(
        [
            operation.as_strategy(generation_mode=mode, feedback=NO_FEEDBACK, **way)
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
            for way in ways
        ]
    )


def _ask(asked: Asked, name: str, examples: int) -> None:
    """Ask in shapes that the schema allows and in others, of what is there and of what is not."""
    named, may = asked.names(name), _who_may(name)
    askers = st.sampled_from([may, may, may, "rec", "cte", "g_gral", NOBODY])
    cases = _ways(name, named).flatmap(lambda way: way)

    @seed(2587)
    @settings(
        max_examples=examples,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases, is_there=st.booleans(), asker=askers)
    def ask(case: Any, is_there: bool, asker: str) -> None:
        if is_there and _mode_of(case, ParameterLocation.PATH) is not GenerationMode.NEGATIVE:
            case.path_parameters |= {k: v for k, v in named.items() if k in case.path_parameters}
        with _in_our_transaction():
            response = case.call(headers={"Authorization": f"Bearer {asked.keys[asker]}"})
        case.validate_response(response, checks=[*CHECKS, *_refusals_due(case)])

    ask()


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_an_operation_keeps_its_word(asked: Asked, name: str) -> None:
    _ask(asked, name, EXAMPLES_IN_CI)


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_an_operation_keeps_its_word_a_thousand_times(asked: Asked, name: str) -> None:
    _ask(asked, name, EXAMPLES_IN_THE_LONG_RUN)


def test_every_call_is_described_with_an_example() -> None:
    told = description()["paths"]
    for path, methods in told.items():
        for operation in methods.values():
            assert operation["summary"], path
            body = operation.get("requestBody", {}).get("content", {}).get("application/json")
            assert body is None or "example" in body, path
