"""The catalogues: the program speaks Spanish, and this is how it comes to speak English too.

`python -m cartera.config.catalogue update` gathers every marked sentence of the code and of the
templates into the English catalogue, keeping what is translated; `compile` makes of each catalogue
what Django reads. Neither needs any program but this one. The Spanish catalogue is written by hand:
what the libraries say to users, in the words that the desk uses.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[1]
PO = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
LIBRARIES_PO = SOURCE / "locale" / "es" / "LC_MESSAGES" / "django.po"

_KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}

# Only what gettext reads: a date here would change the file though no sentence did.
_HEADER = """\
# Cartera in English. Gathered by `make messages`; the English is written here by hand.
msgid ""
msgstr ""
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def gather() -> Catalog:
    """Every marked sentence of the package, with the files where it stands."""
    found = Catalog(locale="en", fuzzy=False)
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix in {".py", ".html", ".txt"} and "tests" not in path.parts:
            for message, context in _messages(path):
                place = (str(path.relative_to(SOURCE.parent)), 0)
                found.add(message, locations=[place], context=context)
    return found


def read() -> Catalog:
    """The English catalogue as it is kept."""
    if not PO.exists():
        return Catalog(locale="en")
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def read_libraries() -> Catalog:
    """What the libraries say, in Spanish of our own."""
    with LIBRARIES_PO.open("rb") as file:
        return read_po(file, locale="es")


def untranslated(kept: Catalog | None = None) -> list[str]:
    """Sentences that are marked and have no English, in the order of the catalogue."""
    known = kept if kept is not None else read()
    return [str(message.id) for message in gather() if message.id and not _is_said(message, known)]


def update() -> None:
    """Bring the kept catalogue up to date."""
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(written(updated(read())))


def updated(kept: Catalog) -> Catalog:
    """What was kept, of today's sentences: new ones are empty, gone ones dropped."""
    kept.update(gather(), no_fuzzy_matching=True)
    kept.obsolete.clear()
    return kept


def written(catalogue: Catalog) -> bytes:
    """The catalogue as its file holds it: the same bytes for the same sentences."""
    file = BytesIO()
    write_po(file, catalogue, width=100, sort_output=True, omit_header=True, include_lineno=False)
    return _HEADER.encode() + file.getvalue()


def compile_catalogues() -> None:
    """Write beside each catalogue what Django reads."""
    for source, catalogue in ((PO, read()), (LIBRARIES_PO, read_libraries())):
        with source.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)


def _is_said(message: Message, known: Catalog) -> bool:
    found = known.get(message.id, message.context)
    if found is None or found.fuzzy:
        return False
    return all(found.string if isinstance(found.string, tuple | list) else (found.string,))


def _messages(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What a template indents is no Python: each sentence stands on its line by itself.
        marked = templatize(text, origin=str(path)).splitlines()
        text = "\n".join(line.strip() for line in marked)
    source = BytesIO(text.encode())
    for _line, message, _comments, context in extract("python", source, keywords=_KEYWORDS):
        yield message, context


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        settings.configure(USE_I18N=True)  # the templates' reader asks for it
        update()
    compile_catalogues()
