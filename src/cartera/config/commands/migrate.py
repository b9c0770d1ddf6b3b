"""Starts the database where it is ours, makes it where it is missing, and migrates it."""

import argparse

NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing beyond the common ones."""


def run(args: argparse.Namespace) -> int:
    """Migrate and give rights."""
    from django.conf import settings

    from cartera.config import database
    from cartera.config.migration import migrate

    database.start()
    database.ensure_database(settings.DATABASE_NAME)
    migrate()
    return 0
