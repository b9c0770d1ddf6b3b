"""What Cartera runs on: locked with hashes, from no named index, used, and free to build on."""

import re
from importlib.metadata import metadata, packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.tree import ROOT, Source, texts

# Needed by what we use, though no module of ours imports them.
UNSEEN = {
    "argon2-cffi": "Django hashes passwords with it",
    "granian": "runs as a program of its own",
    "setuptools": "installs Cartera itself",
    "tzdata": "the time zones, where the system has none",
    "whitenoise": "named in the settings",
    "django-htmx": "named in the settings",
    "django-cotton": "named in the settings",
}
BINDING = re.compile(r"\bA?GPL|GNU (?:Affero )?General Public", re.IGNORECASE)
LESSER = re.compile(r"LGPL|Lesser|Library", re.IGNORECASE)


def _wanted(name: str) -> dict[str, Requirement]:
    lines = (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    found = [Requirement(line) for line in lines if line and line[0] not in "#-"]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def _locked(name: str) -> dict[str, list[str]]:
    """Each locked package with its hashes."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8").replace("\\\n", " ")
    rows = [line.split("==", 1) for line in text.splitlines() if "==" in line]
    return {canonicalize_name(row[0]): re.findall(r"--hash=sha256:\w{64}", row[1]) for row in rows}


def _everything(name: str) -> set[str]:
    """The wanted packages, and all that they bring along here."""
    seen: set[str] = set()
    waiting = list(_wanted(name).values())
    while waiting:
        requirement = waiting.pop()
        key = canonicalize_name(requirement.name)
        if key in seen:
            continue
        seen.add(key)
        extras = [*requirement.extras, ""]
        for line in requires(key) or []:
            deeper = Requirement(line)
            if not deeper.marker or any(deeper.marker.evaluate({"extra": e}) for e in extras):
                waiting.append(deeper)
    return seen


@pytest.fixture(scope="module")
def project() -> list[Source]:
    return texts()


@pytest.mark.parametrize("name", ["runtime", "test"])
def test_what_is_wanted_is_locked_with_hashes(name: str) -> None:
    locked = _locked(f"{name}.txt")
    assert set(_wanted(f"{name}.in")) <= set(locked)
    assert [package for package, hashes in locked.items() if not hashes] == []


def test_a_lock_names_no_place_to_fetch_from() -> None:
    for path in (ROOT / "requirements").iterdir():
        assert not re.search(r"https?://|file:|index", path.read_text(encoding="utf-8")), path.name


def test_every_dependency_is_used(project: list[Source]) -> None:
    modules = packages_distributions()
    ours = [s for s in project if s.path.is_relative_to("src") and s.path.suffix == ".py"]
    text = "\n".join(source.text for source in ours)
    imported = {
        canonicalize_name(distribution)
        for module, distributions in modules.items()
        if re.search(rf"^\s*(?:from|import) {re.escape(module)}\b", text, re.MULTILINE)
        for distribution in distributions
    }
    assert set(_wanted("runtime.in")) - imported - set(UNSEEN) == set()


def test_nothing_binds_the_products_own_licence() -> None:
    bound = {}
    for package in _everything("runtime.in"):
        told = metadata(package)
        licences = list(told.get_all("License-Expression") or told.get_all("License") or [])
        licences += [line for line in told.get_all("Classifier") or [] if "License ::" in line]
        short = " ".join(licences)[:400]
        if BINDING.search(short) and not LESSER.search(short):
            bound[package] = short
    assert bound == {}


def test_a_binding_licence_would_be_seen() -> None:
    assert BINDING.search("GNU Affero General Public License v3")
    assert BINDING.search("AGPL-3.0-only")
    assert BINDING.search("GPL-3.0-or-later")
    assert LESSER.search("GNU Lesser General Public License v3 (LGPLv3)")
    assert not BINDING.search("MIT License")


def test_the_lock_is_where_make_looks_for_it() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name in ("runtime", "test"):
        assert f"--require-hashes --only-binary :all: -r requirements/{name}.txt" in makefile
        assert Path(ROOT / "requirements" / f"{name}.txt").is_file()
