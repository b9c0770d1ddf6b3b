"""What the components ask for: icons, tones, ids, sheets of style, the chosen theme."""

from functools import lru_cache

from django import template
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from lucide.templatetags.lucide import lucide

from cartera.desk.look import theme as _theme
from cartera.desk.look.states import tone_of as _tone_of
from cartera.desk.look.stylesheets import stylesheets as _stylesheets
from cartera.desk.shell.navigation import Group, Place, footer_of, places_of
from cartera.entrance.visitor import Visitor

register = template.Library()

TONE_ICONS = {
    "good": "circle-check",
    "warn": "triangle-alert",
    "bad": "octagon-alert",
    "accent": "circle-dot",
}
# Django's own words for messages beside ours.
_TONES = {
    "good": "success",
    "success": "success",
    "warn": "warning",
    "warning": "warning",
    "bad": "error",
    "error": "error",
}
_NOTICE_ICONS = {
    "success": "circle-check",
    "warning": "triangle-alert",
    "error": "octagon-alert",
    "info": "info",
}


@register.simple_tag
def icon(name: str, size: int | str = 18) -> SafeString:
    """An icon beside words: readers of the screen hear the words alone."""
    return _drawn(str(name), int(size or 18))


@lru_cache(maxsize=256)
def _drawn(name: str, size: int) -> SafeString:
    drawn = lucide(name, size=size, aria_hidden="true", focusable="false")
    marked = drawn.replace("<svg ", f'<svg class="icon i-{size}" ', 1)
    return mark_safe(marked)  # noqa: S308 - drawn by the library from its own files


@register.filter
def tone_of(state: str) -> str:
    """The tone of a state."""
    return _tone_of(state)


@register.filter
def tone_icon(tone: str) -> str:
    """The icon that says a tone without colour."""
    return TONE_ICONS.get(tone, "")


@register.filter
def notice_class(tone: str) -> str:
    """The class of a notice: success, warning, error or info."""
    return next((_TONES[word] for word in tone.split() if word in _TONES), "info")


@register.filter
def notice_icon(tone: str) -> str:
    """The icon of a notice."""
    return _NOTICE_ICONS[notice_class(tone)]


@register.simple_tag(takes_context=True)
def unique(context: template.Context, text: str) -> str:
    """An id made of words, unlike those made before on the same page."""
    name = f"h-{slugify(text)[:40]}"
    request = _request(context)
    if request is None:
        return name
    taken = request.META.setdefault("cartera.ids", {})
    taken[name] = taken.get(name, 0) + 1
    return name if taken[name] == 1 else f"{name}-{taken[name]}"


@register.simple_tag
def stylesheets() -> tuple[str, ...]:
    """The sheets to link."""
    return _stylesheets()


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> str:
    """light, dark or system."""
    return str(context.get("shown_theme") or _theme.theme_of(_request(context)))


@register.simple_tag
def themes() -> dict[str, str]:
    """The themes there are, with their names."""
    return _theme.THEMES


@register.simple_tag(takes_context=True)
def has_letter_keys(context: template.Context) -> bool:
    """Whether keys of one letter do something."""
    return _theme.has_letter_keys(_request(context))


@register.simple_tag(takes_context=True)
def places(context: template.Context, who: Visitor | None) -> list[Group]:
    """The places that the visitor may go to."""
    request = _request(context)
    return places_of(who, request.path if request else "") if who else []


@register.simple_tag(takes_context=True)
def foot_places(context: template.Context, who: Visitor | None) -> list[Place]:
    """The places of the foot of the page."""
    request = _request(context)
    return footer_of(who, request.path if request else "") if who else []


@register.simple_tag
def place(who: Visitor | None, name: str) -> str:
    """The address of a route, or nothing where the visitor may not open it."""
    from cartera.desk.shell.navigation import open_address

    return open_address(who, name) if who else ""


def _request(context: template.Context) -> HttpRequest | None:
    found = context.get("request")
    return found if isinstance(found, HttpRequest) else None
