"""How figures, days and words are written on the pages."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.utils.translation import gettext

from cartera.company.models import Company
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import role_name as _role_name
from cartera.entrance.words import word as _word
from cartera.kernel.money import format_amount

register = template.Library()


@register.simple_tag(takes_context=True)
def house(context: template.Context) -> Company | None:
    """The company, of whoever looks; none before it is set up."""
    visitor = _visitor(context)
    return visitor.house if visitor else Company.objects.first()


@register.simple_tag(takes_context=True)
def visitor(context: template.Context) -> Visitor | None:
    """Who looks, on any page he is signed in to."""
    return _visitor(context)


@register.simple_tag(takes_context=True)
def amount(context: template.Context, value: object) -> str:
    """An amount as the company's country writes it; none is a blank."""
    if not isinstance(value, Decimal):
        return ""
    return format_amount(value, _house(context).locale)


@register.simple_tag(takes_context=True)
def instant(context: template.Context, value: datetime | None) -> str:
    """Day and hour by the company's clock."""
    if value is None:
        return ""
    return f"{value.astimezone(ZoneInfo(_house(context).timezone)):%d/%m/%Y %H:%M}"


@register.filter
def day(value: date | None) -> str:
    """A day as 19/02/2026."""
    return f"{value:%d/%m/%Y}" if value else ""


@register.filter
def percentage(value: Decimal | None) -> str:
    """A percentage with its sign."""
    return f"{value:.2f} %" if value is not None else ""


@register.filter
def said(text: str) -> str:
    """A marked sentence in the reader's language."""
    return gettext(text) if text else ""


@register.filter
def undo_number(message: Message) -> str:
    """The number with which what a message tells may be undone; '' where it may not."""
    tags = (message.extra_tags or "").split()
    return next((tag.removeprefix("undo-") for tag in tags if tag.startswith("undo-")), "")


@register.filter
def word(text: str) -> str:
    """A choice or a state in words."""
    return _word(text)


@register.filter
def role_name(code: str) -> str:
    """A role's name."""
    return _role_name(code)


def _visitor(context: template.Context) -> Visitor | None:
    request: HttpRequest | None = context.get("request")
    if request is None or not getattr(request, "user", None) or not request.user.is_authenticated:
        return None
    known: Any = request.META.get("cartera.visitor")
    if known is None:
        known = request.META["cartera.visitor"] = Visitor(request.user)
    return known if isinstance(known, Visitor) else None


def _house(context: template.Context) -> Company:
    seen = _visitor(context)
    return seen.house if seen else Company.objects.get()
