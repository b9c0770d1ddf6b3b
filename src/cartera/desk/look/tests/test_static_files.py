"""What pages link is gathered under names that change with what the files say."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.finders import find
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command

from cartera.desk.look.stylesheets import stylesheets


@pytest.fixture
def gathered(settings: Any, tmp_path: Path) -> tuple[Path, dict[str, str]]:
    settings.STATIC_ROOT = tmp_path
    name = f"{ManifestStaticFilesStorage.__module__}.{ManifestStaticFilesStorage.__name__}"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": name}}
    call_command("collectstatic", verbosity=0, interactive=False)
    manifest = json.loads((tmp_path / "staticfiles.json").read_text())
    return tmp_path, manifest["paths"]


def test_the_sheets_and_their_fonts_are_gathered(gathered: tuple[Path, dict[str, str]]) -> None:
    folder, paths = gathered
    for sheet in stylesheets():
        assert re.search(r"\.[0-9a-f]{12}\.css$", paths[sheet])
    fonts = re.findall(r'url\("([^"]+)"\)', (folder / paths["desk/styles/fonts.css"]).read_text())
    assert len(fonts) == 3
    for font in fonts:
        assert (folder / "desk/styles" / font).resolve().is_file()
        assert re.search(r"\.[0-9a-f]{12}\.otf$", font)


def test_the_scripts_of_every_page_are_there() -> None:
    for script in ("desk/shell.js", "desk/keyboard.js", "desk/tables.js"):
        assert find(script), script
    assert find("django_htmx/htmx-2.min.js")
