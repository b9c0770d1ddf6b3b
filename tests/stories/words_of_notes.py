"""Words of the stories of direct payments (PCI-F04)."""

from typing import Any

from cartera.accounting.banking.models import DepositSlip
from cartera.control.workflow.models import Case
from cartera.credit.payments.models import Payment
from cartera.kernel.clock import now
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.custody.models import Original
from cartera.recovery.direct_payments.models import DirectPayment


class NoteWords:
    """What is said of notes, their cheques and their refunds."""

    def a_note(
        self, reference: str = "NA-1", amount: str = "10000.00", guarantee: str = "", **more: Any
    ) -> Any:
        """Custody hands in a note: its case, or why not."""
        today = now().date().isoformat()
        cheque = {"bank": "Banco Agrícola", "number": f"G-{reference}", "drawn_on": today}
        typed: dict[str, Any] = {
            "assignment": 1, "document": "Q-2587", "reference": reference, "amount": amount,
            "paid_on": today, "guarantee": [cheque | {"amount": guarantee}] if guarantee else [],
        }  # fmt: skip
        return self.opens("PCI-F04", "r_cust", **typed | more)  # type: ignore[attr-defined]

    def noted(self, until: int, **more: Any) -> int:
        """A note that has come as far as a step, without a guarantee cheque unless one is given."""
        case: int = self.a_note(**more)
        usual: dict[int, tuple[str, dict[str, Any]]] = {
            2: ("j_op", {"funds": "reserved"} if more.get("guarantee") else {}),
            3: ("j_op", {}), 4: ("j_op", {}), 5: ("j_op", {}),
            6: ("aux_c", {"informed": "Tesorero"}),
        }  # fmt: skip
        for step in range(2, until):
            who, inputs = usual[step]
            self.does(who, case, **inputs)  # type: ignore[attr-defined]
        return case

    def paid_back(self, number: str) -> dict[str, str]:
        """A cheque with which the client refunds."""
        return {"bank": "Banco Cuscatlán", "number": number, "drawn_on": now().date().isoformat()}

    def hands(self, number: str) -> str:
        """In whose hands an original is, by its number."""
        original = Original.objects.select_related("person", "place").get(number=number)
        return original.person.username if original.person else str(original.place or "")

    def cheque_state(self, number: str) -> str:
        """The state of a cheque."""
        return str(Cheque.objects.get(number=number).get_state_display())

    def notes_on(self, document: str) -> list[str]:
        """The notes of direct payment on a document, and how each stands."""
        return [
            f"{note.reference} {note.amount} {note.get_state_display()}"
            for note in DirectPayment.objects.filter(document__number=document).order_by("id")
        ]

    def note_state(self, reference: str) -> str:
        """The state of a note."""
        return str(DirectPayment.objects.get(reference=reference).get_state_display())

    def refunds(self, reference: str) -> list[str]:
        """How a note came back, in the order in which it did."""
        rows = DirectPayment.objects.get(reference=reference).refunds.order_by("id")
        return [f"{row.amount} {row.get_way_display()}" for row in rows]

    def waiting(self) -> list[str]:
        """Payments that wait for PCI-F09, with their document."""
        rows = Payment.objects.filter(state="queued").order_by("id").select_related("document")
        return [f"{p.amount} {p.get_source_display()} {p.document or ''}".strip() for p in rows]

    def carried(self, case: int) -> str:
        """The cheques of a case are stamped, carried to the bank and given by it today."""
        batch = Case.objects.get(parent=case, procedure="PCI-F06", state="open")
        does = self.does  # type: ignore[attr-defined]
        does("ap_ab", batch.pk)
        does("ap_ab", batch.pk, collector="g_cob")
        errand = Case.objects.get(procedure="INT-24", parent=batch, state="open")
        does("g_cob", errand.pk)
        does("g_cob", errand.pk, receipt="D-1")
        slips = DepositSlip.objects.filter(case=batch)
        told = [{"slip": slip.number, "receipt": f"B-{slip.number}",
                 "value_on": now().date().isoformat()} for slip in slips]  # fmt: skip
        does("j_op", batch.pk, slips=told)
        return str(does("ap_ab", batch.pk))
