"""What each form says, read from the rooms at the step that makes it."""

from collections.abc import Iterator
from typing import Any

from cartera.control.workflow.definitions import Act


def collect(code: str, subject: Any, act: Act) -> Iterator[tuple[str, dict[str, Any]]]:
    """The (title, content) of each paper of this form that the step makes."""
    yield from ()
