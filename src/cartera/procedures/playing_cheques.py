"""How the players of the training company, the replay and the tests take cheques to the bank."""

from datetime import date

from cartera.accounting.banking.selectors import slips_of_case
from cartera.control.workflow.models import Case
from cartera.procedures.players import Players

COLLECTOR = "g_cob"
# PCI-F06's step that makes the slips, and the one that settles them; PCI-F05's settling one.
_SETTLED = {"PCI-F05": 18, "PCI-F06": 8}


def deposit(players: Players, case_id: int, value_on: date) -> int:
    """A batch of PCI-F06 (or of PCI-F05 from its step 17) taken to the bank, settled with its value
    date and passed on to PCI-F09; how many steps."""
    settled = _SETTLED[Case.objects.get(pk=case_id).procedure]
    to_collector = {"collector": COLLECTOR}
    steps = players.play_through(case_id, {2: to_collector, settled - 1: to_collector}, settled - 1)
    for errand in Case.objects.filter(parent_id=case_id, procedure="INT-24", state="open"):
        steps += players.play_through(errand.pk, {2: {"receipt": f"D-{errand.number}"}})
    told = [
        {"slip": slip.number, "receipt": f"B-{slip.number}", "value_on": value_on.isoformat()}
        for slip in slips_of_case(case_id)
    ]
    return steps + players.play_through(case_id, {settled: {"slips": told}})


def let_bounce(players: Players, payment_id: int, on: date, reason: str) -> int:
    """The bank returns a cheque, and both people say so (INT-06); the case."""
    typed = {"payment": payment_id, "bounced_on": on.isoformat(), "reason": reason}
    case_id = players.open("INT-06", "AP_AB", typed)
    players.play_through(case_id)
    return case_id
