"""What the stories can say of cheques: received, begun, taken to the bank."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from cartera.accounting.banking.models import DepositSlip
from cartera.control.dossiers.acts import attach_file
from cartera.control.mail.models import Message
from cartera.control.workflow.models import Case
from cartera.credit.assignments.models import Assignment
from cartera.credit.payments.models import Payment
from cartera.papers.models import Paper
from cartera.papers.printing import print_paper
from cartera.recovery.cheques.models import Cheque, ChequeBatch
from tests.cheque_cast import a_cheque, begin

if TYPE_CHECKING:
    from cartera.procedures.players import Players

USUAL_OF_CHEQUES: dict[tuple[str, int], dict[str, Any]] = {
    ("PCI-F05", 14): {"told_by": "por teléfono"},
    ("PCI-F05", 15): {"confirmed_by": "Tesorera", "confirmed_at": "2026-02-19T16:00:00-06:00"},
    ("PCI-F05", 17): {"collector": "g_cob"},
    ("PCI-F06", 2): {"collector": "g_cob"},
    ("PCI-F06", 7): {"collector": "g_cob"},
    ("INT-24", 2): {"receipt": "R-1"},
}


class OfCheques:
    """The words of a story that is about cheques."""

    players: Players

    def receives_cheque(
        self, number: str, *covers: tuple[str, str], who: str = "J_OP", of: int = 1, **more: Any
    ) -> Cheque:
        """Somebody has a cheque for documents of an assignment."""
        return a_cheque(
            self.players, Assignment.objects.get(number=of), number, *covers, role=who, **more
        )

    def begins(self, *cheques: Cheque, who: str = "J_OP", source: str = "") -> Any:
        """Cheques start on their way: the case of the one batch, or all cases."""
        cases = [case.pk for case in begin(self.players, *cheques, role=who, source=source)]
        return cases[0] if len(cases) == 1 else cases

    def errand(self, case: int) -> int:
        """The collector's errand to the bank for a batch."""
        return Case.objects.filter(procedure="INT-24", parent_id=case).latest("pk").pk

    def receipts(self, case: int, value_on: str = "2026-02-20") -> list[dict[str, Any]]:
        """What the bank says of each slip of a batch."""
        numbers = DepositSlip.objects.filter(case_id=case).order_by("number")
        return [
            {"slip": number, "receipt": f"B-{number}", "value_on": value_on}
            for number in numbers.values_list("number", flat=True)
        ]

    def history(self, cheque: Cheque) -> str:
        """Every state that a cheque was in."""
        return " ".join(cheque.history.order_by("n").values_list("state", flat=True))

    def paper(self, cheque: Cheque) -> str:
        """Who has a cheque's paper."""
        original = Cheque.objects.get(pk=cheque.pk).original
        return str(original.person or f"{original.get_outside_display()}: {original.party}")

    def payments_of(self, cheque: Cheque) -> list[str]:
        """What a cheque pays, and where each payment stands."""
        rows = Payment.objects.filter(cheque_id=cheque.pk).order_by("id")
        return [f"{p.amount} {p.get_state_display()} {p.value_on:%d/%m}" for p in rows]

    def batch(self, case: int) -> str:
        """Where a batch stands."""
        return ChequeBatch.objects.get(case_id=case).get_state_display()

    def resolution(self, cheque: Cheque) -> int:
        """The case in which a bounced cheque is decided upon."""
        return cheque.rejections.latest("id").case_id

    def bank_returns(self, cheque: Cheque, on: date, charge: str = "0.00") -> int:
        """Application records that the bank returned a cheque (INT-06 step 1); the case."""
        payment = Payment.objects.filter(cheque_id=cheque.pk).latest("id")
        typed = {"payment": payment.pk, "bounced_on": on.isoformat(), "reason": "sin fondos"}
        return self.players.open("INT-06", "AP_AB", typed | {"charge": charge})

    def attaches(self, case: int, who: str, name: str) -> None:
        """Somebody puts a copy into the case's dossier."""
        paper = Paper.objects.filter(case_id=case).latest("id")
        attach_file(case, self.players.users[who], name, print_paper(paper), key=f"{case}:{name}")

    def letters(self, case: int) -> list[str]:
        """What was mailed of a case, to whom, with what."""
        return [
            f"{m.subject} a {m.to_address}: "
            + ", ".join(m.enclosures.order_by("number").values_list("name", flat=True))
            for m in Message.objects.filter(case_id=case).order_by("id")
        ]
