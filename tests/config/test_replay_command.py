"""``cartera replay``: a database of its own, made anew, and never the company's."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cartera.config import database
from cartera.config.cli import main
from cartera.kernel.clock import FixedClock
from tests.cast import a_company

INVOICES = """cliente,deudor,factura,emitida,vence,monto,pagada
770,A,1,2012-03-12,2012-04-11,250.10,2012-03-30
770,B,2,2012-03-16,2012-04-15,99.95,2012-04-20
"""
COLUMNS = (
    "--client=cliente",
    "--customer=deudor",
    "--number=factura",
    "--issued=emitida",
    "--due=vence",
    "--amount=monto",
    "--settled=pagada",
    "--dates=aaaa-mm-dd",
)


@pytest.fixture
def name(server: None) -> Iterator[str]:
    """A name for the replay's database, which is dropped at the end."""
    chosen = f"test_replay_{os.getpid()}"
    yield chosen
    database.drop_database(chosen)


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cartera.config.cli", "replay", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _file(folder: Path, text: str) -> str:
    path = folder / "invoices.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_file_is_lived_twice_in_a_database_made_anew(tmp_path: Path, name: str) -> None:
    words = (_file(tmp_path, INVOICES), *COLUMNS, "--database", name, "--json")
    first, again = _run(*words), _run(*words)
    assert (first.returncode, again.returncode) == (0, 0), first.stderr + again.stderr
    answer: dict[str, Any] = json.loads(first.stdout)
    assert answer["clean"]
    assert answer["assignments"] == {"total": 1, "settled": 1}
    assert answer["money_in"] == "350.05"
    told = ("money_in", "money_out", "interest", "commission", "arrears_days", "steps", "payments")
    assert {key: answer[key] for key in told} == {
        key: json.loads(again.stdout)[key] for key in told
    }


@pytest.mark.usefixtures("server")
def test_the_company_s_database_is_never_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _file(tmp_path, INVOICES)
    for own in ("cartera", os.environ["CARTERA_DATABASE"], "postgres", "template1"):
        assert main(["replay", path, "--database", own]) == 2
        said = f"cartera: «{own}» no es de una réplica: no se hace de nuevo\n"
        assert capsys.readouterr().err == said


def test_another_company_s_database_is_never_taken(
    tmp_path: Path, committed_db: str, clock: FixedClock, capsys: pytest.CaptureFixture[str]
) -> None:
    a_company(clock)
    os.environ["CARTERA_DATABASE"] = "another"
    try:
        assert main(["replay", _file(tmp_path, INVOICES), "--database", committed_db]) == 2
    finally:
        os.environ["CARTERA_DATABASE"] = committed_db
    assert "no es de una réplica" in capsys.readouterr().err
    assert database.exists(committed_db)


@pytest.mark.usefixtures("server")
def test_a_bad_row_is_told_before_anything_is_made(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = INVOICES.replace("99.95", '"99,95"')
    assert main(["replay", _file(tmp_path, wrong), *COLUMNS, "--database", name]) == 1
    assert "línea 3.monto" in capsys.readouterr().err
    assert not database.exists(name)


@pytest.mark.usefixtures("server")
def test_an_end_before_the_beginning_is_refused(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["replay", _file(tmp_path, INVOICES), *COLUMNS, "--database", name]
    assert main([*words, "--until", "2012-03-01"]) == 2
    assert "--until es anterior al primer día" in capsys.readouterr().err
