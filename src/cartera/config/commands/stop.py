"""``cartera stop``: ends the database server that Cartera started."""

import argparse
import json

SUMMARY = "Detiene la base de datos que Cartera inició."
NEEDS_DJANGO = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing beyond the common ones."""


def run(args: argparse.Namespace) -> int:
    """Stop the server and wait for its end."""
    from cartera.config import database

    database.stop()
    print(json.dumps({"stopped": True}) if args.json else "La base de datos está detenida.")
    return 0
