"""Names made harmless, and the people whom a text names."""

import re
import unicodedata

LONGEST_NAME = 100
_NAMED = re.compile(r"(?<![\w@.])@([A-Za-z0-9][A-Za-z0-9_.+-]{0,148}[A-Za-z0-9_]|[A-Za-z0-9])")
_UNSAFE = re.compile(r'[<>:"|?*;%&$#`{}\[\]]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)


def people_named(text: str) -> list[str]:
    """The usernames after an @ in a text, each once, in their order. An address of mail is none."""
    return list(dict.fromkeys(_NAMED.findall(text)))


def clean_name(name: str) -> str:
    """A file's name without folders, marks that mislead a reader or a shell, or too many letters.

    The extension is kept, since it is compared with the content.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    seen = "".join(" " if letter.isspace() else letter for letter in last)
    shown = "".join(letter for letter in seen if unicodedata.category(letter)[0] != "C")
    plain = " ".join(_UNSAFE.sub("_", shown).split()).strip(". -")
    if not plain:
        return "documento"
    if _DEVICES.match(plain):
        plain = f"_{plain}"
    stem, dot, extension = plain.rpartition(".")
    if not dot or len(extension) > 8:
        return plain[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(extension) - 1].rstrip('. ')}.{extension}"


def extension_of(name: str) -> str:
    """What follows the last dot, in small letters; '' without one."""
    stem, dot, extension = name.rpartition(".")
    return extension.lower() if dot and stem else ""
