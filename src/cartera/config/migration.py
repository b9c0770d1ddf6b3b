"""From nothing to a database that is ready: started, made, migrated and with its rights given."""

from django.core.management import call_command
from django.db import connections

from cartera.config import grants


def migrate(*, verbosity: int = 1) -> None:
    """Migrate as the owner, then give the application's role its rights and no others."""
    call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
    grants.apply_grants(connections["owner"])
