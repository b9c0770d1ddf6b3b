"""Money that comes home by every way there is ends as clean as money that is typed."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from cartera.control.workflow.models import Task
from cartera.credit.assignments.models import Assignment
from cartera.procedures.replay import replaying
from cartera.procedures.replay_file import Invoice
from cartera.procedures.replay_plan import plan_of
from cartera.procedures.replay_summary import is_clean, summary_of, summary_text
from cartera.procedures.replay_ways import ENDORSED, Shares, way_of
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.custody.models import Original

SEED = 7
WAYS = (ENDORSED, *(name for name, _ in Shares().items()))


def lines_of_each_way() -> dict[str, int]:
    """A line of the file for each way, so that each comes once."""
    found: dict[str, int] = {}
    for line in range(1, 5000):
        found.setdefault(way_of(line, Shares(), SEED), line)
    return found


def test_every_way_is_chosen_and_by_its_share() -> None:
    drawn = Counter(way_of(line, Shares(), SEED) for line in range(20_000))
    assert set(drawn) == set(WAYS)
    for name, share in Shares().items():
        assert abs(Decimal(drawn[name]) / 200 - share) < Decimal("0.7"), name


def test_shares_are_read_and_refused() -> None:
    assert Shares.read("exchanged=20, noted=0").exchanged == 20
    assert Shares.read("") == Shares()
    for wrong in ("lost=1", "noted", "noted=x", "noted=-1", "noted=99"):
        with pytest.raises(ValueError, match=r"."):
            Shares.read(wrong)


def test_a_file_ends_clean_by_every_way(committed_db: str) -> None:
    issued, settled = date(2012, 3, 12), date(2012, 4, 3)
    invoices = [
        Invoice(line, "770", f"D-{line % 3}", str(line), issued, date(2012, 4, 11),
                Decimal("250.10"), settled)
        for line in lines_of_each_way().values()
    ]  # fmt: skip
    with replaying(plan_of(invoices), "una-clave-larga-de-prueba", (Shares(), SEED)) as replay:
        replay.live()
        summary = summary_of(replay)
    assert replay.recovery is not None
    assert set(replay.recovery.ways) == set(WAYS)
    assert is_clean(summary, whole=True), summary_text(summary)
    assert set(Assignment.objects.values_list("state", flat=True)) == {"settled"}
    left = Original.objects.exclude(state="gone").values_list("kind", "person__username")
    assert list(left) == [("advice", "j_op")]  # the note, in the clients' file (PCI-F04 step 4)
    over = {"cleared", "returned", "replaced", "exchanged"}
    assert set(Cheque.objects.values_list("state", flat=True)) == over
    assert summary["recovery"]["unfinished"] == {}
    assert "endorsed 1" in summary_text(summary)
    assert not Task.objects.filter(state="open").exists()
