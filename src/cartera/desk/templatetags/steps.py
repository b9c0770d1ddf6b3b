"""How the pages of steps write a figure's explanation."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext

from cartera.company.models import Company
from cartera.credit.assignments.explanation import PriceLine
from cartera.desk.templatetags.desk import house
from cartera.kernel.money import format_amount

register = template.Library()


@register.simple_tag(takes_context=True)
def how(context: template.Context, line: PriceLine) -> str:
    """How a figure comes about, its numbers as the company's country writes them."""
    company = house(context)
    words = gettext(line.how)
    return words % _written(line.numbers, company) if line.numbers else words


@register.simple_tag(takes_context=True)
def percent(context: template.Context, value: Decimal | None) -> str:
    """A percentage to the hundredth, with the country's marks."""
    company = house(context)
    if value is None or company is None:
        return ""
    return f"{format_amount(value.quantize(Decimal('0.01')), company.locale)} %"


def _written(numbers: Mapping[str, Any], company: Company | None) -> dict[str, str]:
    locale = company.locale if company else "es_SV"
    return {name: _number(name, value, locale) for name, value in numbers.items()}


def _number(name: str, value: Any, locale: str) -> str:
    match value:
        case Decimal() if name.endswith("_pct"):
            return f"{_plain(value, locale)} %"
        case Decimal():
            return format_amount(value, locale)
        case date():
            return f"{value:%d/%m/%Y}"
    return str(value)


def _plain(value: Decimal, locale: str) -> str:
    """A rate as it was typed: no zeros after it."""
    text = f"{value.normalize():f}"
    return text.replace(".", ",") if locale == "es_CO" else text
