"""The pages of docs/algorithms are run: their examples are the program's own figures."""

import doctest
import re
from pathlib import Path

import pytest

PAGES = sorted((Path(__file__).resolve().parents[2] / "docs" / "algorithms").glob("*.md"))
FENCE = re.compile(r"^```.*$", re.MULTILINE)


def failures_of(text: str, name: str) -> list[str]:
    """What the examples of a page got wrong; its fences are not part of what they print."""
    parser = doctest.DocTestParser()
    examples = parser.get_doctest(FENCE.sub("", text), {}, name, name, 0)
    runner = doctest.DocTestRunner(verbose=False)
    report: list[str] = []
    runner.run(examples, out=report.append)
    return report


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_examples_of_a_page_are_right(page: Path) -> None:
    assert not "".join(failures_of(page.read_text(encoding="utf-8"), page.name))


def test_every_page_but_the_index_has_examples() -> None:
    without = [page.stem for page in PAGES if ">>>" not in page.read_text(encoding="utf-8")]
    assert without == ["README"]


def test_a_wrong_figure_on_a_page_is_caught() -> None:
    assert failures_of("```python\n>>> 2 + 2\n5\n```\n", "planted")
