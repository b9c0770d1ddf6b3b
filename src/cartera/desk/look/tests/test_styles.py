"""The sheets of style: every token is defined, in both themes, and can be read in both."""

import re
from itertools import product

import pytest

from cartera.desk.look.stylesheets import FIRST, STYLES, stylesheets

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PAIR = re.compile(r"(--[a-z0-9-]+):\s*light-dark\(\s*(#[0-9a-f]{3,8})\s*,\s*(#[0-9a-f]{3,8})\s*\)")
_DEFINED = re.compile(r"(--[a-z0-9-]+)\s*:")
_USED = re.compile(r"var\((--[a-z0-9-]+)")
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(")

LAYERS = ["reset", "tokens", "page", "parts", "forms", "tables", "rooms", "narrow", "print"]
SHEETS = {file.name: _COMMENT.sub("", file.read_text()) for file in sorted(STYLES.glob("*.css"))}
TOKENS = {name: (light, dark) for name, light, dark in _PAIR.findall(SHEETS["tokens.css"])}

TEXT_ON = {
    "--ink": ("--paper", "--sheet", "--sunk", "--accent-soft", "--good-soft", "--warn-soft"),
    "--ink-soft": ("--paper", "--sheet", "--sunk", "--accent-soft", "--bad-soft"),
    "--accent": ("--paper", "--sheet", "--sunk", "--accent-soft"),
    "--accent-strong": ("--paper", "--sheet", "--accent-soft"),
    "--accent-ink": ("--accent", "--accent-strong"),
    "--good": ("--sheet", "--paper", "--good-soft"),
    "--warn": ("--sheet", "--paper", "--warn-soft"),
    "--bad": ("--sheet", "--paper", "--bad-soft", "--sunk"),
    "--band-ink": ("--band",),
    "--paper": ("--ink",),
}
PAIRS = [(text, ground) for text, grounds in TEXT_ON.items() for ground in grounds]
EDGES = list(product(("--line-strong", "--focus"), ("--sheet", "--paper")))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2.2 reckons it, from 1 to 21."""
    first, second = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_contrast_is_reckoned_as_the_guidelines_do() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_words_can_be_read(text: str, ground: str, theme: int) -> None:
    assert contrast(TOKENS[text][theme], TOKENS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_of_fields_and_of_focus_can_be_seen(edge: str, ground: str, theme: int) -> None:
    assert contrast(TOKENS[edge][theme], TOKENS[ground][theme]) >= 3


def test_a_colour_is_said_once_for_both_themes_and_nowhere_else() -> None:
    assert len(TOKENS) > 15
    for name, text in SHEETS.items():
        rest = _PAIR.sub("", text) if name == "tokens.css" else text
        assert _COLOUR.findall(rest) == [], name


def test_every_token_that_is_used_is_defined() -> None:
    defined = {name for text in SHEETS.values() for name in _DEFINED.findall(text)}
    used = {name for text in SHEETS.values() for name in _USED.findall(text)}
    assert used - defined == set()


def test_every_token_that_is_defined_is_used() -> None:
    used = {name for text in SHEETS.values() for name in _USED.findall(text)}
    assert set(_DEFINED.findall(SHEETS["tokens.css"])) - used == set()


def test_everything_lies_in_a_layer_and_the_order_is_declared_first() -> None:
    assert stylesheets()[0] == f"desk/styles/{FIRST}"
    declared = re.findall(r"[a-z]+", SHEETS[FIRST].partition("@layer")[2])
    assert declared == LAYERS
    for name, text in SHEETS.items():
        used = re.findall(r"^@layer ([a-z]+) \{", text, re.MULTILINE)
        assert set(used) <= set(declared), name
        outside = re.findall(r"^[^@\s}/]", text, re.MULTILINE)
        assert outside == [], f"{name} has rules outside a layer"
