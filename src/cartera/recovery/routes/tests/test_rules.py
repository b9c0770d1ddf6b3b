"""The box and what falls short, on figures alone."""

from datetime import date
from decimal import Decimal

from cartera.recovery.routes.rules import Line, Part, box_of, is_proposable

D = Decimal


def test_what_went_out_is_cheques_notes_and_what_came_back() -> None:
    box = box_of(
        [
            Line("A", "cheque", D(100), D(90)),
            Line("B", "note", D(50), D(50)),
            Line("C", "uncollected", D(30)),
            Line("D", "other", D(20)),
            Line("E", "dropped", D(999)),
        ]
    )
    assert box.is_closed
    assert box.out == Part(4, D(200), D(140))
    assert (box.cheques.count, box.notes.count, box.back.count) == (1, 1, 2)
    assert box.out.count == box.cheques.count + box.notes.count + box.back.count


def test_what_nobody_accounted_for_is_missing_by_name() -> None:
    box = box_of([Line("A", "cheque", D(100), D(100)), Line("B", "pending", D(50))])
    assert not box.is_closed
    assert box.missing == ("B",)


def test_a_box_of_nothing_is_closed() -> None:
    assert box_of([]).is_closed


def test_a_document_is_looked_for_again_on_a_later_day_only() -> None:
    today = date(2026, 2, 19)
    assert is_proposable(date(2026, 2, 20), today)
    assert not is_proposable(today, today)
