"""The database of the tests: a server of its own, a template for each set of migrations, copies of it."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.plugins.place import worker_database

_SOURCE = Path(__file__).resolve().parents[2] / "src" / "cartera"
_SETTINGS = "fsync = off\nfull_page_writes = off\n"


def _digest() -> str:
    """Everything that decides what the migrated database looks like."""
    import allauth
    import django

    digest = hashlib.sha256(f"{django.VERSION} {allauth.VERSION}".encode())
    files = [*_SOURCE.glob("**/migrations/*.py"), *_SOURCE.glob("control/audit/guards.py")]
    files += [*_SOURCE.glob("config/grants.py"), *_SOURCE.glob("config/rooms.py")]
    for path in sorted(files):
        digest.update(str(path.relative_to(_SOURCE)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / "template.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _ensure_template() -> str:
    from django.db import connections

    from cartera.config import database, home
    from cartera.config.migration import migrate

    name = f"template_{_digest()}"
    draft = f"draft_{name}"
    with _alone(home.home()):
        if database.exists(name):
            return name
        database.drop_database(draft)
        database.ensure_database(draft)
        owner = connections["owner"]
        own_name, owner.settings_dict["NAME"] = owner.settings_dict["NAME"], draft
        try:
            migrate(verbosity=0)
        finally:
            owner.close()
            owner.settings_dict["NAME"] = own_name
        database.rename_database(draft, name)
    return name


@pytest.fixture(scope="session")
def template_database(django_db_blocker: Any) -> str:
    """The name of a migrated database that nobody is connected to, to be copied."""
    from cartera.config import database, embedded

    embedded.start(settings=_SETTINGS)
    with django_db_blocker.unblock():
        return _ensure_template()


@pytest.fixture(scope="session")
def django_db_setup(template_database: str, django_db_blocker: Any) -> Iterator[None]:
    """This worker's own database, entered as the application's role."""
    from django.db import connections

    from cartera.config import database

    name = worker_database()
    with django_db_blocker.unblock():
        database.ensure_database(name, template=template_database)
    yield
    with django_db_blocker.unblock():
        _leave(connections)
        database.drop_database(name)


@pytest.fixture
def committed_db(django_db_setup: None, template_database: str, django_db_blocker: Any) -> Iterator[str]:
    """A fresh database for a test that commits for real; the value is its name."""
    from django.db import connections

    from cartera.config import database

    name = f"{worker_database()}_fresh"
    with django_db_blocker.unblock():
        database.drop_database(name)
        database.ensure_database(name, template=template_database)
        _leave(connections)
        before = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
        for alias in connections:
            connections[alias].settings_dict["NAME"] = name
        yield name
        _leave(connections)
        for alias in connections:
            connections[alias].settings_dict["NAME"] = before[alias]
        database.drop_database(name)


def _leave(connections: Any) -> None:
    for connection in connections.all(initialized_only=True):
        connection.close()
