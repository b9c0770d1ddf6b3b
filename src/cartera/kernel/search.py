"""What makes two texts the same to somebody who searches."""

import re
import unicodedata

_NOT_WORD = re.compile(r"[^0-9a-z]+")


def search_key(text: str) -> str:
    """`text` in small letters, without accents, its words one blank apart."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", letters).strip()


def by_name(name: str) -> tuple[str, str]:
    """Where a name stands among others in Spanish: accents aside, and ñ after all of n."""
    spelt = name.casefold().replace("n\u0303", "ñ").replace("ñ", "n\uffff")
    bare = unicodedata.normalize("NFKD", spelt)
    return "".join(letter for letter in bare if not unicodedata.combining(letter)), name


def number_key(text: str) -> str:
    """A document's number without blanks, marks or case: 'Q-2587' and 'q 2587' are one."""
    return search_key(text).replace(" ", "").upper()
