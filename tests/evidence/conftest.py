"""A company's history, lived once, and a door for damaging it that leaves it as it was."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import Settings

from cartera.kernel import clock as kernel_clock
from cartera.kernel.clock import FixedClock
from tests.cast import OPENING
from tests.evidence.history import live
from tests.plugins.database import living_in
from tests.plugins.place import worker_database

# What a hand at the server's own superuser can put aside before it changes a row.
_UNGUARD = """
DO $$ DECLARE place record; BEGIN
    FOR place IN SELECT c.oid::regclass AS name FROM pg_class c
                 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
    LOOP EXECUTE format('ALTER TABLE %s DISABLE TRIGGER ALL', place.name); END LOOP;
    FOR place IN SELECT conrelid::regclass AS name, conname FROM pg_constraint
                 WHERE connamespace = 'public'::regnamespace AND contype = 'c'
    LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', place.name, place.conname);
    END LOOP;
END $$
"""


@pytest.fixture(scope="session")
def lived(
    django_db_setup: None,
    template_database: str,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[str, Path]]:
    """The database of the history, and the folder of its checkpoints."""
    from cartera.config import database

    name, folder = f"{worker_database()}_history", tmp_path_factory.mktemp("checkpoints")
    before = kernel_clock.current_clock()
    clock = FixedClock(OPENING)
    kernel_clock.set_clock(clock)
    with (
        django_db_blocker.unblock(),
        living_in(name, template_database, keep=True),
        pytest.MonkeyPatch.context() as patched,
    ):
        patched.setattr("django.conf.settings.CHECKPOINT_FOLDER", folder)
        live(clock)
    kernel_clock.set_clock(before)
    yield name, folder
    with django_db_blocker.unblock():
        database.drop_database(name)


@pytest.fixture
def superuser(
    lived: tuple[str, Path], settings: Settings, django_db_blocker: Any
) -> Iterator[BaseDatabaseWrapper]:
    """The history entered by the server's superuser, no guard left; all is undone at the end."""
    from cartera.config import embedded, home

    name, folder = lived
    settings.CHECKPOINT_FOLDER = folder
    with django_db_blocker.unblock():
        door = connections.create_connection("owner")
        door.alias = "default"
        entry = {"NAME": name, "USER": embedded.SUPERUSER, "PASSWORD": home.key("postgres")}
        door.settings_dict |= entry
        usual, connections["default"] = connections["default"], door
        try:
            with transaction.atomic():
                with door.cursor() as cursor:
                    cursor.execute(_UNGUARD)
                yield door
                transaction.set_rollback(True)
        finally:
            connections["default"] = usual
            door.close()
