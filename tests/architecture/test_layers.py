"""Imports go down the house only: each contract holds, and each catches a planted violation."""

from copy import deepcopy

import grimp
import pytest
from importlinter import configuration
from importlinter.application import use_cases
from importlinter.application.user_options import UserOptions
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract

from tests.architecture.tree import ROOT

configuration.configure()

KINDS = {"layers": LayersContract, "forbidden": ForbiddenContract}

# Each violation with the contract that must catch it: whoever imports, and what it may not.
PLANTED = [
    ("house", "cartera.kernel", "cartera.config"),
    ("house", "cartera.company", "cartera.control.people"),
    ("house", "cartera.control.workflow", "cartera.accounting.ledger"),
    ("house", "cartera.accounting.ledger", "cartera.credit.lines"),
    ("house", "cartera.credit.payments", "cartera.papers"),
    ("house", "cartera.papers", "cartera.procedures"),
    ("house", "cartera.papers", "cartera.reports"),
    ("house", "cartera.reports", "cartera.procedures"),
    ("house", "cartera.procedures", "cartera.entrance"),
    ("house", "cartera.entrance", "cartera.desk"),
    ("house", "cartera.entrance", "cartera.api"),
    ("house", "cartera.desk", "cartera.api"),
    ("house", "cartera.desk", "cartera.config"),
    ("control", "cartera.control.people", "cartera.control.workflow"),
    ("control", "cartera.control.audit", "cartera.control.workflow"),
    ("control", "cartera.control.workflow", "cartera.control.dossiers"),
    ("control", "cartera.control.dossiers", "cartera.control.mail"),
    ("accounting", "cartera.accounting.ledger", "cartera.accounting.tax"),
    ("accounting", "cartera.accounting.tax", "cartera.accounting.banking"),
    ("credit", "cartera.credit.parties", "cartera.credit.lines"),
    ("credit", "cartera.credit.assignments", "cartera.credit.claims"),
    ("credit", "cartera.credit.payments", "cartera.credit.settlements"),
    ("credit", "cartera.credit.claims", "cartera.credit.payments"),
    ("credit", "cartera.credit.disbursements", "cartera.credit.settlements"),
    ("house", "cartera.credit.payments", "cartera.recovery.cheques"),
    ("house", "cartera.recovery.custody", "cartera.papers"),
    ("recovery", "cartera.recovery.custody", "cartera.recovery.cheques"),
    ("plain-kernel", "cartera.kernel", "django"),
    ("pure-rules", "cartera.credit.assignments.rules", "django"),
    ("pure-rules", "cartera.credit.assignments.rules", "cartera.kernel.clock"),
]
CONTAINERS = {
    "house": "cartera",
    "control": "cartera.control",
    "accounting": "cartera.accounting",
    "credit": "cartera.credit",
    "recovery": "cartera.recovery",
}


@pytest.fixture(scope="module")
def options() -> UserOptions:
    return use_cases.read_user_options(config_filename=str(ROOT / "pyproject.toml"))


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("cartera", include_external_packages=True, cache_dir=None)


def _holds(options: UserOptions, graph: grimp.ImportGraph, contract_id: str) -> bool:
    chosen = next(found for found in options.contracts_options if found["id"] == contract_id)
    contract = KINDS[chosen["type"]](
        name=chosen["name"], session_options=options.session_options, contract_options=chosen
    )
    return contract.check(deepcopy(graph), verbose=False).kept


def test_every_contract_holds(options: UserOptions, graph: grimp.ImportGraph) -> None:
    broken = [
        contract["name"]
        for contract in options.contracts_options
        if not _holds(options, graph, contract["id"])
    ]
    assert broken == []


@pytest.mark.parametrize(("contract_id", "importer", "imported"), PLANTED)
def test_a_planted_import_is_caught(
    options: UserOptions, graph: grimp.ImportGraph, contract_id: str, importer: str, imported: str
) -> None:
    assert {importer, imported} <= graph.modules, "plant it between modules that are there"
    planted = deepcopy(graph)
    planted.add_import(importer=importer, imported=imported)
    assert not _holds(options, planted, contract_id)


@pytest.mark.parametrize(("contract_id", "container"), CONTAINERS.items())
def test_a_new_room_must_be_given_its_place(
    options: UserOptions, graph: grimp.ImportGraph, contract_id: str, container: str
) -> None:
    planted = deepcopy(graph)
    planted.add_module(f"{container}.annex")
    assert not _holds(options, planted, contract_id)


def test_every_contract_has_a_planted_violation(options: UserOptions) -> None:
    proven = {contract_id for contract_id, _, _ in PLANTED}
    assert {contract["id"] for contract in options.contracts_options} == proven
