"""What every benchmark stands on: a database of its own, a company in it, a portfolio, a report."""

import json
import os
import platform
import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

# Its own for each run; processes that a benchmark starts find it in their environment.
DATABASE = os.environ.setdefault("CARTERA_BENCH_DATABASE", f"bench_{os.getpid()}")
# A database that stays, to measure again without storing it anew: nothing is dropped.
KEPT = os.environ.get("CARTERA_BENCH_KEPT", "")
PASSWORD = "una-de-pruebas"  # noqa: S105 (of people who exist while a benchmark runs)
RESULTS = Path(__file__).parent / "results"
TODAY = date(2026, 2, 4)
DISBURSED_ON = date(2026, 1, 5)
FEW = 100  # rows: where there are no more, nothing was cloned yet


@contextmanager
def fresh_database(name: str = KEPT or DATABASE) -> Iterator[None]:
    """A database made anew on the installation's own server, fsync on, dropped at the end.

    KEPT is brought up to date and stays as it is.
    """
    from cartera.config import database

    os.environ["CARTERA_DATABASE"] = name
    os.environ["DJANGO_SETTINGS_MODULE"] = "cartera.config.settings"
    os.environ.setdefault("CARTERA_LOG_LEVEL", "WARNING")
    started = database.start()
    if name != KEPT:
        database.drop_database(name)
    import django

    django.setup()
    from django.db import connections

    from cartera.config.migration import prepare

    prepare(verbosity=0)
    try:
        yield
    finally:
        for connection in connections.all():
            connection.close()
            close_pool = getattr(connection, "close_pool", None)
            if close_pool:
                close_pool()
        if name != KEPT:
            database.drop_database(name)
        if started:
            database.stop()


def company() -> Any:
    """A company of players at 5 January 2026 with one client, its line and one debtor."""
    from django.contrib.auth.hashers import make_password

    from cartera.kernel.clock import FixedClock, set_clock
    from cartera.procedures.players import COMPANY_OF_PLAYERS, Players
    from cartera.procedures.setup import set_up_company, set_up_people

    clock = FixedClock(instant(DISBURSED_ON))
    set_clock(clock)
    set_up_company(from_on=date(2026, 1, 1), to_on=date(2026, 12, 31), name="Banco de pruebas")
    hashed = make_password(PASSWORD)
    people = set_up_people(COMPANY_OF_PLAYERS, from_on=date(2026, 1, 1), password_hash=hashed)
    players = Players(people)
    players.admit_client("0001", "Distribuidora Izalco, S.A. de C.V.")
    players.admit_debtor("D001", "Comercial Sonsonate, S.A.", "90000000000.00")
    players.approve_line("0001", "90000000000.00", date(2026, 1, 1), date(2026, 12, 31))
    return players


def players_again() -> Any:
    """The players of a company that is there already."""
    from cartera.control.people.models import User
    from cartera.kernel.clock import FixedClock, set_clock
    from cartera.procedures.players import Players

    set_clock(FixedClock(instant(TODAY)))
    return Players({user.username: user for user in User.objects.all()})


def instant(on: date) -> datetime:
    """Nine in the morning of `on` in San Salvador."""
    return datetime(on.year, on.month, on.day, 15, tzinfo=UTC)


def live_assignment(players: Any, documents: int) -> int:
    """One assignment taken through PCI-F01 whole; its id."""
    from cartera.credit.assignments.models import Assignment

    due_on = (DISBURSED_ON + timedelta(days=45)).isoformat()
    rows = [
        {"debtor": "D001", "number": f"Q-{n}", "amount": "1000.00", "due_on": due_on}
        for n in range(documents)
    ]
    case_id = players.request("0001", rows, f"{documents * 1000}.00", 45)
    players.disburse(case_id, [row["number"] for row in rows])
    return Assignment.objects.get(case_id=case_id).pk


