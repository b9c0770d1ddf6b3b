"""What an act refuses it says at a field of the form on which that was typed."""

import ast
import inspect
from collections.abc import Callable, Iterator
from functools import cache
from textwrap import dedent
from typing import Any

import pytest

from cartera.control.workflow.definitions import Step
from cartera.control.workflow.inputs import model_of
from cartera.control.workflow.registry import procedure_of

PROCEDURES = ("PCI-F03", "PCI-F03.1", "PCI-F03.2", "PCI-F07", "INT-26", "INT-27", "INT-28")
# What these acts write into the vault and onto routes is said by the act that asks for it.
_ROOMS = (
    "cartera.recovery.third_party",
    "cartera.recovery.delegations",
    "cartera.credit.payments.given_back",
    "cartera.procedures",
)
_STEPS = [(code, step) for code in PROCEDURES for step in procedure_of(code).steps]


@cache
def _tree(function: Callable[..., Any]) -> ast.AST:
    return ast.parse(dedent(inspect.getsource(function)))


def _called(function: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    """The functions of our rooms that a function names: in its module, or through one."""
    for node in ast.walk(_tree(function)):
        found: Any = None
        if isinstance(node, ast.Name):
            found = function.__globals__.get(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found = getattr(function.__globals__.get(node.value.id), node.attr, None)
        if inspect.isfunction(found) and found.__module__.startswith(_ROOMS):
            yield found


def _reached(function: Callable[..., Any]) -> set[Callable[..., Any]]:
    reached, ahead = {function}, [function]
    while ahead:
        fresh = set(_called(ahead.pop())) - reached
        reached |= fresh
        ahead.extend(fresh)
    return reached


def _field_of(call: ast.Call) -> str:
    """The field that a refusal names: the first part of its path; empty where it is computed."""
    for keyword in call.keywords:
        value = keyword.value
        if keyword.arg == "field" and isinstance(value, ast.JoinedStr):
            value = value.values[0]
        if keyword.arg == "field" and isinstance(value, ast.Constant):
            return str(value.value).split(".")[0]
    return ""


def fields_refused(step: Step) -> set[str]:
    """The fields that anything which a step does may name in a refusal."""
    acts = _reached(step.act) | (_reached(step.then) if step.then else set())
    calls = (node for act in acts for node in ast.walk(_tree(act)) if isinstance(node, ast.Call))
    return {field for call in calls if (field := _field_of(call))}


@pytest.mark.parametrize(
    ("code", "step"), _STEPS, ids=[f"{code}.{step.number}" for code, step in _STEPS]
)
def test_each_refusal_names_a_field_of_its_form(code: str, step: Step) -> None:
    assert fields_refused(step) <= set(model_of(step.act).model_fields)


def test_the_fields_of_refusals_are_found() -> None:
    found = {(code, step.number): fields_refused(step) for code, step in _STEPS}
    assert found["PCI-F07", 6] == {"number", "amount"}
    assert found["PCI-F07", 17] == {"reason"}
    assert found["INT-28", 1] == {"payout", "returned_on"}
    assert sum(map(len, found.values())) > 20
