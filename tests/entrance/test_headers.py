"""What the browser is told (S10): on every page, and in a deployment under https."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import cartera.config.urls  # noqa: F401 - declares every page and call
from cartera.entrance.routes import READ, routes
from tests.entrance.addresses import EXAMPLES
from tests.entrance.house import House
from tests.entrance.knocking import let_go

ROOT = Path(__file__).resolve().parents[2]
READER = "aud_int"
STRICT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_every_page_tells_the_browser_to_run_nothing_inline(house: House, name: str) -> None:
    route = next(route for route in routes() if route.name == name)
    client = Client()
    client.force_login(house.users[READER])
    method = "GET" if set(READ) & set(route.methods) else route.methods[0]
    answer: Any = client.generic(method, EXAMPLES[name](house))
    told = answer.headers["Content-Security-Policy"]
    let_go(answer)
    policy = dict(part.strip().partition(" ")[::2] for part in told.split(";") if part.strip())
    assert "unsafe" not in told
    assert policy["default-src"] == "'none'"
    assert "sandbox" in policy or policy["script-src"] == policy["style-src"] == "'self'"
    for nowhere in ("frame-ancestors", "base-uri", "object-src"):
        assert policy.get(nowhere, "'none'" if "sandbox" in policy else "") == "'none'"
    assert {header: answer.headers.get(header) for header in STRICT} == STRICT


def test_what_somebody_saw_is_not_kept_by_the_browser_for_who_sits_there_next(house: House) -> None:
    client = Client()
    client.force_login(house.users[READER])
    for name in ("inbox", "case", "assignment", "search", "dashboard"):
        answer: Any = client.get(EXAMPLES[name](house))
        assert "no-store" in answer.headers["Cache-Control"], name


def test_a_deployment_under_https_is_clean() -> None:
    """Django's own list for deployments finds nothing; cookies are bound to the host."""
    environment = os.environ | {
        "CARTERA_HTTPS": "true",
        "CARTERA_HOSTS": "cartera.example",
        "CARTERA_STATIC_GATHERED": "false",
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
    }
    words = (sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    checked = subprocess.run(
        words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    script = """
import json
from django.conf import settings as s
print(json.dumps({name: getattr(s, name) for name in dir(s) if "COOKIE" in name or "SECURE" in name
    or name in ("DEBUG", "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", "SECOND_FACTOR")}, default=str))
"""
    environment["DJANGO_SETTINGS_MODULE"] = "cartera.config.settings"
    told = subprocess.run(
        (sys.executable, "-c", script), cwd=ROOT, env=environment, capture_output=True, check=True
    )
    settings = json.loads(told.stdout)
    for cookie in ("SESSION", "CSRF", "LANGUAGE"):
        assert settings[f"{cookie}_COOKIE_NAME"].startswith("__Host-")
        assert settings[f"{cookie}_COOKIE_SECURE"] is True
        assert settings[f"{cookie}_COOKIE_HTTPONLY"] is True
        assert settings[f"{cookie}_COOKIE_PATH"] == "/"
        assert settings[f"{cookie}_COOKIE_DOMAIN"] is None
    assert settings["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert settings["SECURE_SSL_REDIRECT"] is True
    assert settings["SECURE_CONTENT_TYPE_NOSNIFF"] is True
    assert settings["DEBUG"] is False
    assert settings["MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN"] is False
    assert settings["SECOND_FACTOR"] == "real"
