"""S10 and S13: what the browser is told, and what the logs are not."""

import json
import logging
import os
import subprocess
import sys
from http import HTTPStatus

import pytest
import structlog
from django.conf import settings
from django.db import IntegrityError
from django.test import Client, RequestFactory
from django.utils.module_loading import import_string

from cartera.config import logs, urls
from tests.architecture.tree import ROOT

_SHOW = """
import django
from django.conf import settings
django.setup()
import json
print(json.dumps({name: getattr(settings, name) for name in dir(settings)
                  if name.startswith(("SESSION_COOKIE", "CSRF_COOKIE", "SECURE_"))}))
"""


def _in_production(*words: str) -> str:
    environment = {**os.environ, "CARTERA_HTTPS": "true", "CARTERA_HOSTS": "cartera.example.org"}
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # the browser tests' own, no deployment's
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_djangos_own_deployment_check_finds_nothing() -> None:
    said = _in_production("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert "no issues" in said


def test_over_https_cookies_belong_to_this_host_alone() -> None:
    shown = json.loads(_in_production("-c", _SHOW))
    assert shown["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert shown["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert shown["SESSION_COOKIE_SECURE"] is shown["CSRF_COOKIE_SECURE"] is True
    assert shown["SESSION_COOKIE_DOMAIN"] is None
    assert shown["SESSION_COOKIE_PATH"] == "/"
    assert shown["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert shown["SECURE_SSL_REDIRECT"] is True


@pytest.mark.django_db
def test_every_answer_tells_the_browser_to_be_strict(client: Client) -> None:
    answer = client.get("/cuenta/login/")
    policy = answer["Content-Security-Policy"]
    assert answer.status_code == HTTPStatus.OK
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_cookies_are_out_of_reach_of_scripts(client: Client) -> None:
    client.get("/cuenta/login/")
    cookie = client.cookies[settings.CSRF_COOKIE_NAME]
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"


@pytest.mark.django_db
def test_nobody_opens_an_account_for_himself(client: Client) -> None:
    client.post(
        "/cuenta/signup/",
        {
            "username": "eva",
            "email": "eva@example.org",
            "password1": "una frase larga",
            "password2": "una frase larga",
        },
    )
    assert not client.login(username="eva", password="una frase larga")


def test_an_unforeseen_error_shows_its_incident_and_nothing_else() -> None:
    request = RequestFactory().get("/")
    request.META["request_id"] = "0123456789ab"
    answer = import_string(urls.handler500)(request)
    assert answer.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert "0123456789ab" in answer.content.decode()


@pytest.mark.django_db
def test_a_request_is_logged_by_its_route_and_not_by_its_address(client: Client) -> None:
    with structlog.testing.capture_logs() as logged:
        answer = client.get("/cuenta/login/?next=/clientes/0614-010190-101-1/")
    (line,) = [entry for entry in logged if entry["event"] == "request"]
    assert line["route"] == "cuenta/login/"
    assert line["status"] == HTTPStatus.OK
    assert "0614" not in json.dumps(line)
    assert len(answer["X-Request-Id"]) == 12


def test_an_exception_is_logged_without_its_text() -> None:
    error = IntegrityError("Key (tax_id)=(0614-010190-101-1) already exists.")
    with pytest.raises(IntegrityError):
        raise error
    event = logs.tell_exception(None, "error", {"event": "failed", "exc_info": error})
    assert event["exception"] == "IntegrityError"
    assert __file__ in event["at"][-1]
    assert "0614" not in json.dumps(event)


def test_others_messages_are_logged_without_their_arguments() -> None:
    formatter = logs.configuration("INFO")["formatters"]["json"]
    record = logging.LogRecord(
        "other", logging.ERROR, __file__, 1, "cannot find %s", ("Ana Pérez",), None
    )
    made = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=formatter["foreign_pre_chain"], processors=formatter["processors"]
    )
    line = json.loads(made.format(record))
    assert line["event"] == "cannot find %s"
    assert "Ana" not in json.dumps(line)
