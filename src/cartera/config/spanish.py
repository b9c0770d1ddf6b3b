"""The words that Python's argument parser says to users, in Spanish."""

import argparse

_SPANISH = {
    "usage: ": "uso: ",
    "options": "opciones",
    "positional arguments": "argumentos",
    "show this help message and exit": "mostrar esta ayuda",
    "the following arguments are required: %s": "faltan estos argumentos: %s",
    "unrecognized arguments: %s": "argumentos que no se conocen: %s",
    "expected one argument": "espera un valor",
    "expected at least one argument": "espera al menos un valor",
    "invalid choice: %(value)r (choose from %(choices)s)": "no es uno de %(choices)s: %(value)r",
    "invalid %(type)s value: %(value)r": "no es un valor válido: %(value)r",
    "argument %(argument_name)s: %(message)s": "argumento %(argument_name)s: %(message)s",
    "not allowed with argument %s": "no va junto con %s",
    "one of the arguments %s is required": "hace falta uno de estos argumentos: %s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s puede ser %(matches)s",
}


def translate_argparse() -> None:
    """Let argparse speak Spanish; what is missing here it says in English."""
    argparse._ = _translate  # type: ignore[attr-defined] # it has no public place for this


def _translate(message: str) -> str:
    return _SPANISH.get(message, message)
