"""The rules of the house hold, and each one catches a planted breach."""

from pathlib import Path

import pytest

from tests.architecture import rules
from tests.architecture.rules import RULES, Rule
from tests.architecture.tree import Source, texts

ROOM = "src/cartera/credit/lines"
LONG_FUNCTION = "def price() -> None:\n" + "    pass\n" * 50
LONG_FUNCTIONS = "\n\n".join(f"def price_{n}() -> None:\n" + "    pass\n" * 9 for n in range(3))


def _file(path: str, text: str = "") -> Source:
    return Source(Path(path), text)


def _readme(lines: int) -> Source:
    return _file(f"{ROOM}/README.md", "a line\n" * lines)


PLANTED: list[tuple[Rule, list[Source]]] = [
    (rules.short_functions, [_file(f"{ROOM}/acts.py", LONG_FUNCTION)]),
    (rules.short_functions, [_file(f"{ROOM}/acts.py", LONG_FUNCTIONS)]),
    (rules.short_modules, [_file(f"{ROOM}/acts.py", "x = 1\n" * 401)]),
    (rules.narrow_lines, [_file("src/cartera/papers/form_05.typ", "x" * 101)]),
    (rules.telling_names, [_file(f"{ROOM}/utils.py")]),
    (rules.telling_names, [_file("src/cartera/misc/acts.py")]),
    (rules.telling_names, [_file(f"{ROOM}/acts.py", "class Manager: ...")]),
    (rules.telling_names, [_file(f"{ROOM}/acts.py", "def process(): ...")]),
    (rules.rooms_explain_themselves, [_file(f"{ROOM}/models.py")]),
    (rules.rooms_explain_themselves, [_file(f"{ROOM}/models.py"), _readme(41)]),
    (rules.acts_are_tested, [_file(f"{ROOM}/acts.py")]),
    (rules.no_floats, [_file(f"{ROOM}/rules.py", "rate = 0.13")]),
    (rules.no_floats, [_file(f"{ROOM}/rules.py", "def price(amount: float): ...")]),
    (rules.no_floats, [_file(f"{ROOM}/rules.py", "total = float(amount)")]),
    (rules.no_assert, [_file(f"{ROOM}/acts.py", "assert amount > 0")]),
    (rules.nothing_unfinished, [_file(f"{ROOM}/acts.py", "# TODO: refuse")]),
    (rules.no_registry_host, [_file("requirements/runtime.txt", "--index-url x")]),
    (rules.no_registry_host, [_file("Makefile", "pip install -i pypi.example.org")]),
    (rules.no_builders_place, [_file("README.md", "see /work/notes")]),
    (rules.no_builders_place, [_file(f"{ROOM}/acts.py", 'open("/home/ana/x.csv")')]),
    (rules.reasons_for_suppressions, [_file(f"{ROOM}/acts.py", "x = 1  # noqa")]),
    (rules.reasons_for_suppressions, [_file(f"{ROOM}/acts.py", "x = 1  # noqa: S101")]),
    (rules.reasons_for_suppressions, [_file(f"{ROOM}/acts.py", "x = 1  # type: ignore")]),
    (rules.pages_without_inline_code, [_file(f"{ROOM}/a.html", '<p style="top:0">')]),
    (rules.pages_without_inline_code, [_file(f"{ROOM}/a.html", "<script>x()</script>")]),
    (rules.pages_without_inline_code, [_file(f"{ROOM}/a.html", '<a onclick="x()">')]),
    (rules.pages_without_inline_code, [_file(f"{ROOM}/a.html", '<img src="//cdn.net/x.png">')]),
]

SPARED: list[tuple[Rule, list[Source]]] = [
    (rules.rooms_explain_themselves, [_file(f"{ROOM}/models.py"), _readme(40)]),
    (rules.acts_are_tested, [_file(f"{ROOM}/acts.py"), _file(f"{ROOM}/tests/test_approve.py")]),
    (rules.no_floats, [_file(f"{ROOM}/tests/test_price.py", "price(0.13)")]),
    (rules.no_floats, [_file("src/cartera/config/server.py", "wait = 0.5")]),
    (rules.no_floats, [_file(f"{ROOM}/rules.py", "if isinstance(amount, float): refuse()")]),
    (rules.no_assert, [_file(f"{ROOM}/tests/test_price.py", "assert True")]),
    (rules.reasons_for_suppressions, [_file(f"{ROOM}/acts.py", "x  # noqa: S101 - told apart")]),
    (rules.pages_without_inline_code, [_file(f"{ROOM}/a.html", '<script src="/s/x.js"></script>')]),
]


@pytest.fixture(scope="module")
def project() -> list[Source]:
    return texts()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_project_keeps_the_rule(rule: Rule, project: list[Source]) -> None:
    breaches = list(rule(project))
    assert not breaches, "\n".join([str(rule.__doc__), *breaches])


@pytest.mark.parametrize(
    ("rule", "planted"),
    PLANTED,
    ids=[f"{n}-{rule.__name__}" for n, (rule, _) in enumerate(PLANTED)],
)
def test_a_planted_breach_is_caught(rule: Rule, planted: list[Source]) -> None:
    assert list(rule(planted)) != []


@pytest.mark.parametrize(
    ("rule", "planted"), SPARED, ids=[f"{n}-{rule.__name__}" for n, (rule, _) in enumerate(SPARED)]
)
def test_what_the_rule_allows_passes(rule: Rule, planted: list[Source]) -> None:
    assert list(rule(planted)) == []


def test_every_rule_has_a_planted_breach() -> None:
    assert {rule for rule, _ in PLANTED} == set(RULES)
