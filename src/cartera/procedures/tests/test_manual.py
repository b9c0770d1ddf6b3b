"""The manual that is printed is the manual that runs, and it is the source's own."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from cartera.control.people.roles import ROLES
from cartera.kernel.calendar import Deadline
from cartera.procedures.manual import deadline_text, manual, manual_text

CATALOGUE = Path(__file__).resolve().parents[5] / "shared" / "spec" / "procedures.toml"
IN_MANUAL = (
    *("PCI-F01", "PCI-F02", "PCI-F03", "PCI-F03.1", "PCI-F03.2", "PCI-F04", "PCI-F05", "PCI-F06"),
    *("PCI-F07", "PCI-F08", "PCI-F09", "PCI-F10", "PCI-F11"),
)


def _by_code(*, with_house: bool = False) -> dict[str, dict[str, Any]]:
    return {p["code"]: p for p in manual(with_house=with_house)["procedures"]}


def test_the_manual_holds_its_procedures_in_order_and_no_internal_one() -> None:
    assert tuple(_by_code()) == IN_MANUAL


def test_the_internal_procedures_are_there_when_asked_for() -> None:
    everything = _by_code(with_house=True)
    assert set(IN_MANUAL) < set(everything)
    assert everything["INT-01"]["steps"][1]["not_by"] == [1]


def test_a_step_says_all_that_runs() -> None:
    step = _by_code()["PCI-F01"]["steps"][1]
    assert step == {
        "number": 2,
        "role": "REC",
        "text": "Recibe los documentos, revisa sus datos y los pasa a cobros para verificar",
        "makes": [],
        "needs": ["FORM-01", "FORM-02", "FORM-03", "FORM-04"],
        "calls": [],
        "due": None,
        "not_by": [],
        "inferred": False,
    }


def test_every_role_is_named_and_every_step_has_a_role_that_is_named() -> None:
    printed = manual()
    assert printed["roles"]["AP_AB"] == "Aplicación de abonos"
    assert "ADM_ACC" not in printed["roles"]
    assert {s["role"] for p in printed["procedures"] for s in p["steps"]} <= set(printed["roles"])


def test_the_text_names_role_papers_and_four_eyes() -> None:
    text = manual_text()
    assert f"[{ROLES['AUX_C'].name}]" in text
    assert "Produce: FORM-05" in text
    assert "Por persona distinta de la del paso: 3" in text
    assert "El responsable de este paso se dedujo" in text
    assert "INT-01" not in text


def test_a_deadline_is_told_in_its_own_unit() -> None:
    assert deadline_text(Deadline(1)) == "1 día hábil"
    assert deadline_text(Deadline(48, "hours")) == "48 horas"
    assert deadline_text(None) is None


@pytest.mark.skipif(not CATALOGUE.exists(), reason="the catalogue of the sources is not here")
@pytest.mark.parametrize("code", IN_MANUAL)
def test_the_procedure_is_the_source_s_own(code: str) -> None:
    with CATALOGUE.open("rb") as file:
        catalogue = tomllib.load(file)
    source = next(p for p in catalogue["procedure"] if p["code"] == code)
    ours = _by_code()[code]
    assert ours["title"] == source["name"]
    assert ours["areas"] == source["areas"]
    assert len(ours["controls"]) == len(source["controls"])
    assert [_compared(step, step["number"]) for step in ours["steps"]] == [
        _compared(step, step["n"]) for step in source["steps"]
    ]


@pytest.mark.skipif(not CATALOGUE.exists(), reason="the catalogue of the sources is not here")
def test_the_roles_are_the_source_s_own() -> None:
    with CATALOGUE.open("rb") as file:
        roles = tomllib.load(file)["roles"]
    assert manual()["roles"] == {code: role["es"] for code, role in roles.items()}


def _compared(step: dict[str, Any], number: int) -> tuple[Any, ...]:
    lists = (tuple(step.get(name, ())) for name in ("makes", "needs", "calls"))
    return (number, step["role"], *lists, step.get("inferred", False))
