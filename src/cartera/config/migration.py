"""From nothing to a database that is ready: started, made, migrated and with its rights given."""

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from cartera.config import database, grants
from cartera.config.failures import CommandFailure


def prepare(*, verbosity: int = 1) -> None:
    """Start the server where it is ours, make the database where it is missing, and migrate it."""
    database.start()
    database.ensure_database(settings.DATABASE_NAME)
    migrate(verbosity=verbosity)


def make_anew(*, verbosity: int = 0) -> None:
    """Throw the settings' database away and make it again, empty and ready.

    Never for the company's own: whoever calls this names a database of its own.
    """
    if settings.DATABASE_NAME == database.DEFAULT_NAME:
        raise CommandFailure("la base de datos de la empresa no se hace de nuevo")
    database.start()
    for connection in connections.all(initialized_only=True):
        connection.close()
    database.drop_database(settings.DATABASE_NAME)
    prepare(verbosity=verbosity)


def migrate(*, verbosity: int = 1) -> None:
    """Migrate as the owner, then give the application's role its rights and no others."""
    call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
    call_command("createcachetable", database="owner", verbosity=0)
    grants.apply_grants(connections["owner"])
    connections["owner"].close()
