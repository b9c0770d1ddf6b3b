"""A settlement is opened by the day that paid its assignment off, never by hand."""

import pytest

from cartera.control.audit.models import Event
from cartera.control.workflow.engine import open_case
from cartera.control.workflow.models import Case
from cartera.control.workflow.refusals import OpenedByAnother
from cartera.kernel.clock import FixedClock
from tests.cast import a_company

pytestmark = pytest.mark.django_db


def test_nobody_opens_a_settlement_by_hand(clock: FixedClock) -> None:
    players = a_company(clock)
    with pytest.raises(OpenedByAnother, match="PCI-F10 no se inicia a mano"):
        open_case("PCI-F10", players.users["r_cust"], {})
    assert not Case.objects.filter(procedure="PCI-F10").exists()
    last = Event.objects.order_by("-seq").first()
    assert last is not None
    assert (last.kind, last.result) == ("refused", "opened-by-another")
