"""``cartera do``: a step from the command line, and every sentence by which it is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from cartera.config.cli import main
from cartera.control.audit.models import Event
from cartera.control.workflow.models import Case
from cartera.kernel.clock import FixedClock
from tests.cast import CLIENT, DEBTOR, OPENING, a_company, a_document

pytestmark = pytest.mark.django_db

CLIENT_TYPED = {
    "code": "0002",
    "name": "Panadería Suchitoto, S.A.",
    "bank": "Banco Agrícola",
    "account": "15192",
}


@pytest.fixture(autouse=True)
def company(clock: FixedClock) -> None:
    a_company(clock)


def _file(folder: Path, typed: object) -> str:
    path = folder / "typed.json"
    path.write_text(json.dumps(typed), encoding="utf-8")
    return str(path)


def _do(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main(["do", *words])
    said = capsys.readouterr()
    return status, said.out, said.err


def _answer(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    status, out, err = _do(capsys, *words, "--json")
    assert (status, err) == (0, "")
    answer: dict[str, Any] = json.loads(out)
    return answer


def _request(folder: Path) -> str:
    return _file(
        folder,
        {"client": CLIENT, "amount": 10000, "term_days": 45, "documents": [a_document()]},
    )


def test_the_first_step_opens_a_case_and_the_next_goes_by_its_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = _answer(capsys, "PCI-F01.1", "--as", "cte", "--input", _request(tmp_path))
    assert opened["case"] == 1
    assert opened["waits"] == [{"step": 2, "role": "REC", "kind": "step"}]
    papers = ("request_letter", "assignment_letters", "quedans", "promissory_note")
    typed = _file(tmp_path, dict.fromkeys(papers, True))
    status, out, _ = _do(capsys, "pci-f01.2", "--case", "1", "--as", "rec", "--input", typed)
    assert status == 0
    assert out == "PCI-F01 1: hecho; espera paso 3 (Auxiliar de cobros)\n"


def test_the_same_key_does_it_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("INT-01.1", "--as", "ej_neg", "--key", "k-1", "--input", _file(tmp_path, CLIENT_TYPED))
    first, again = _answer(capsys, *words), _answer(capsys, *words)
    assert not first["repeated"]
    assert again["repeated"]
    assert first["case"] == again["case"]


def test_the_schema_of_a_step_needs_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = _do(capsys, "PCI-F01.1", "--schema")
    assert status == 0
    schema = json.loads(out)
    assert set(schema["required"]) == {"client", "amount", "term_days", "documents"}


def test_who_lacks_the_role_is_refused_and_the_refusal_is_recorded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = _answer(
        capsys, "INT-01.1", "--as", "ej_neg", "--input", _file(tmp_path, CLIENT_TYPED)
    )["case"]
    before = Event.objects.filter(kind="refused").count()
    status, out, err = _do(capsys, "INT-01.2", "--case", str(number), "--as", "rec")
    assert (status, out) == (2, "")
    assert err == "cartera: Este paso es de Gerencia de operaciones; usted no tiene ese rol hoy.\n"
    assert Event.objects.filter(kind="refused").count() == before + 1


def test_a_step_done_before_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    request = _request(tmp_path)
    _answer(capsys, "PCI-F01.1", "--as", "cte", "--input", request)
    papers = ("request_letter", "assignment_letters", "quedans", "promissory_note")
    words = ("PCI-F01.2", "--case", "1", "--as", "rec", "--input")
    _answer(capsys, *words, _file(tmp_path, dict.fromkeys(papers, True)))
    status, _, err = _do(capsys, *words, _file(tmp_path, dict.fromkeys(papers, True)))
    assert status == 2
    assert "paso 2" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["PCI-F01"], "«PCI-F01» no nombra un paso; escriba como PCI-F01.4"),
        (["PCI-F01.4"], "falta --as: quién hace el paso"),
        (["PCI-F01.4", "--as", "nadie"], "no hay un usuario activo «nadie»"),
        (["PCI-F01.4", "--as", "aux_c"], "falta --case: solo el paso 1 abre un caso"),
        (["PCI-F01.4", "--as", "aux_c", "--case", "77"], "PCI-F01 no tiene un caso 77"),
    ],
)
def test_what_is_missing_is_told_in_a_sentence(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _do(capsys, *words) == (2, "", f"cartera: {said}\n")


def test_a_step_that_the_case_has_not_reached_is_refused_with_what_waits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _answer(capsys, "PCI-F01.1", "--as", "cte", "--input", _request(tmp_path))
    status, _, err = _do(capsys, "PCI-F01.4", "--case", "1", "--as", "aux_c")
    assert status == 2
    assert err == "cartera: PCI-F01 1 no ha llegado al paso 4; espera paso 2 (Recepción)\n"


def test_an_unknown_step_and_a_wrong_amount_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, _, err = _do(capsys, "PCI-F99.1", "--as", "cte")
    assert status == 2
    assert "PCI-F99" in err
    wrong = {"debtor": DEBTOR, "number": "1", "amount": "1234,56", "due_on": "2026-02-19"}
    typed = {"client": CLIENT, "amount": "100", "term_days": 45, "documents": [wrong]}
    status, out, err = _do(
        capsys, "PCI-F01.1", "--as", "cte", "--json", "--input", _file(tmp_path, typed)
    )
    assert status == 2
    assert "documents.0.amount: escriba un número, como 1234.56" in err
    assert json.loads(out)["refusals"]
    assert not Case.objects.filter(procedure="PCI-F01", opened_on=OPENING.date()).exists()


def test_inputs_must_be_an_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = _do(capsys, "PCI-F01.1", "--as", "cte", "--input", _file(tmp_path, [1]))
    assert status == 2
    assert "se espera un objeto JSON" in err
