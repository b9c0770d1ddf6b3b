"""``cartera migrate``: from nothing to a database that is ready."""

import argparse
import json

SUMMARY = "Inicia la base de datos, la crea si falta y la pone al día."
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing beyond the common ones."""


def run(args: argparse.Namespace) -> int:
    """Start, make, migrate and give rights."""
    from django.conf import settings

    from cartera.config.migration import prepare

    prepare(verbosity=0 if args.json else 1)
    if args.json:
        print(json.dumps({"database": settings.DATABASE_NAME, "migrated": True}))
    return 0
