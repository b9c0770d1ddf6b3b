"""The rules of the house that a machine can check; each yields a sentence for each breach."""

import ast
import re
import statistics
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.architecture.tree import PACKAGE, Source

LONGEST_FUNCTION = 50
MEDIAN_FUNCTION = 10
LONGEST_MODULE = 400
LONGEST_README = 40
WIDEST_LINE = 100
FORBIDDEN = {"utils", "helpers", "manager", "base", "data", "process", "handle", "misc"}
ROOM_FILES = {"README.md", "models.py", "rules.py", "selectors.py", "acts.py", "refusals.py"}
MONEY = ("kernel", "company", "accounting", "credit", "procedures", "papers/forms", "desk")
OUR_OWN = Path("tests/architecture")

_HOST = re.compile(
    r"(?:pypi|index|registry|mirror|proxy)\.[a-z0-9-]+\.[a-z]{2,}|--(?:extra-)?index"
)
_PLACE = re.compile(r"(?<![\w-])/(?:work|tmp|root|home)/[a-z.]")
_UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
_EXTERNAL = re.compile(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//""")
_INLINE = re.compile(r"<style[\s>]|<script(?![^>]*\bsrc=)[\s>]|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']")

Rule = Callable[[Sequence[Source]], Iterator[str]]


def python(sources: Sequence[Source]) -> list[Source]:
    return [source for source in sources if source.path.suffix == ".py"]


def short_functions(sources: Sequence[Source]) -> Iterator[str]:
    """No function over 50 lines; the median under 10."""
    lengths = []
    for source in python(sources):
        for function in source.functions():
            length = (function.end_lineno or function.lineno) - function.lineno + 1
            lengths.append(length)
            if length > LONGEST_FUNCTION:
                yield f"{source.path}:{function.lineno} {function.name} has {length} lines"
    if lengths and (median := statistics.median(lengths)) >= MEDIAN_FUNCTION:
        yield f"the median function has {median} lines"


def short_modules(sources: Sequence[Source]) -> Iterator[str]:
    """No module over 400 lines; generated migrations aside."""
    for source in python(sources):
        lines = source.text.count("\n")
        if lines > LONGEST_MODULE and not source.is_migration:
            yield f"{source.path} has {lines} lines"


def narrow_lines(sources: Sequence[Source]) -> Iterator[str]:
    """No line of a style, script or paper over 100 columns; of Python ruff says so."""
    for source in sources:
        if source.path.suffix not in {".css", ".typ", ".js"}:
            continue
        for number, line in enumerate(source.text.splitlines(), 1):
            if len(line) > WIDEST_LINE:
                yield f"{source.path}:{number} has {len(line)} columns"


def telling_names(sources: Sequence[Source]) -> Iterator[str]:
    """No module, folder, class or function whose name says nothing."""
    for source in python(sources):
        for part in {source.path.stem, *source.path.parent.parts} & FORBIDDEN:
            yield f"{source.path}: the name {part!r} says nothing"
        for node in ast.walk(source.tree):
            named = isinstance(node, ast.FunctionDef | ast.ClassDef)
            if named and node.name.lower().lstrip("_") in FORBIDDEN:  # type: ignore[attr-defined]
                yield f"{source.path}:{node.lineno} has a name that says nothing"  # type: ignore[attr-defined]


def rooms_of(sources: Sequence[Source]) -> set[Path]:
    """The folders of the package that are rooms: they keep tables, rules or acts."""
    return {
        source.path.parent
        for source in sources
        if source.path.is_relative_to(PACKAGE)
        and (source.path.name in ROOM_FILES - {"README.md"} or source.path.name == "apps.py")
        and not source.is_test
    }


def rooms_explain_themselves(sources: Sequence[Source]) -> Iterator[str]:
    """A README of at most 40 lines in each room."""
    readmes = {s.path.parent: s for s in sources if s.path.name == "README.md"}
    for room in sorted(rooms_of(sources)):
        readme = readmes.get(room)
        if readme is None:
            yield f"{room} has no README.md"
        elif (lines := len(readme.text.splitlines())) > LONGEST_README:
            yield f"{readme.path} has {lines} lines"


def acts_are_tested(sources: Sequence[Source]) -> Iterator[str]:
    """A room with acts or rules has tests of its own."""
    tested = {s.path.parents[1] for s in sources if s.path.match("tests/test_*.py")}
    for source in python(sources):
        ours = source.path.is_relative_to(PACKAGE) and source.path.name in {"acts.py", "rules.py"}
        if ours and source.path.parent not in tested:
            yield f"{source.path} has no tests beside it"


def no_floats(sources: Sequence[Source]) -> Iterator[str]:
    """No float where money goes, literal or type, but to ask for one in order to refuse it."""
    for source in python(sources):
        if source.is_test or not source.is_in(*MONEY):
            continue
        asked = set(_asked_for(source.tree))
        for node in ast.walk(source.tree):
            literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
            named = isinstance(node, ast.Name) and node.id == "float" and node not in asked
            if literal or named:
                yield f"{source.path}:{node.lineno} uses a float"  # type: ignore[attr-defined]


def _asked_for(tree: ast.Module) -> Iterator[ast.AST]:
    """What stands within isinstance(...), or as a pattern of a match."""
    for node in ast.walk(tree):
        call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if (call and node.func.id == "isinstance") or isinstance(node, ast.pattern):  # type: ignore[attr-defined]
            yield from ast.walk(node)


def no_assert(sources: Sequence[Source]) -> Iterator[str]:
    """No assert outside the tests: it is gone under -O."""
    for source in python(sources):
        if source.path.is_relative_to(PACKAGE) and not source.is_test:
            for node in ast.walk(source.tree):
                if isinstance(node, ast.Assert):
                    yield f"{source.path}:{node.lineno} asserts"


def nothing_unfinished(sources: Sequence[Source]) -> Iterator[str]:
    """No note of work left undone: that is an issue."""
    yield from _lines_with(_UNFINISHED, sources, "leaves something undone")


def no_registry_host(sources: Sequence[Source]) -> Iterator[str]:
    """No package index is named: whoever installs chooses it."""
    yield from _lines_with(_HOST, sources, "names a package index")


def no_builders_place(sources: Sequence[Source]) -> Iterator[str]:
    """No path of a builder's machine."""
    yield from _lines_with(_PLACE, sources, "names a place on someone's machine")


def reasons_for_suppressions(sources: Sequence[Source]) -> Iterator[str]:
    """A suppression names its rule and, for ruff, its reason."""
    for source in python(sources):
        for number, line in enumerate(source.text.splitlines(), 1):
            bare = re.search(r"#\s*noqa(?!: [A-Z]+[0-9]+)|#\s*type: ignore(?!\[)", line)
            unexplained = re.search(r"#\s*noqa: [A-Z0-9, ]+$", line)
            if (bare or unexplained) and not source.path.is_relative_to(OUR_OWN):
                yield f"{source.path}:{number} suppresses a rule without saying why"


def pages_without_inline_code(sources: Sequence[Source]) -> Iterator[str]:
    """No inline script, style or handler, and nothing fetched from elsewhere."""
    for source in sources:
        if source.path.suffix == ".html" and source.path.is_relative_to(PACKAGE):
            for pattern, what in ((_INLINE, "inline code"), (_EXTERNAL, "something from outside")):
                if found := pattern.search(source.text):
                    line = source.text.count("\n", 0, found.start()) + 1
                    yield f"{source.path}:{line} has {what}"


def _lines_with(pattern: re.Pattern[str], sources: Sequence[Source], what: str) -> Iterator[str]:
    for source in sources:
        if source.path.is_relative_to(OUR_OWN):
            continue
        for number, line in enumerate(source.text.splitlines(), 1):
            if pattern.search(line):
                yield f"{source.path}:{number} {what}"


RULES: tuple[Rule, ...] = (
    short_functions,
    short_modules,
    narrow_lines,
    telling_names,
    rooms_explain_themselves,
    acts_are_tested,
    no_floats,
    no_assert,
    nothing_unfinished,
    no_registry_host,
    no_builders_place,
    reasons_for_suppressions,
    pages_without_inline_code,
)
