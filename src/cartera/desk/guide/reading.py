"""The pages of the guide: which there are, for whom, and their text as safe HTML."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.templatetags.static import static
from django.urls import reverse
from markdown_it import MarkdownIt

from cartera.control.people.roles import ROLES

PAGES = Path(__file__).with_name("pages")
PICTURES = PAGES / "img"
# What everybody reads, in the order in which a newcomer needs it; then a page for each role.
COMMON = ("empezar", "bandeja", "teclado", "casos", "originales", "apertura")

_TITLE = re.compile(r"\A# (.+)\n+")
_PICTURE = re.compile(r'src="img/([a-z0-9_-]+\.png)"')
_LINK = re.compile(r'href="([a-z0-9_]+)\.md"')
# No HTML of the text passes, and links go where Markdown says.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True, slots=True)
class GuidePage:
    """A page of the guide; `role` is the role that it is written for, or none."""

    slug: str
    title: str
    role: str
    text: str


@lru_cache(maxsize=1)
def guide_pages() -> dict[str, GuidePage]:
    """Every page by its slug: the common ones first, then the roles as the manual lists them."""
    roles = [code.lower() for code in ROLES if (PAGES / f"{code.lower()}.md").exists()]
    return {slug: _read(slug) for slug in (*COMMON, *roles)}


def drawn(page: GuidePage) -> str:
    """The page's text as HTML, its pictures and links led to where they are served."""
    html = _MARKDOWN.render(page.text)
    html = _PICTURE.sub(lambda found: f'src="{static(f"desk/guia/{found[1]}")}"', html)
    html = html.replace("<table>", '<div class="scroll" role="group" tabindex="0"><table>')
    html = html.replace("</table>", "</table></div>")
    return _LINK.sub(lambda found: f'href="{reverse("desk:guide_page", args=[found[1]])}"', html)


def pictures_of(page: GuidePage) -> list[str]:
    """The names of the pictures that a page shows."""
    return re.findall(r"\]\(img/([a-z0-9_-]+)\.png\)", page.text)


def _read(slug: str) -> GuidePage:
    text = (PAGES / f"{slug}.md").read_text(encoding="utf-8")
    title = _TITLE.match(text)
    if title is None:
        raise ValueError(f"the guide's page {slug} has no title")
    role = slug.upper() if slug.upper() in ROLES else ""
    return GuidePage(slug, title[1], role, text[title.end() :])
