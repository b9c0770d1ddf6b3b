"""The system's Chromium for tests marked ``browser``; without it they are skipped, out loud."""

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_SKIPPED = "no Chromium on this machine: browser tests were skipped"


def chromium() -> str | None:
    """The path of the system's Chromium."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a browser where there is none."""
    if chromium() is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=_SKIPPED))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in the summary that the browser tests did not run."""
    skipped = terminalreporter.stats.get("skipped", [])
    count = sum(_SKIPPED in str(report.longrepr) for report in skipped)
    if count:
        terminalreporter.write_line(f"{_SKIPPED} ({count})", yellow=True)


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """A headless Chromium, one for a module: what comes after it in this process finds no trace.

    Playwright keeps a loop running in this thread, which Django takes for asynchronous code and
    which nobody else could run one beside.
    """
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patched, sync_playwright() as play:
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        running = play.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """A page of its own context, in Spanish; an error of a script or a resource fails the test."""
    context = browser.new_context(locale="es-SV", viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    yield opened
    context.close()
    assert errors == []


@pytest.fixture
def site(committed_db: str) -> Iterator[str]:
    """The address of the whole site, served from a fresh database."""
    from pytest_django.live_server_helper import LiveServer

    server = LiveServer("localhost")
    yield server.url
    server.stop()
