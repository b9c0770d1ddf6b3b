"""The ``cartera`` command: what it says, and how it fails."""

import io
import json
import socket
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from django.db import OperationalError

from cartera.config import cli, embedded
from cartera.config.failures import CommandFailure
from cartera.config.json_input import LARGEST_BYTES, read_json
from cartera.kernel.refusals import Refusal, Refusals

TERMS = {
    "documents": [{"debtor": "Comercial Izalco", "number": "Q-2587", "amount": "10000.00"}],
    "disbursed_on": "2026-01-05",
    "matures_on": "2026-02-19",
    "payments": [{"on": "2026-02-04", "amount": "5000.00"}],
    "as_of": "2026-02-19",
}

Said = pytest.CaptureFixture[str]


class LineExhausted(Refusal):
    sentence = "La línea no alcanza."


@pytest.fixture
def terms(tmp_path: Path) -> Path:
    path = tmp_path / "terms.json"
    path.write_text(json.dumps(TERMS), encoding="utf-8")
    return path


def _failing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Make ``cartera stop`` fail so."""

    def run(args: object) -> int:
        raise error

    command = SimpleNamespace(SUMMARY="", NEEDS_DJANGO=False, add_arguments=lambda _: None, run=run)
    monkeypatch.setattr(cli, "_load", lambda _: command)


@pytest.mark.parametrize("words", [[], ["--help"], ["help"]])
def test_without_arguments_it_says_what_it_can_do(words: list[str], capsys: Said) -> None:
    assert cli.main(words) == 0
    said = capsys.readouterr().out
    for name in cli.command_names():
        assert f"cartera {name} " in said


@pytest.mark.parametrize("name", cli.command_names())
def test_every_command_explains_itself_in_spanish(name: str, capsys: Said) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith(f"uso: cartera {name}")
    assert "mostrar esta ayuda" in said


def test_a_quotation_is_printed_as_a_table_or_whole(terms: Path, capsys: Said) -> None:
    assert cli.main(["quote", str(terms)]) == 0
    assert "8,898.30" in capsys.readouterr().out
    assert cli.main(["quote", str(terms), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["disbursement"]["net"] == "8898.30"


@pytest.mark.parametrize(
    ("words", "sentence", "status"),
    [
        (["nope"], "no existe la orden «nope»", 2),
        (["quote"], "faltan estos argumentos: ARCHIVO", 2),
        (["quote", "a", "b"], "argumentos que no se conocen: b", 2),
        (["quote", "/nowhere/terms.json"], "no existe el archivo /nowhere/terms.json", 1),
        (["quote", "/"], "/ es una carpeta", 1),
    ],
)
def test_what_is_wrongly_asked_gets_one_sentence(
    words: list[str], sentence: str, status: int, capsys: Said
) -> None:
    assert cli.main(words) == status
    said = capsys.readouterr()
    assert said.err.startswith("cartera: ")
    assert sentence in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""


def test_a_refusal_is_told_with_its_field_and_whole_in_json(
    monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    _failing(monkeypatch, Refusals([LineExhausted(field="amount"), LineExhausted(field="net")]))
    assert cli.main(["stop", "--json"]) == 1
    said = capsys.readouterr()
    assert "La línea no alcanza." in said.err
    answer = json.loads(said.out)
    assert [part["field"] for part in answer["refusals"]] == ["amount", "net"]
    assert answer["refusals"][0]["code"] == "line-exhausted"


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (LineExhausted(field="amount"), "amount: La línea no alcanza."),
        (psycopg.OperationalError("secret host"), "no se llega a la base de datos"),
        (embedded.DatabaseUnavailable("sin espacio"), "no se pudo iniciar la base de datos"),
        (CommandFailure("así no"), "así no"),
    ],
)
def test_what_can_go_wrong_has_a_sentence(
    error: Exception, sentence: str, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    _failing(monkeypatch, error)
    assert cli.main(["stop"]) == 1
    said = capsys.readouterr().err
    assert sentence in said
    assert "secret" not in said


def test_djangos_word_for_an_unreachable_database_is_understood(
    monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    error = OperationalError("connection failed")
    error.__cause__ = psycopg.OperationalError("connection failed")
    _failing(monkeypatch, error)
    assert cli.main(["stop"]) == 1
    assert "no se llega a la base de datos" in capsys.readouterr().err


def test_what_nobody_foresaw_becomes_an_incident(
    monkeypatch: pytest.MonkeyPatch, capsys: Said, tmp_path: Path
) -> None:
    monkeypatch.setenv("CARTERA_HOME", str(tmp_path))
    _failing(monkeypatch, ZeroDivisionError("NIT 0614-010190-101-1"))
    assert cli.main(["stop"]) == 1
    said = capsys.readouterr().err
    assert "incidente" in said
    assert "0614" not in said
    (written,) = (tmp_path / "incidents").iterdir()
    assert "ZeroDivisionError" in written.read_text(encoding="utf-8")
    assert written.stat().st_mode & 0o077 == 0


def test_ctrl_c_ends_it_quietly(monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    def interrupted(words: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_run", interrupted)
    assert cli.main(["stop"]) == cli.INTERRUPTED_STATUS
    assert capsys.readouterr().err == ""


def test_a_taken_port_is_refused_before_anything_starts(capsys: Said) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        assert cli.main(["run", "--port", str(port)]) == 1
    assert f"no se puede atender en 127.0.0.1:{port}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"", "no se entiende"),
        (b'{"a": 1,}', "no se entiende"),
        (b'{"a": 1, "a": 2}', "dos veces"),
        (b'{"a": NaN}', "NaN no es una cantidad"),
        (b'{"a": -Infinity}', "-Infinity no es una cantidad"),
        (b'"\xff"', "no es texto UTF-8"),
        (b"[" * 100_000, "no se puede leer"),
        (b"9" * 10_000, "no se puede leer"),
        (b" " * (LARGEST_BYTES + 1), "pasa de 5 MB"),
    ],
    ids=["empty", "comma", "twice", "nan", "infinity", "bytes", "deep", "digits", "large"],
)
def test_hostile_json_is_refused_with_a_sentence(
    text: bytes, sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / "hostile.json"
    path.write_bytes(text)
    with pytest.raises(CommandFailure, match=sentence):
        read_json(str(path))


def test_json_is_read_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = SimpleNamespace(buffer=io.BytesIO(b'{"rate": 0.1, "name": "\xc3\xb1"}'))
    monkeypatch.setattr("sys.stdin", stdin)
    read = read_json("-")
    assert str(read) == "{'rate': Decimal('0.1'), 'name': 'ñ'}"
