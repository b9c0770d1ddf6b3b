"""The company of a few people, and a mail server that its settings lead to."""

from collections.abc import Iterator
from typing import Any

import pytest

from cartera.control.mail.tests.mailing import leads_to
from cartera.control.mail.tests.server import MailServer, listening
from cartera.control.workflow.tests import conftest as engine

toy, people, committed_people = engine.toy, engine.people, engine.committed_people


@pytest.fixture
def post_office(settings: Any) -> Iterator[MailServer]:
    """A mail server that the settings lead to."""
    with listening() as found:
        leads_to(settings, found.port)
        yield found