def clone_assignment(origin: int, copies: int) -> None:
    """More live assignments like `origin`, documents and all, by set-based SQL.

    Applications of payments read and write nothing else of an assignment.
    """
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        with unwatched(cursor, "assignments_assignment"):
            for statement in _CLONE:
                cursor.execute(statement, {"origin": origin, "copies": copies})
        for table in ("workflow_case", "assignments_assignment", "assignments_assigneddocument"):
            cursor.execute(f"ANALYZE {table}")


@contextmanager
def unwatched(cursor: Any, table: str) -> Iterator[None]:
    """The table without its own triggers: for each row they would add up the whole line."""
    cursor.execute(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table]
    )
    names = [name for (name,) in cursor.fetchall()]
    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    for name in names:
        cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


_CLONE = (
    """INSERT INTO workflow_case (procedure, number, title, client_code, state, opened_at,
        opened_on)
    SELECT 'PCI-F01', 1000000 + n, c.title, c.client_code, 'open', c.opened_at, c.opened_on
    FROM workflow_case c JOIN assignments_assignment a ON a.case_id = c.id,
        generate_series(1, %(copies)s) n WHERE a.id = %(origin)s""",
    """INSERT INTO assignments_assignment SELECT r.*
    FROM assignments_assignment a, workflow_case c, LATERAL jsonb_populate_record(a,
        jsonb_build_object('id', nextval(pg_get_serial_sequence('assignments_assignment', 'id')),
            'case_id', c.id, 'number', c.number)) r
    WHERE a.id = %(origin)s AND c.number > 1000000""",
    """INSERT INTO assignments_assigneddocument SELECT r.*
    FROM assignments_assigneddocument d, assignments_assignment a,
        LATERAL jsonb_populate_record(d, jsonb_build_object(
            'id', nextval(pg_get_serial_sequence('assignments_assigneddocument', 'id')),
            'assignment_id', a.id, 'operation_number', NULL,
            'number', a.number || '-' || d.number, 'number_key', a.number || d.number_key)) r
    WHERE d.assignment_id = %(origin)s AND a.number > 1000000""",
)


def received_round(players: Any, count: int) -> list[int]:
    """A round of PCI-F09 with one cheque for each of `count` documents, deposited and not applied.

    The payments' ids, in the order of their assignments.
    """
    from cartera.credit.assignments.models import AssignedDocument
    from cartera.credit.payments.models import Payment
    from cartera.kernel.clock import current_clock

    current_clock().set(instant(TODAY))
    waiting = AssignedDocument.objects.filter(state="live", payments__isnull=True)
    found = waiting.order_by("id").values_list("assignment__number", "number")[:count]
    rows = [
        {
            "assignment": number,
            "document": document,
            "bank": "Banco Agrícola",
            "reference": f"CH-{place}",
            "amount": "1000.00",
            "value_on": TODAY.isoformat(),
        }
        for place, (number, document) in enumerate(found)
    ]
    case_id = players.open("PCI-F09", "AP_AB", {"payments": rows})
    players.play_through(case_id, upto=2)
    queued = Payment.objects.filter(day__case_id=case_id, state="queued")
    return list(queued.order_by("assignment_id", "id").values_list("pk", flat=True))


def open_task(procedure: str) -> int:
    """The task of `procedure` that waits."""
    from cartera.control.workflow.models import Task

    return Task.objects.filter(procedure=procedure, state="open").latest("id").pk


def timed(act: Callable[..., Any], *given: Any) -> float:
    """How long `act` takes with what it is given, in seconds."""
    began = perf_counter()
    act(*given)
    return perf_counter() - began


def middle(times: Sequence[float]) -> float:
    """The median."""
    return statistics.median(times)


def report(name: str, found: dict[str, Any], lines: Sequence[str]) -> None:
    """Print the lines and keep the figures beside what machine they come from."""
    RESULTS.mkdir(exist_ok=True)
    place = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "load_at_end": [round(load, 2) for load in os.getloadavg()],
        "python": platform.python_version(),
        "system": platform.platform(),
    }
    text = json.dumps(found | {"machine": place}, ensure_ascii=False, indent=2)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    print(f"== {name}")
    for line in lines:
        print(f"   {line}")
