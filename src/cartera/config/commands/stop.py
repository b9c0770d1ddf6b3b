"""Stops the database that Cartera started."""

import argparse

from cartera.config import database

NEEDS_DJANGO = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing beyond the common ones."""


def run(args: argparse.Namespace) -> int:
    """Stop the server and wait for its end."""
    database.stop()
    return 0
