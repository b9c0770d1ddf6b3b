"""Which papers there are: each form's code, title, payload and template."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType, ModuleType
from typing import Protocol, cast

from cartera.papers.forms import (
    ccf,
    form_01,
    form_02,
    form_03,
    form_04,
    form_05,
    form_06,
    form_07,
    form_08,
    form_09,
    form_10,
    form_11,
    form_12,
    form_13,
    form_14,
    form_15,
    form_16,
    form_17,
    form_18,
    form_19,
    form_20,
    form_21,
    form_22,
    form_23,
    form_24,
)
from cartera.papers.refusals import UnknownForm


class Payload(Protocol):
    """What every form's payload can do."""

    def check(self) -> None:
        """Refuses figures that do not add up."""


@dataclass(frozen=True)
class Form:
    """A printed form; `rows` is the path to its long list, such as ("clients", "credits")."""

    code: str
    title: str
    payload: type[Payload]
    template: str
    rows: tuple[str, ...]


def _form(module: ModuleType) -> Form:
    code = cast("str", module.CODE)
    return Form(code, module.TITLE, module.Payload, f"{code.lower()}.typ", module.ROWS)


def _by_code(modules: Iterable[ModuleType]) -> Mapping[str, Form]:
    forms = [_form(module) for module in modules]
    return MappingProxyType({form.code: form for form in forms})


FORMS = _by_code(
    (
        form_01,
        form_02,
        form_03,
        form_04,
        form_05,
        form_06,
        form_07,
        form_08,
        form_09,
        form_10,
        form_11,
        form_12,
        form_13,
        form_14,
        form_15,
        form_16,
        form_17,
        form_18,
        form_19,
        form_20,
        form_21,
        form_22,
        form_23,
        form_24,
        ccf,
    )
)


# What a client may have of his own cases.
CLIENT_FORMS = frozenset(
    {"FORM-01", "FORM-02", "FORM-03", "FORM-04", "FORM-07", "FORM-22", "FORM-23", "FORM-24", "CCF"}
)


def form_of(code: str) -> Form:
    """The form of that code. Refuses UnknownForm."""
    if code not in FORMS:
        raise UnknownForm(code=code)
    return FORMS[code]
