"""Static files as a release serves them: a script names the very bytes of those that it imports."""

import json
import re
from pathlib import Path
from typing import Any

from django.core.management import call_command


def test_our_scripts_import_each_other_by_their_hashed_names(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "cartera.config.gathered.Gathered"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    named: dict[str, str] = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    street = tmp_path / "desk/street"
    text = (tmp_path / named["desk/street/stop.js"]).read_text()
    imported = re.findall(r'from "\./(.*?)"', text)
    assert {name.partition(".")[0] for name in imported} == {"drawing", "photo", "queue", "sending"}
    for name in imported:
        assert f"desk/street/{name}" in named.values()
        assert (street / name).is_file()
