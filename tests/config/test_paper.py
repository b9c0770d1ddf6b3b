"""``cartera paper``: a form as PDF from the command line, and every sentence by which it is not."""

import json
from datetime import date
from pathlib import Path

import pytest

from cartera.config.cli import main
from cartera.control.workflow.models import Case
from cartera.kernel.clock import FixedClock
from cartera.papers.models import Paper
from tests.cast import a_company, a_document, a_live_assignment, a_payment, move_to

pytestmark = pytest.mark.django_db
PAID_ON = date(2026, 2, 4)


@pytest.fixture(autouse=True)
def paid(clock: FixedClock) -> None:
    players = a_company(clock)
    a_live_assignment(players, a_document(), a_document("Q-1", "10.00", debtor="D002"))
    move_to(clock, PAID_ON)
    players.receive_and_apply([a_payment(1, "5000.00", PAID_ON)])


def _paper(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main(["paper", *words])
    said = capsys.readouterr()
    return status, said.out, said.err


def _is_pdf(path: Path) -> bool:
    return path.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    "whose",
    [
        ("FORM-06", "--assignment", "1"),
        ("form-06", "--case", "1"),
        ("FORM-18", "--day", "2026-02-04"),
        ("FORM-20", "--case", "PCI-F09.1"),
        ("FORM-22", "--assignment", "1", "--as-of", "2026-01-20"),
        ("FORM-22", "--assignment", "1", "--as-of", "2026-02-04", "--known-on", "2026-02-03"),
    ],
)
def test_a_form_is_written_as_pdf(
    whose: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.pdf"
    assert _paper(capsys, *whose, "-o", str(out)) == (0, f"{out}\n", "")
    assert _is_pdf(out)


def test_several_papers_of_a_form_are_several_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "carta.pdf"
    status, said, _ = _paper(capsys, "FORM-02", "--assignment", "1", "-o", str(out), "--json")
    assert status == 0
    assert json.loads(said) == {"written": [f"{tmp_path}/carta-1.pdf", f"{tmp_path}/carta-2.pdf"]}
    assert all(_is_pdf(path) for path in tmp_path.iterdir())


def test_a_paper_is_printed_by_its_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number, out = str(Paper.objects.get(form="FORM-19").pk), tmp_path / "ingresos.pdf"
    assert _paper(capsys, "--number", number, "-o", str(out))[0] == 0
    assert _is_pdf(out)


def test_a_hash_in_hand_is_told_which_paper_it_is_of(capsys: pytest.CaptureFixture[str]) -> None:
    paper = Paper.objects.get(form="FORM-06")
    status, said, _ = _paper(capsys, "--verify", paper.content_hash[:16])
    case = Case.objects.get(pk=paper.case_id)
    assert (status, said) == (
        0,
        f"FORM-06 n.º {paper.pk:06} de {case}, emitido 05/01/2026\n",
    )
    _, said, _ = _paper(capsys, "--verify", paper.content_hash, "--json")
    assert [row["number"] for row in json.loads(said)] == [paper.pk]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--verify", "0" * 64), "ningún papel emitido tiene esa huella"),
        (("FORM-23", "--assignment", "1"), "no se ha emitido el formato FORM-23 de la cesión 1"),
        (("FORM-06", "--assignment", "9"), "no se ha emitido el formato FORM-06 de la cesión 9"),
        (("FORM-99", "--assignment", "1"), "No existe el formato «FORM-99»"),
        (("FORM-06",), "diga de qué"),
        (("FORM-06", "--case", "9"), "no hay un caso 9"),
        (("FORM-06", "--case", "x"), "«x» no nombra un caso"),
        (("CCF", "--case", "1"), "diga también el procedimiento (INT-06, PCI-F01, PCI-F09)"),
        (("FORM-22", "--assignment", "9", "--as-of", "2026-02-04"), "no hay una cesión 9"),
        (("FORM-22", "--assignment", "1", "--as-of", "2026-01-01"), "no estaba desembolsada"),
        (("FORM-21", "--assignment", "1", "--as-of", "2026-02-04"), "--as-of es del estado"),
        (("FORM-18", "--day", "ayer"), "«ayer» no es una fecha"),
        (("--number", "9999"), "no hay un papel 9999"),
    ],
)
def test_what_cannot_be_printed_is_one_sentence(
    words: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = _paper(capsys, *words)
    assert status != 0
    assert out == ""
    assert sentence in err
    assert err.count("\n") == 1
