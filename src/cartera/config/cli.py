"""The ``cartera`` command: finds the subcommand, and turns what fails into one sentence.

Each module of ``cartera.config.commands`` is a subcommand and offers four names: ``SUMMARY``, a
Spanish line that says what it does; ``NEEDS_DJANGO``; ``add_arguments(parser)``; ``run(args)``,
which returns the exit status. ``args`` always has ``json`` and, where Django is needed,
``database``; a fifth name, ``DEFAULT_DATABASE``, is for a command that lives in another one. A
module imports what is heavy inside ``run``.
"""

import argparse
import importlib
import json
import os
import pkgutil
import secrets
import sys
import traceback
from collections.abc import Sequence
from typing import NoReturn, Protocol, cast

from cartera.config import commands, home, spanish
from cartera.config.database import DEFAULT_NAME
from cartera.config.failures import CommandFailure, sentence_of

USAGE_STATUS = 2
INTERRUPTED_STATUS = 130


class Command(Protocol):
    """What a module of ``cartera.config.commands`` offers."""

    SUMMARY: str
    NEEDS_DJANGO: bool

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...
    def run(self, args: argparse.Namespace) -> int: ...


class Parser(argparse.ArgumentParser):
    """A parser whose complaint is a sentence of ours."""

    def error(self, message: str) -> NoReturn:
        raise CommandFailure(f"{message} (vea: {self.prog} --help)", status=USAGE_STATUS)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand; the exit status is not zero where it failed."""
    spanish.translate_argparse()
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        return _run(words)
    except KeyboardInterrupt:
        return INTERRUPTED_STATUS
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:  # noqa: BLE001 - the last place where a failure becomes a sentence
        return _report(error, as_json="--json" in words)


def command_names() -> list[str]:
    """Every subcommand, as it is typed."""
    return sorted(found.name.replace("_", "-") for found in pkgutil.iter_modules(commands.__path__))


def _run(words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help", "help"):
        print(_overview())
        return 0
    name = words[0]
    if name not in command_names():
        known = ", ".join(command_names())
        raise CommandFailure(f"no existe la orden «{name}»; hay: {known}", status=USAGE_STATUS)
    command = _load(name)
    args = _parser(name, command).parse_args(words[1:])
    if command.NEEDS_DJANGO:
        _set_up_django(args.database)
    return command.run(args)


def _load(name: str) -> Command:
    module = importlib.import_module(f"{commands.__name__}.{name.replace('-', '_')}")
    return cast("Command", module)


def _overview() -> str:
    names = command_names()
    width = max(map(len, names))
    lines = [f"  cartera {name:<{width}}  {_load(name).SUMMARY}" for name in names]
    title, more = "Cartera: control de las cuentas por cobrar.", "De cada una: cartera ORDEN --help"
    return "\n".join((title, "", *lines, "", more))


def _parser(name: str, command: Command) -> Parser:
    parser = Parser(prog=f"cartera {name}", description=command.SUMMARY)
    parser.add_argument("--json", action="store_true", help="responder en JSON")
    if command.NEEDS_DJANGO:
        usual = getattr(command, "DEFAULT_DATABASE", None)
        parser.add_argument(
            "--database",
            metavar="NOMBRE",
            default=usual,
            help=f"base de datos ({usual or DEFAULT_NAME})",
        )
    command.add_arguments(parser)
    return parser


def _set_up_django(database: str | None) -> None:
    if database:
        os.environ["CARTERA_DATABASE"] = database
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cartera.config.settings")
    import django

    django.setup()


def _report(error: Exception, *, as_json: bool) -> int:
    failure = sentence_of(error) or _incident(error)
    if as_json:
        answer = {"error": failure.sentence, "refusals": failure.parts}
        print(json.dumps(answer, ensure_ascii=False))
    print(f"cartera: {failure.sentence}", file=sys.stderr)
    return failure.status


def _incident(error: Exception) -> CommandFailure:
    """Something nobody foresaw: its details go to a file that only its owner reads."""
    number = secrets.token_hex(4)
    folder = home.home() / "incidents"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{number}.txt"
    path.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    path.chmod(0o600)
    return CommandFailure(f"falló algo imprevisto; incidente {number}, detalle en {path}")


if __name__ == "__main__":
    sys.exit(main())
