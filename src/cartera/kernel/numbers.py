"""The numbers by which things are named, as they are typed or posted."""

LARGEST_ID = 2**63 - 1  # what PostgreSQL counts with: a larger number names nothing
_LONGEST = 18  # the longest that fits a row's id whatever its figures are


def named_number(text: str, figures: int = _LONGEST) -> int | None:
    """The number that `text` is: 0 to 9 alone, at most so many figures. None where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= figures else None
