"""What a refusal is: one class for each reason to say no, each with its Spanish sentence."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar, Self

from cartera.kernel.text import gettext_noop as _

_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class Refusal(Exception):
    """A reason to say no, told to the person who asked.

    A subclass gives `sentence`, a `str.format` template in Spanish; its `code` follows from its
    name. `details` fill the template, `field` is where the value was typed
    ("documents.3.amount"). `str()` is the Spanish sentence; a page that speaks another language
    translates `template` and fills it with `shown`.
    """

    code: ClassVar[str] = "refusal"
    sentence: ClassVar[str] = _("No se puede hacer lo pedido.")

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        cls.code = _WORD_START.sub("-", cls.__name__).lower()

    def __init__(self, *, field: str | None = None, **details: object) -> None:
        super().__init__()
        self.field = field
        self.details: dict[str, object] = details

    @property
    def template(self) -> str:
        """The Spanish template before its details are filled in."""
        return self.sentence

    @property
    def shown(self) -> dict[str, str]:
        """The details as a person reads them: dates dd/mm/aaaa, amounts with separators."""
        return {name: _shown(value) for name, value in self.details.items()}

    def at(self, field: str) -> Self:
        """The same refusal, its place put inside `field`: the caller knows the row, we do not."""
        self.field = f"{field}.{self.field}" if self.field else field
        return self

    def for_outside(self) -> "Refusal":
        """What of it somebody from outside the company is told; what is recorded stays whole."""
        return self

    def __str__(self) -> str:
        return self.template.format_map(_Shown(self.shown))


class Refusals(Refusal):
    """Several refusals of one request, in the order of its rows."""

    sentence = _("No se aceptan {count} datos; el primero: {first}")

    def __init__(self, refusals: Sequence[Refusal] = (), *, field: str | None = None) -> None:
        first = str(refusals[0]) if refusals else ""
        super().__init__(field=field, count=len(refusals), first=first)
        self.all: tuple[Refusal, ...] = tuple(refusals)

    def for_outside(self) -> "Refusal":
        return Refusals([refusal.for_outside() for refusal in self.all], field=self.field)

    def __iter__(self) -> Iterator[Refusal]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)


def raise_gathered(refusals: Sequence[Refusal]) -> None:
    """Raise nothing, the only one, or all of them as one `Refusals`."""
    if len(refusals) == 1:
        raise refusals[0]
    if refusals:
        raise Refusals(refusals)


class _Shown(dict[str, str]):
    """A detail that nobody gave shows as its own name rather than hide the sentence."""

    def __init__(self, shown: Mapping[str, str]) -> None:
        super().__init__(shown)

    def __missing__(self, name: str) -> str:
        return f"({name})"


def _shown(value: object) -> str:
    match value:
        case datetime():
            return f"{value:%d/%m/%Y %H:%M}"
        case date():
            return f"{value:%d/%m/%Y}"
        case Decimal() if value.is_finite():
            return f"{value:,f}"
        case _:
            return str(value)
