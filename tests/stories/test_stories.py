"""The stories run: each section of a page from an empty company, each answer as it is printed."""

import doctest
import re
from pathlib import Path

import pytest

from cartera.kernel.clock import FixedClock
from tests.stories.telling import Story

PAGES = sorted(Path(__file__).parent.glob("*.md"))
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def sections() -> list[tuple[str, str, str, int]]:
    """Page, title, text and first line of every section that has something to run."""
    found = []
    for page in PAGES:
        parts = re.split(r"^## (.+)$", page.read_text(), flags=re.MULTILINE)
        line = parts[0].count("\n")
        for title, text in zip(parts[1::2], parts[2::2], strict=True):
            if ">>>" in text:
                found.append((page.name, title, text, line))
            line += text.count("\n")
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "title", "text", "line"),
    sections(),
    ids=[f"{page}: {title}" for page, title, _, _ in sections()],
)
def test_the_story_goes_as_it_is_told(
    clock: FixedClock, page: str, title: str, text: str, line: int
) -> None:
    examples = doctest.DocTestParser().get_doctest(
        text.replace("```", ""), Story(clock).words(), title, page, line
    )
    told: list[str] = []
    doctest.DocTestRunner(optionflags=FLAGS, verbose=False).run(examples, out=told.append)
    assert told == [], "".join(told)


def test_there_is_a_story_for_each_procedure_of_the_money_path() -> None:
    told = {f"pci_f{number}.md" for number in ("01", "05", "06", "09", "10", "11", "03_2")}
    assert told <= {page.name for page in PAGES}
