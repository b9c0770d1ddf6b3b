"""What the fields of a step offer to choose from, as its page does."""

from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from cartera.api.site import Caller
from cartera.control.workflow.definitions import Step
from cartera.entrance.offers import offers_of

OFFERS_EXAMPLE = [
    {
        "field": "documents.debtor",
        "options": [{"value": "D001", "name": "Comercial Izalco"}],
        "is_whole": True,
    }
]


class Option(Schema):
    """A value, and what people call it."""

    value: str
    name: str


class FieldOffer(Schema):
    """What may be written in a field, `documents.debtor` being one of the rows of `documents`.

    Not `is_whole`: there are more, found in their list.
    """

    field: str
    options: list[Option]
    is_whole: bool


Offers = Annotated[list[FieldOffer], Field(examples=[OFFERS_EXAMPLE])]


def offers_to(caller: Caller, step: Step, subject: Any) -> list[FieldOffer]:
    """What the fields of a step offer to who may do it; to anybody else, nothing."""
    if not set(step.roles) & set(caller.roles):
        return []
    return [
        FieldOffer(
            field=offer.field,
            options=[Option(value=value, name=name) for value, name in offer.pairs],
            is_whole=offer.is_whole,
        )
        for offer in offers_of(step.act, subject, caller)
    ]
