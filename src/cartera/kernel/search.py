"""What makes two texts the same to somebody who searches."""

import re
import unicodedata

_NOT_WORD = re.compile(r"[^0-9a-z]+")


def search_key(text: str) -> str:
    """`text` in small letters, without accents, its words one blank apart."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", letters).strip()


def number_key(text: str) -> str:
    """A document's number without blanks, marks or case: 'Q-2587' and 'q 2587' are one."""
    return search_key(text).replace(" ", "").upper()
