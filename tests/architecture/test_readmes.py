"""Each room's README names files that are there, and every folder that is in the room."""

import re
from itertools import product
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

HOUSE = ROOT / "src" / "cartera"
READMES = sorted(HOUSE.rglob("README.md"))
NAMED = re.compile(r"`([\w./{},<>*-]+(?:\.(?:py|js|css|html|toml|sql|typ|md)|/))`")
# Folders that any room may have.
USUAL = {"migrations", "tests", "templates", "static", "styles", "templatetags", "__pycache__"}


def named_in(readme: str) -> list[str]:
    """The files and folders that a README names; `a/{b,c}.py` names two. Patterns and addresses
    of pages name none."""
    found = []
    for name in NAMED.findall(readme):
        if not name.startswith("/") and not set(name) & set("<>*"):
            found += _each(name)
    return found


def missing(room: Path, readme: str) -> list[str]:
    """What a README names and is neither somewhere in its room, nor by its path in the house."""
    places = (HOUSE, HOUSE / "desk", ROOT)
    return [
        name
        for name in named_in(readme)
        if not any((place / name).exists() for place in places) and not any(room.rglob(name))
    ]


def untold(room: Path, readme: str) -> list[str]:
    """The packages in a room of which its README says nothing, and which have none of their own."""
    told = {part for name in NAMED.findall(readme) for part in Path(name).parts}
    packages = {each.parent.name for each in room.glob("*/__init__.py")} - USUAL
    return sorted(packages - told)


@pytest.mark.parametrize("path", READMES, ids=lambda path: str(path.parent.relative_to(HOUSE)))
def test_a_readme_is_true_of_its_room(path: Path) -> None:
    readme = path.read_text(encoding="utf-8")
    assert missing(path.parent, readme) == []
    assert untold(path.parent, readme) == []


def test_a_file_that_is_gone_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "acts.py").touch()
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "__init__.py").touch()
    readme = "| `acts.py`, `{acts,gone}.py` | what `room/` did; see `/address/` and `<room>.css` |"
    assert missing(tmp_path, readme) == ["gone.py", "room/"]
    assert untold(tmp_path, readme) == ["secret"]


def _each(name: str) -> list[str]:
    parts = [
        part[1:-1].split(",") if part.startswith("{") else [part]
        for part in re.split(r"(\{[^}]*\})", name)
    ]
    return ["".join(choice) for choice in product(*parts)]
