"""``cartera replay``: a file of real invoices lived day by day through the procedures."""

import argparse
import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cartera.config.failures import CommandFailure

if TYPE_CHECKING:
    from cartera.procedures.replay_file import Columns
    from cartera.procedures.replay_plan import Plan
    from cartera.procedures.replay_ways import Shares

SUMMARY = "Vive un archivo de facturas, día por día, en una base de datos propia y nueva."
NEEDS_DJANGO = False  # its database is another one, and is made before Django looks at it
DATABASE = "replay"

_COLUMNS = {
    "client": ("cliente que cede", "countrycode"),
    "customer": ("deudor", "customerID"),
    "number": ("número de factura", "invoiceNumber"),
    "issued": ("fecha de emisión", "InvoiceDate"),
    "due": ("fecha de vencimiento", "DueDate"),
    "amount": ("monto", "InvoiceAmount"),
    "settled": ("fecha de pago; vacía si no se ha pagado", "SettledDate"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, what its columns mean, and how far to go."""
    parser.add_argument("file", metavar="ARCHIVO.csv", help="CSV con una factura en cada línea")
    parser.add_argument(
        "--database",
        metavar="NOMBRE",
        default=DATABASE,
        help=f"base de datos que se hace de nuevo ({DATABASE}); nunca la de la empresa",
    )
    parser.add_argument(
        "--until", type=date.fromisoformat, metavar="AAAA-MM-DD", help="último día que se vive"
    )
    for name, (said, default) in _COLUMNS.items():
        parser.add_argument(
            f"--{name}", metavar="COLUMNA", default=default, help=f"columna: {said} ({default})"
        )
    parser.add_argument(
        "--dates", metavar="FORMATO", default="dd/mm/yyyy", help="cómo se escriben las fechas"
    )
    parser.add_argument("--delimiter", metavar="SIGNO", default=",", help="qué separa las columnas")
    parser.add_argument(
        "--recovery",
        action="store_true",
        help="el dinero llega por custodia, rutas y cheques, y no escrito en PCI-F09",
    )
    parser.add_argument(
        "--shares",
        metavar="CAMINO=PORCENTAJE,…",
        default="",
        help="con --recovery: cuántas de cien facturas llegan por cada camino",
    )
    parser.add_argument(
        "--seed", type=int, default=1, help="con --recovery: qué factura llega por cuál camino (1)"
    )


def run(args: argparse.Namespace) -> int:
    """Live the file; exit status 0 only if all ends clean."""
    from cartera.config import database

    refuse_company_database(args.database)
    started = database.start()
    try:
        return _run(args)
    finally:
        if started:
            database.stop()


def refuse_company_database(name: str) -> None:
    """Refuse a database that may be the company's: only one that a replay made is made anew."""
    from cartera.config import database

    own = {database.DEFAULT_NAME, os.environ.get("CARTERA_DATABASE"), "postgres"}
    is_own = name in own or name.startswith("template")
    if is_own or (database.exists(name) and not _made_by_replay(name)):
        raise CommandFailure(f"«{name}» no es de una réplica: no se hace de nuevo", status=2)


def _made_by_replay(name: str) -> bool:
    """Whether it is empty, or its company is a replay's."""
    import psycopg

    from cartera.config import database
    from cartera.procedures.replay_plan import COMPANY_NAME

    with psycopg.connect(database.urls(name).owner) as connection:
        found = connection.execute("SELECT to_regclass('company_company')").fetchone()
        if found is None or found[0] is None:
            return True
        names = connection.execute("SELECT name FROM company_company").fetchall()
    return all(name == COMPANY_NAME for (name,) in names)


def _run(args: argparse.Namespace) -> int:
    from cartera.procedures.replay_file import read_invoices
    from cartera.procedures.replay_plan import plan_of

    invoices = read_invoices(Path(args.file), _columns(args))
    plan = plan_of(invoices)
    if args.until and args.until < plan.first_on:
        raise CommandFailure(f"--until es anterior al primer día, {plan.first_on}", status=2)
    ways = _ways(args)
    _make_anew(args.database)
    summary = _live(plan, args.until, ways)
    return _tell(summary, args)


def _make_anew(name: str) -> None:
    """Drop it, make it, migrate it; from here on Django lives in it."""
    from cartera.config import database

    database.drop_database(name)
    os.environ["CARTERA_DATABASE"] = name
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cartera.config.settings")
    import django

    django.setup()
    from cartera.config.migration import prepare
    from cartera.procedures import checkpoints

    prepare(verbosity=0)
    checkpoints.path().unlink(missing_ok=True)


def _ways(args: argparse.Namespace) -> "tuple[Shares, int] | None":
    """The shares and the seed of the ways by which money comes home, if it comes by any."""
    from cartera.procedures.replay_ways import Shares

    try:
        shares = Shares.read(args.shares)
    except ValueError as wrong:
        raise CommandFailure(f"--shares: {wrong}", status=2) from None
    return (shares, args.seed) if args.recovery else None


def _live(
    plan: "Plan", until: date | None, ways: "tuple[Shares, int] | None" = None
) -> dict[str, Any]:
    from cartera.procedures.replay import replaying
    from cartera.procedures.replay_summary import summary_of

    with replaying(plan, secrets.token_urlsafe(24), ways) as replay:
        with _bar(plan, until) as progress:
            replay.live(until, progress)
        return summary_of(replay)


@contextmanager
def _bar(plan: "Plan", until: date | None) -> Iterator[Callable[[date], None]]:
    """A bar of calendar days on the terminal; nothing where there is none."""
    from tqdm import tqdm

    last_on = min(until or plan.last_on, plan.last_on)
    whole = (last_on - plan.first_on).days + 1
    with tqdm(total=whole, unit=" días", desc="Réplica", disable=None) as bar:

        def progress(on: date) -> None:
            bar.set_postfix_str(f"{on:%d/%m/%Y}", refresh=False)
            bar.update(min((on - plan.first_on).days + 1, whole) - bar.n)

        yield progress


def _tell(summary: dict[str, Any], args: argparse.Namespace) -> int:
    from cartera.procedures.replay_summary import is_clean, summary_text

    clean = is_clean(summary, whole=args.until is None)
    if args.json:
        answer = {"file": args.file, "database": args.database, "clean": clean, **summary}
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        print(summary_text(summary))
    return 0 if clean else 1


def _columns(args: argparse.Namespace) -> "Columns":
    from cartera.procedures.replay_file import Columns

    named = {name: getattr(args, name) for name in _COLUMNS}
    if len(args.delimiter) != 1:
        raise CommandFailure("--delimiter es un solo signo, como , o ;", status=2)
    return Columns(**named, dates=args.dates, delimiter=args.delimiter)
