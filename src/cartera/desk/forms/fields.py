"""What a form asks, made from the typed signature of an act: one field for each parameter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from dataclasses import fields as columns_of
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from cartera.control.workflow.inputs import label_of, model_of
from cartera.credit.lines.rules import Terms
from cartera.entrance.words import TERMS

_BY_TYPE: dict[type, str] = {
    bool: "check",
    int: "whole",
    date: "day",
    datetime: "instant",
    str: "text",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a form asks. `kind` says how it is typed and read:

    text, textarea, amount, percentage, whole, day, instant, check, choice, several (of choices),
    numbers and texts (lists of them), table (of `columns`), terms (of `columns`), fixed (shown, not
    typed). `most` is how many rows a table takes, where that is said.
    """

    name: str
    label: str
    kind: str
    help: str = ""
    required: bool = False
    optional: bool = False
    default: str = ""
    choices: tuple[str, ...] = ()
    options: str = ""
    columns: tuple["Field", ...] = ()
    row: type[BaseModel] | None = None
    most: int | None = None

    @property
    def is_list(self) -> bool:
        """Whether it takes many values of one kind."""
        return self.kind in ("numbers", "texts")

    @property
    def is_suggested(self) -> bool:
        """Whether there may be too many to list: they are suggested while one types."""
        return self.options in ("clients", "debtors")

    @property
    def is_number(self) -> bool:
        """Whether its figures stand on the right."""
        return self.kind in ("amount", "percentage", "whole")


@cache
def fields_of(act: Callable[..., Any]) -> tuple[Field, ...]:
    """The fields of an act's form, in the order of its signature."""
    return fields_of_model(model_of(act))


@cache
def fields_of_model(model: type[BaseModel]) -> tuple[Field, ...]:
    """The fields of a model: of an act's inputs, or of one row of a table."""
    return tuple(_field(name, info) for name, info in model.model_fields.items())


@cache
def _field(name: str, info: FieldInfo) -> Field:
    label = label_of(info, name)
    kind, inner = _unwrapped(info.annotation)
    metadata = [*info.metadata, *inner]
    found = _kind(kind, metadata, label.widget)
    row = _row_of(kind)
    return Field(
        name=name,
        label=label.text,
        kind=found,
        help=label.help,
        required=info.is_required() and found != "check",
        optional=NoneType in get_args(info.annotation),
        default=_shown(info.get_default(call_default_factory=True)),
        choices=_choices(kind) if found == "choice" else (),
        options=label.options,
        columns=_terms() if found == "terms" else fields_of_model(row) if row else (),
        row=row,
        most=_told(metadata, "max_length") if found == "table" else None,
    )


def _choices(kind: Any) -> tuple[str, ...]:
    """What may be chosen; that nothing is, is offered by the input itself."""
    return tuple(str(choice) for choice in get_args(kind) if choice != "")


def _unwrapped(annotation: Any) -> tuple[Any, list[Any]]:
    """The type within Optional and Annotated, and what was annotated on the way."""
    metadata: list[Any] = []
    while True:
        if get_origin(annotation) in (Union, UnionType):
            annotation = next(kind for kind in get_args(annotation) if kind is not NoneType)
        elif get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            metadata += more
        else:
            return annotation, metadata


def _kind(kind: Any, metadata: Sequence[Any], widget: str) -> str:
    if widget in ("textarea", "check", "terms", "fixed", "hidden"):
        return widget
    if get_origin(kind) is Literal:
        return "choice"
    if get_origin(kind) is list:
        return "table" if _row_of(kind) else "numbers" if int in get_args(kind) else "texts"
    if kind is Decimal:
        return "percentage" if (_told(metadata, "decimal_places") or 0) > 2 else "amount"
    return _BY_TYPE.get(kind, "text")


def _row_of(kind: Any) -> type[BaseModel] | None:
    rows = [of for of in get_args(kind) if isinstance(of, type) and issubclass(of, BaseModel)]
    return rows[0] if rows else None


def _told(metadata: Sequence[Any], limit: str) -> int | None:
    """A limit that the annotation sets, if it does."""
    for found in metadata:
        for part in (found, *getattr(found, "metadata", ())):
            value = getattr(part, limit, None)
            if value is not None:
                return int(value)
    return None


def _shown(default: Any) -> str:
    if default is PydanticUndefined or default is None or isinstance(default, list | dict):
        return ""
    if isinstance(default, bool):
        return "1" if default else ""
    return f"{default}"


def _terms() -> tuple[Field, ...]:
    """The conventions of a line, each with its default."""
    hints = get_type_hints(Terms)
    return tuple(
        _term(column.name, hints[column.name], column.default) for column in columns_of(Terms)
    )


def _term(name: str, kind: Any, default: Any) -> Field:
    label = TERMS.get(name, name)
    if kind is Decimal:
        return Field(name, label, "percentage", default=f"{default:f}")
    if get_origin(kind) is frozenset:
        choices = get_args(get_args(kind)[0])
        return Field(name, label, "several", default=",".join(sorted(default)), choices=choices)
    return Field(name, label, "choice", default=str(default), choices=get_args(kind))
