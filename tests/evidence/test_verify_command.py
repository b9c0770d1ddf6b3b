"""``cartera verify`` and ``cartera close`` from the command line."""

import json
from pathlib import Path

import pytest
from django.db import connections
from pytest_django import Settings

from cartera.config.cli import main
from cartera.control.dossiers.acts import attach_file
from cartera.control.workflow.models import Case
from cartera.kernel.clock import FixedClock
from cartera.procedures.checks import CHECKS
from cartera.procedures.players import Players
from tests.cast import a_company, a_live_assignment

Said = pytest.CaptureFixture[str]


@pytest.fixture
def players(committed_db: str, clock: FixedClock, settings: Settings, tmp_path: Path) -> Players:
    settings.CHECKPOINT_FOLDER = tmp_path
    players = a_company(clock)
    a_live_assignment(players)
    return players


def _damage() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE assignments_assignment DISABLE TRIGGER USER")
        cursor.execute("UPDATE assignments_assignment SET interest_due = 5")


def test_sound_books_are_told_check_by_check_and_end_with_status_zero(
    players: Players, capsys: Said
) -> None:
    assert main(["verify"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(CHECKS) + 1
    assert all(line.startswith("bien  ") for line in lines[:-1])
    assert lines[-1] == f"Los libros están bien: se cumplen las {len(CHECKS)} comprobaciones."


def test_damage_is_named_and_ends_with_status_one(players: Players, capsys: Said) -> None:
    _damage()
    assert main(["verify"]) == 1
    said = capsys.readouterr().out
    assert "MAL   positions_by_replay" in said
    assert "        cesión 1: 9000.00 / 2026-01-05 / 5.00" in said
    assert said.endswith(f"Hay daño: no se cumplen 1 de {len(CHECKS)} comprobaciones.\n")


def test_json_names_every_check_with_its_findings(players: Players, capsys: Said) -> None:
    _damage()
    assert main(["verify", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["clean"] is False
    assert [check["name"] for check in told["checks"]] == [check.name for check in CHECKS]
    (wrong,) = [check for check in told["checks"] if not check["holds"]]
    assert wrong["findings"][0]["where"] == "cesión 1"


def test_a_changed_byte_of_an_attachment_is_named(players: Players, capsys: Said) -> None:
    case_id = Case.objects.latest("id").pk
    attach_file(case_id, players.users["rec"], "nota.txt", "Se llamó.\n".encode(), key="note")
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE dossiers_filecontent DISABLE TRIGGER USER")
        cursor.execute("UPDATE dossiers_filecontent SET content = set_byte(content, 3, 64)")
    assert main(["verify", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    (wrong,) = [check for check in told["checks"] if not check["holds"]]
    assert wrong["name"] == "attachments_hold_their_bytes"
    assert wrong["findings"][0]["where"].endswith("nota.txt")


def test_verification_writes_nothing(players: Players, capsys: Said) -> None:
    from cartera.control.audit.selectors import head

    before = head()
    main(["verify"])
    assert head() == before


def test_two_people_close_the_day_and_its_checkpoint_leaves_the_database(
    players: Players, capsys: Said, tmp_path: Path, committed_db: str
) -> None:
    assert main(["close", "--as", "contab", "--second", "aud_int"]) == 0
    assert capsys.readouterr().out.startswith("Cerrado el 05/01/2026: punto de control 2026-01-05")
    assert len((tmp_path / f"{committed_db}.jsonl").read_text().splitlines()) == 1
    assert main(["verify"]) == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--as", "contab", "--second", "contab"], "Este paso es de Auditoría interna"),
        (["--as", "rec", "--second", "aud_int"], "Este paso es de Contabilidad"),
        (["--as", "nadie", "--second", "aud_int"], "No hay una persona activa"),
        (["--as", "contab", "--second", "aud_int", "--on", "2026-01-06"], "no ha llegado"),
        (["--as", "contab", "--second", "aud_int", "--on", "ayer"], "no es una fecha"),
        (["--as", "contab"], "--second"),
    ],
)
def test_what_prevents_a_close_is_one_sentence(
    words: list[str], sentence: str, players: Players, capsys: Said
) -> None:
    assert main(["close", *words]) != 0
    assert sentence in capsys.readouterr().err
