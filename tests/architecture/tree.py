"""The project's own files, as the architecture's tests read them."""

import ast
import shutil
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path("src/cartera")
_GIT = shutil.which("git") or "git"


@dataclass(frozen=True)
class Source:
    """A file of the project: its path from the root, and its text."""

    path: Path
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def is_test(self) -> bool:
        return "tests" in self.path.parts or self.path.name == "conftest.py"

    @property
    def is_migration(self) -> bool:
        return "migrations" in self.path.parts

    def is_in(self, *wings: str) -> bool:
        """Whether it lies in one of these folders of the package."""
        return any(self.path.is_relative_to(PACKAGE / wing) for wing in wings)

    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        return [node for node in ast.walk(self.tree) if isinstance(node, kinds)]


def texts() -> list[Source]:
    """Every text file that is, or is about to be, part of the project."""
    listed = subprocess.run(
        [_GIT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    paths = [Path(name) for name in listed.decode().split("\0") if name]
    return [source for path in sorted(set(paths)) if (source := _read(path)) is not None]


def _read(path: Path) -> Source | None:
    try:
        return Source(path, (ROOT / path).read_text(encoding="utf-8"))
    except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):  # a link to a folder
        return None
