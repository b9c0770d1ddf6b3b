"""What a tablero's page says: its figures, its blocks, where they lead."""

import re
from html.parser import HTMLParser

from django.test import Client

from cartera.desk.tests.office import text_of


def page_of(client: Client, address: str) -> str:
    """The page, as it is read; it opens."""
    answer = client.get(address)
    assert answer.status_code == 200
    return text_of(answer)


def stat(page: str, label: str) -> str:
    """The figure on top of the page under that label."""
    found = re.search(rf'{label}</span><span class="stat-value">([^<]*)<', page)
    assert found, label
    return found[1].strip()


def block(page: str, code: str) -> str:
    """A block of the page."""
    return page.partition(f'id="{code}"')[2].partition("</section>")[0]


class Links(HTMLParser):
    """Where a page leads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {value or "" for name, value in attrs if tag == "a" and name == "href"}

    @property
    def inside(self) -> set[str]:
        """Those that stay in the house."""
        return {link for link in self.found if link.startswith(("/", "?"))}
