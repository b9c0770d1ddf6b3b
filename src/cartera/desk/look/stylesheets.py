"""The sheets of style that every page links, found in `desk/styles/`."""

from functools import cache
from pathlib import Path

STYLES = Path(__file__).parent.parent / "styles"
# It declares the order of the layers, so it is read before any other; among the rest order is moot.
FIRST = "layers.css"


@cache
def stylesheets() -> tuple[str, ...]:
    """The addresses under static/ of all sheets, that of the layers first."""
    found = sorted(file.name for file in STYLES.glob("*.css"))
    return tuple(f"desk/styles/{name}" for name in sorted(found, key=lambda name: name != FIRST))
