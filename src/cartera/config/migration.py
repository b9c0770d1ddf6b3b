"""From nothing to a database that is ready: started, made, migrated and with its rights given."""

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from cartera.config import database, grants


def prepare(*, verbosity: int = 1) -> None:
    """Start the server where it is ours, make the database where it is missing, and migrate it."""
    database.start()
    database.ensure_database(settings.DATABASE_NAME)
    migrate(verbosity=verbosity)


def migrate(*, verbosity: int = 1) -> None:
    """Migrate as the owner, then give the application's role its rights and no others."""
    call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
    call_command("createcachetable", database="owner", verbosity=0)
    grants.apply_grants(connections["owner"])
    connections["owner"].close()
