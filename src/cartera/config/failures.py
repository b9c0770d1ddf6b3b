"""What can go wrong around a command, each told in one Spanish sentence."""

import os
from collections.abc import Mapping, Sequence

import psycopg

from cartera.config.embedded import DatabaseUnavailable
from cartera.kernel.refusals import Refusal, Refusals


class CommandFailure(Exception):
    """A command that could not do its work: its sentence, its exit status, and its parts.

    ``parts`` are the refusals by field of which the sentence tells the first.
    """

    def __init__(
        self, sentence: str, *, status: int = 1, parts: Sequence[Mapping[str, str]] = ()
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status
        self.parts = tuple(parts)


def sentence_of(error: Exception) -> CommandFailure | None:
    """The failure as told to the user, or None where nobody foresaw it."""
    if isinstance(error, CommandFailure):
        return error
    if isinstance(error, Refusal):
        return _refused(error)
    if isinstance(error.__cause__ or error, psycopg.OperationalError):
        return CommandFailure(f"no se llega a la base de datos; {_where_it_should_be()}")
    if isinstance(error, DatabaseUnavailable):
        return CommandFailure(f"no se pudo iniciar la base de datos: {error}")
    return _about_file(error)


def _where_it_should_be() -> str:
    if os.environ.get("DATABASE_URL"):
        return "revise DATABASE_URL y que ese servidor esté en marcha"
    return "iníciela con: cartera migrate"


def _refused(refusal: Refusal) -> CommandFailure:
    gathered = list(refusal) if isinstance(refusal, Refusals) else [refusal]
    parts = [
        {"field": part.field or "", "code": part.code, "sentence": str(part)} for part in gathered
    ]
    place = f"{refusal.field}: " if refusal.field else ""
    return CommandFailure(f"{place}{refusal}", parts=parts)


def _about_file(error: Exception) -> CommandFailure | None:
    match error:
        case FileNotFoundError():
            return CommandFailure(f"no existe el archivo {error.filename}")
        case PermissionError():
            return CommandFailure(f"no hay permiso para usar {error.filename}")
        case IsADirectoryError():
            return CommandFailure(f"{error.filename} es una carpeta, no un archivo")
        case UnicodeDecodeError():
            return CommandFailure("el archivo no es texto UTF-8")
    return None
