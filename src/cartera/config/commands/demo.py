"""``cartera demo``: the training company, in a database of its own."""

import argparse

from cartera.config.commands import run as running

SUMMARY = "Abre la empresa de práctica, en una base de datos aparte de la de la empresa."
NEEDS_DJANGO = True
DEFAULT_DATABASE = "practica"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, as for ``run``."""
    running.add_address(parser)


def run(args: argparse.Namespace) -> int:
    """Serve the training company, loaded where it is not there yet."""
    args.new = False
    return running.run(args)
