"""Refusals: a code, a Spanish sentence, its details, its place."""

import pickle
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cartera.kernel.refusals import Refusal, Refusals, raise_gathered


class LimitExceeded(Refusal):
    sentence = "El {on} se pidieron {asked} y quedan {left} ({why})."


def test_the_code_follows_from_the_name() -> None:
    assert LimitExceeded.code == "limit-exceeded"


def test_the_sentence_shows_its_details_as_people_write_them() -> None:
    refusal = LimitExceeded(on=date(2026, 2, 1), asked=Decimal("1234567.80"), left=7, why="línea")
    assert str(refusal) == "El 01/02/2026 se pidieron 1,234,567.80 y quedan 7 (línea)."


def test_a_page_may_translate_the_template_and_fill_it() -> None:
    refusal = LimitExceeded(on=datetime(2026, 2, 1, 8, 5, tzinfo=UTC), left=Decimal(7))
    assert refusal.template == LimitExceeded.sentence
    assert refusal.shown == {"on": "01/02/2026 08:05", "left": "7"}


def test_a_detail_that_was_forgotten_does_not_hide_the_sentence() -> None:
    assert str(LimitExceeded(left=7)) == "El (on) se pidieron (asked) y quedan 7 ((why))."


def test_a_caller_puts_the_place_inside_its_own() -> None:
    assert LimitExceeded(field="amount").at("documents.3").field == "documents.3.amount"
    assert LimitExceeded().at("documents.3").field == "documents.3"


def test_a_refusal_survives_the_way_to_another_process() -> None:
    sent = LimitExceeded(field="amount", left=7)
    got = pickle.loads(pickle.dumps(sent))  # noqa: S301 - our own bytes, made a word ago
    assert (str(got), got.field, got.details) == (str(sent), "amount", {"left": 7})


def test_many_refusals_are_told_at_once_in_their_order() -> None:
    rows = [LimitExceeded(field=f"documents.{n}", left=n) for n in range(3)]
    with pytest.raises(Refusals) as refused:
        raise_gathered(rows)
    assert list(refused.value) == rows
    assert len(refused.value) == 3
    assert str(refused.value).startswith("No se aceptan 3 datos; el primero: El (on)")


def test_one_refusal_is_raised_as_itself_and_none_is_silence() -> None:
    raise_gathered([])
    with pytest.raises(LimitExceeded):
        raise_gathered([LimitExceeded()])
