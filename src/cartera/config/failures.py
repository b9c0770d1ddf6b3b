"""What can go wrong around a command, each told in one Spanish sentence."""

import json

import psycopg

from cartera.config.embedded import DatabaseUnavailable
from cartera.kernel.refusals import Refusal


class CommandFailure(Exception):
    """A command that could not do its work: its sentence, and its exit status."""

    def __init__(self, sentence: str, *, status: int = 1) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


def sentence_of(error: Exception) -> CommandFailure | None:
    """The failure as told to the user, or None where nobody foresaw it."""
    if isinstance(error, CommandFailure):
        return error
    if isinstance(error, Refusal):
        return CommandFailure(str(error))
    if isinstance(error.__cause__ or error, psycopg.OperationalError):
        return CommandFailure("no se llega a la base de datos; iníciela con: cartera migrate")
    if isinstance(error, DatabaseUnavailable):
        return CommandFailure(f"no se pudo iniciar la base de datos: {error}")
    return _about_file(error)


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
        case json.JSONDecodeError():
            return CommandFailure(f"el JSON no se entiende: línea {error.lineno}")
    return None
