"""Money withheld for another assignment cannot be taken out of the queue that leads there."""

import pytest

from cartera.control.workflow.engine import open_case
from cartera.credit.payments.models import Payment
from cartera.credit.payments.refusals import PaymentNotQueued
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import usual_answers
from tests.cast import CLIENT, a_company, a_document, a_live_assignment


@pytest.mark.django_db
def test_what_was_withheld_from_a_client_is_not_withdrawn(clock: FixedClock) -> None:
    players = a_company(clock)
    a_live_assignment(players)
    transfer = {"assignment": 1, "amount": "300.00", "reason": "Pidió abonarlo"}
    case_id = players.request(CLIENT, [a_document("Q-3", "2000.00")], "2000.00", 30)
    players.play_through(case_id, usual_answers(["Q-3"]) | {3: {"transfers": [transfer]}})
    withheld = Payment.objects.get(kind="deduction")
    with pytest.raises(PaymentNotQueued):
        open_case("PCI-F09", players.users["ap_ab"], {"withdraw": [withheld.pk]})
    players.receive_and_apply([])
    assert Payment.objects.get(pk=withheld.pk).state == "applied"
