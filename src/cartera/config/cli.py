"""The ``cartera`` command: finds the subcommand and turns what fails into one sentence."""

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from typing import Protocol

from cartera.config import commands


class Command(Protocol):
    """What a module of ``cartera.config.commands`` offers; its docstring's first line says what it does."""

    NEEDS_DJANGO: bool

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...
    def run(self, args: argparse.Namespace) -> int: ...


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand; the exit status is not zero where it failed."""
    names = sorted(module.name for module in pkgutil.iter_modules(commands.__path__))
    words = list(sys.argv[1:] if argv is None else argv)
    if not words:
        print("\n".join(names))
        return 0
    module = importlib.import_module(f"cartera.config.commands.{words[0].replace('-', '_')}")
    parser = argparse.ArgumentParser(prog=f"cartera {words[0]}", description=module.__doc__)
    parser.add_argument("--database", default=None)
    parser.add_argument("--json", action="store_true")
    module.add_arguments(parser)
    args = parser.parse_args(words[1:])
    if args.database:
        os.environ["CARTERA_DATABASE"] = args.database
    if module.NEEDS_DJANGO:
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cartera.config.settings")
        django.setup()
    result: int = module.run(args)
    return result


if __name__ == "__main__":
    sys.exit(main())
