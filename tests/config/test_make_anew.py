"""A database of its own is thrown away and made again; the company's never is."""

import pytest
from django.conf import LazySettings
from django.db import connection

from cartera.config import database, migration
from cartera.config.failures import CommandFailure


def test_what_was_there_is_gone(committed_db: str, settings: LazySettings) -> None:
    settings.DATABASE_NAME = committed_db
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_session VALUES ('k', 'd', now())")
    migration.make_anew()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,)


def test_the_companys_own_is_refused(settings: LazySettings) -> None:
    settings.DATABASE_NAME = database.DEFAULT_NAME
    with pytest.raises(CommandFailure, match="no se hace de nuevo"):
        migration.make_anew()
