"""Charts of accounts as templates: one TOML file each, checked as it is read."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from cartera.accounting.ledger.refusals import ChartUnknown
from cartera.accounting.ledger.roles import Role


@dataclass(frozen=True, slots=True)
class PlannedAccount:
    """An account of a template. With `client_digits` it is a heading that numbers its clients."""

    code: str
    name: str
    nature: str
    parent: str = ""
    heading: bool = False
    client_digits: int | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A template: its accounts, headings before what is under them, and its posting map."""

    name: str
    accounts: tuple[PlannedAccount, ...]
    posting: Mapping[Role, str]


def chart_names() -> list[str]:
    """The templates there are."""
    return sorted(
        entry.name.removesuffix(".toml")
        for entry in files(__package__).iterdir()
        if entry.name.endswith(".toml")
    )


def read_chart(template: str) -> Chart:
    """The template of that name. Refuses one that is not there."""
    if template not in chart_names():
        raise ChartUnknown(chart=template)
    text = (files(__package__) / f"{template}.toml").read_text(encoding="utf-8")
    written = tomllib.loads(text)
    accounts = tuple(_planned(row) for row in written["accounts"])
    posting = {Role(role): code for role, code in written["posting"].items()}
    return Chart(written["name"], accounts, posting)


def _planned(row: dict[str, Any]) -> PlannedAccount:
    account = PlannedAccount(**row)
    if account.client_digits is None:
        return account
    return PlannedAccount(**{**row, "heading": True})
