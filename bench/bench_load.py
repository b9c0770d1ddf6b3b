"""Fifty people at work on 1,000,000 documents: the whole site, served, asked by locust.

The web server runs as `cartera run` starts it, two processes of eight threads; locust plays the
people on the same machine (loopback), so what it costs to play them is in the figures. Goals: no
error, p95 under 300 ms for Mi bandeja and under 800 ms for every report and list. The floor is one
person alone asking the same pages of the same server. ``CARTERA_BENCH_ASSIGNMENTS`` and
``CARTERA_BENCH_SECONDS`` make a small run of it, to see whether it works.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import portfolio
import scene
from bench_inbox import tasks_stored

GOAL_INBOX_MS, GOAL_REPORTS_MS = 300, 800
PEOPLE, WARMING = 50, 16
SECONDS = int(os.environ.get("CARTERA_BENCH_SECONDS", "120"))
PORT = 8765
ROLES = ("rec", "aux_c", "ej_neg", "aux_d", "g_op", "g_gral", "ap_ab", "j_op", "aud_int", "contab")
INBOX = ("Mi bandeja", "Mi bandeja, pulso")


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
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    players = portfolio.stored()
    stored = tasks_stored()
    server = subprocess.Popen(_served())
    try:
        with tempfile.TemporaryDirectory() as folder:
            scenery = Path(folder) / "scenery.json"
            told = {"people": _people(players), **_key(players), **portfolio.counted()}
            scenery.write_text(json.dumps(told), encoding="utf-8")
            _played(scenery, WARMING, min(30, SECONDS))  # reaches both workers, every thread
            alone = _played(scenery, 1, min(60, SECONDS))
            together = _played(scenery, PEOPLE, SECONDS)
    finally:
        server.terminate()
        server.wait()
    return stored | _figures(alone, together)


def _served() -> list[str]:
    from cartera.config import server

    return server._command("127.0.0.1", PORT, 2)  # noqa: SLF001 - the same server that people run


def _people(players: Any) -> list[dict[str, str]]:
    """The session of each person, signed in with the second factor, a few people to a role."""
    from django.conf import settings
    from django.test import Client

    backend = "cartera.config.accounts.OneHashATry"
    sessions = []
    for role in islice(cycle(ROLES), PEOPLE):
        client = Client(headers={"host": "localhost"})
        client.force_login(players.users[role], backend=backend)
        session = client.session
        session["cartera.has_second_factor"] = players.users[role].pk
        session.save()
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        sessions.append({"name": settings.SESSION_COOKIE_NAME, "value": cookie})
    return sessions


def _key(players: Any) -> dict[str, str]:
    """A key by which requests are recorded, and the day on which they are."""
    from cartera.entrance.tokens.acts import make_token

    today = portfolio.TODAY
    made = make_token(players.users["rec"], "carga", "work", today + timedelta(days=30), today)
    return {"key": made.secret, "today": today.isoformat()}


def _played(scenery: Path, count: int, seconds: int) -> dict[str, dict[str, str]]:
    """What locust measured, by page."""
    stem = scenery.parent / f"played-{count}-{seconds}"
    command = [
        *(sys.executable, "-m", "locust", "-f", str(Path(__file__).with_name("load_people.py"))),
        *("--headless", "--only-summary", "-u", str(count), "-r", "10", "-t", f"{seconds}s"),
        *("--host", f"http://127.0.0.1:{PORT}", "--csv", str(stem), "--loglevel", "WARNING"),
    ]
    played = subprocess.run(
        command,
        env=os.environ | {"CARTERA_BENCH_SCENERY": str(scenery)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if played.returncode not in (0, 1):
        raise SystemExit(f"locust ended with {played.returncode}\n{played.stderr}")
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
