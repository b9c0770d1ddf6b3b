"""Finding by the beginnings of words, wherever in a name they stand. The index is on `WORDS`."""

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from cartera.kernel.search import search_key

WORDS = "array_to_tsvector(array_remove(string_to_array({column}, ' '), ''))"
_HAS = f"{WORDS} @@ %s::tsquery"


def words_query(text: str) -> str:
    """A tsquery for names with a word that begins as each typed one does; '' where none is."""
    return " & ".join(f"'{word}':*" for word in search_key(text).split()[:8])


def has_words(text: str, column: str = "search_name") -> RawSQL:
    """A condition for `filter`: the name in `column` has every typed word, or begins one so."""
    told = _HAS.format(column=column)
    return RawSQL(told, [words_query(text)], output_field=BooleanField())  # noqa: S611 - `column` is ours
