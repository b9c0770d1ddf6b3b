"""The tests' database: a server of their own, a template for each set of migrations, its copies."""

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.plugins.place import worker_database

_SOURCE = Path(__file__).resolve().parents[2] / "src" / "cartera"
_SETTINGS = "fsync = off\nfull_page_writes = off\n"
_TEMPLATES_KEPT = 8


def _digest() -> str:
    """Everything that decides what the migrated database looks like."""
    import allauth
    import django

    digest = hashlib.sha256(f"{django.VERSION} {allauth.VERSION}".encode())
    files = [*_SOURCE.glob("**/migrations/*.py"), *_SOURCE.glob("**/guards.py")]
    files += [*_SOURCE.glob("config/grants.py"), *_SOURCE.glob("config/settings.py")]
    for path in sorted(files):
        digest.update(str(path.relative_to(_SOURCE)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / "template.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _ensure_template() -> str:
    from cartera.config import database, home
    from cartera.config.migration import migrate

    name = f"template_{_digest()}"
    draft = f"draft_{name}"
    with _alone(home.home()):
        if database.exists(name):
            return name
        database.drop_database(draft)
        database.ensure_database(draft)
        before = os.environ["CARTERA_DATABASE"]
        _move_to(draft)
        try:
            migrate(verbosity=0)
        finally:
            _move_to(before)
        database.rename_database(draft, name)
        _drop_leftovers()
    return name


def _drop_leftovers() -> None:
    """Keep the latest few templates, which other branches may be using, and no orphan's copy."""
    from cartera.config import database, embedded

    with embedded.connect() as connection:
        rows = connection.execute("SELECT datname FROM pg_database ORDER BY oid DESC").fetchall()
    names = [name for (name,) in rows]
    templates = [name for name in names if name.startswith("template_")]
    orphans = [name for name in names if name.startswith("test_") and not _is_alive(name)]
    for name in templates[_TEMPLATES_KEPT:] + orphans:
        database.drop_database(name)


def _is_alive(name: str) -> bool:
    """Whether the process that a copy is named for still runs."""
    found = re.search(r"\d+", name)
    try:
        os.kill(int(found.group()) if found else 0, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture(scope="session")
def server() -> Iterator[None]:
    """The tests' own PostgreSQL, which the last of those that use it stops.

    It does not wait for the disk: what it writes is lost with the machine, and nobody minds.
    """
    from cartera.config import embedded, home

    with (home.home() / "in-use.lock").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        embedded.start(settings=_SETTINGS)
        yield
        with suppress(BlockingIOError):
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            embedded.stop()


@pytest.fixture(scope="session")
def template_database(server: None, django_db_blocker: Any) -> str:
    """The name of a migrated database that nobody is connected to, to be copied."""
    with django_db_blocker.unblock():
        return _ensure_template()


@pytest.fixture(scope="session")
def django_db_setup(template_database: str, django_db_blocker: Any) -> Iterator[None]:
    """This process's own database, entered as the application's role."""
    name = worker_database()
    living = living_in(name, template_database)
    with django_db_blocker.unblock():
        living.__enter__()
    yield
    with django_db_blocker.unblock():
        living.__exit__(None, None, None)


@pytest.fixture
def committed_db(
    django_db_setup: None, template_database: str, django_db_blocker: Any
) -> Iterator[str]:
    """A fresh database for a test that commits for real; the value is its name."""
    from cartera.reports.figures.keeping import forget

    forget()
    name = f"{worker_database()}_fresh"
    with django_db_blocker.unblock(), living_in(name, template_database):
        yield name


@contextmanager
def living_in(name: str, template: str, *, keep: bool = False) -> Iterator[None]:
    """Both aliases lead to a new copy of the template, dropped at the end unless it is kept."""
    from cartera.config import database

    database.drop_database(name)
    database.ensure_database(name, template=template)
    before = os.environ["CARTERA_DATABASE"]
    _move_to(name)
    try:
        yield
    finally:
        _move_to(before)
        if not keep:
            database.drop_database(name)


def _move_to(name: str) -> None:
    from django.db import connections

    os.environ["CARTERA_DATABASE"] = name
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
