"""Fifty people at work on 1,000,000 documents: the whole site, served, asked by locust.

The web server runs as `cartera run` starts it, two processes of eight threads; locust plays the
people on the same machine (loopback), so what it costs to play them is in the figures. Goals: no
error, p95 under 300 ms for Mi bandeja and under 800 ms for every report and list. The floor is one
person alone asking the same pages of the same server.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import scene

GOAL_INBOX_MS, GOAL_REPORTS_MS = 300, 800
ASSIGNMENTS, DOCUMENTS_EACH = 250_000, 4
PEOPLE, SECONDS = 50, 120
PORT = 8765
ROLES = ("rec", "aux_c", "ej_neg", "aux_d", "g_op", "g_gral", "ap_ab", "j_op", "aud_int", "contab")
INBOX = ("Mi bandeja",)

# Cloned assignments fall due over four months around today, and belong to a hundred debtors.
_SPREAD = {
    "parties_debtor": """INSERT INTO parties_debtor
        SELECT (jsonb_populate_record(d, jsonb_build_object(
            'id', nextval(pg_get_serial_sequence('parties_debtor', 'id')), 'case_id', NULL,
            'code', 'L' || lpad(n::text, 3, '0'), 'name', d.name || ' ' || n))).*
        FROM parties_debtor d, generate_series(1, 100) n WHERE d.code = 'D001'""",
    "assignments_assigneddocument": """UPDATE assignments_assigneddocument t
        SET due_on = current_date + (t.id % 120 - 60)::int, debtor_id = d.id
        FROM parties_debtor d WHERE d.code = 'L' || lpad((t.id % 100 + 1)::text, 3, '0')""",
    "assignments_assignment": """UPDATE assignments_assignment
        SET matures_on = current_date + (id % 120 - 60)::int""",
}


def main() -> int:
    """Measure, report; 1 where a goal is missed."""
    with scene.fresh_database():
        found = _measure()
    inbox, reports = found["inbox_p95_ms"], found["slowest_report_p95_ms"]
    lines = [
        (
            f"{found['documents']:,} documents; {PEOPLE} people for {SECONDS} s,"
            f" {found['requests']} requests, {found['failures']} failed"
        ),
        f"Mi bandeja p95 {inbox} ms (goal {GOAL_INBOX_MS})",
        f"slowest report p95 {reports} ms (goal {GOAL_REPORTS_MS}): {found['slowest_report']}",
        "alone: " + ", ".join(f"{page} {ms} ms" for page, ms in found["alone_p95_ms"].items()),
        "fifty: " + ", ".join(f"{page} {ms} ms" for page, ms in found["p95_ms"].items()),
    ]
    scene.report("load", found, lines)
    kept = inbox < GOAL_INBOX_MS and reports < GOAL_REPORTS_MS and not found["failures"]
    return 0 if kept else 1


def _measure() -> dict[str, Any]:
    from bench_inbox import _store_tasks
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    players = scene.company()
    origin = scene.live_assignment(players, DOCUMENTS_EACH)
    scene.clone_assignment(origin, ASSIGNMENTS)
    _spread()
    stored = _store_tasks()
    server = subprocess.Popen(_served())
    try:
        with tempfile.TemporaryDirectory() as folder:
            people = Path(folder) / "people.json"
            people.write_text(json.dumps(_people(players)), encoding="utf-8")
            _played(people, 1, 20)  # warms the server
            alone = _played(people, 1, 30)
            together = _played(people, PEOPLE, SECONDS)
    finally:
        server.terminate()
        server.wait()
    return stored | _figures(alone, together)


def _spread() -> None:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        for table, statement in _SPREAD.items():
            with scene.unwatched(cursor, table):
                cursor.execute(statement)
            cursor.execute(f"ANALYZE {table}")


def _served() -> list[str]:
    from cartera.config import server

    return server._command("127.0.0.1", PORT, 2)  # noqa: SLF001 - the same server that people run


def _people(players: Any) -> list[dict[str, str]]:
    """A signed-in session of each role, and where its day takes it."""
    from django.conf import settings
    from django.test import Client

    backend = "cartera.config.accounts.OneHashATry"
    sessions = []
    for role in ROLES:
        client = Client(headers={"host": "localhost"})
        client.force_login(players.users[role], backend=backend)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        sessions.append({"role": role, "name": settings.SESSION_COOKIE_NAME, "value": cookie})
    return sessions


def _played(people: Path, count: int, seconds: int) -> dict[str, dict[str, str]]:
    """What locust measured, by page."""
    stem = people.parent / f"played-{count}-{seconds}"
    command = [
        *(sys.executable, "-m", "locust", "-f", str(Path(__file__).with_name("load_people.py"))),
        *("--headless", "--only-summary", "-u", str(count), "-r", "10", "-t", f"{seconds}s"),
        *("--host", f"http://127.0.0.1:{PORT}", "--csv", str(stem), "--loglevel", "WARNING"),
    ]
    played = subprocess.run(
        command,
        env=os.environ | {"CARTERA_BENCH_PEOPLE": str(people)},
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if played.returncode not in (0, 1):
        raise SystemExit(f"locust ended with {played.returncode}")
    with Path(f"{stem}_stats.csv").open(encoding="utf-8") as file:
        return {row["Name"]: row for row in csv.DictReader(file)}


def _figures(
    alone: dict[str, dict[str, str]], together: dict[str, dict[str, str]]
) -> dict[str, Any]:
    p95 = {name: int(row["95%"]) for name, row in together.items() if name != "Aggregated"}
    reports = {name: ms for name, ms in p95.items() if name not in INBOX}
    slowest = max(reports, key=lambda name: reports[name])
    whole = together["Aggregated"]
    return {
        "requests": int(whole["Request Count"]),
        "failures": int(whole["Failure Count"]),
        "inbox_p95_ms": max(p95[name] for name in INBOX),
        "slowest_report": slowest,
        "slowest_report_p95_ms": reports[slowest],
        "p95_ms": p95,
        "alone_p95_ms": {n: int(row["95%"]) for n, row in alone.items() if n != "Aggregated"},
    }


if __name__ == "__main__":
    sys.exit(main())
