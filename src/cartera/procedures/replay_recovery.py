"""A day's money through custody, a route and cheques, in place of payments typed at PCI-F09.

Each invoice comes by its own way (`replay_ways`): most by a cheque that is endorsed, a share by one
that is exchanged, noted, borrowed, lent, delegated, that differs, or that bounces once.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from cartera.control.workflow.models import Case
from cartera.credit.assignments.models import AssignedDocument
from cartera.credit.payments.models import Payment
from cartera.kernel.clock import now
from cartera.kernel.money import ZERO
from cartera.procedures.players import Players
from cartera.procedures.playing_cheques import deposit, let_bounce
from cartera.procedures.playing_delegations import (
    a_cheque,
    borrow,
    borrow_answers,
    delegate,
    lend,
    loan_answers,
    play_for_outside,
)
from cartera.procedures.playing_routes import bring_home, visit
from cartera.procedures.playing_third_party import value_answers
from cartera.procedures.replay_plan import Receipt
from cartera.procedures.replay_ways import Shares, way_of
from cartera.procedures.setup import FIRST_PLACE
from cartera.recovery.cheques.models import Cheque, ChequeBatch
from cartera.recovery.custody.models import Original
from cartera.recovery.differences.models import Difference
from cartera.recovery.routes.models import Route

COLLECTOR = "g_cob"
FACTOR = "F01"
BANK = "Banco Agrícola"
# In no zone of a debtor: a route takes what it is given, and no more.
ZONE = "Réplica"
BOUNCING = ("redeposited", "replaced")
TENTH = Decimal(10)
_RECEIVED_BY = "Encargada de pagos"


@dataclass(frozen=True, slots=True)
class Due:
    """An invoice whose money comes today: its document, its paper, and its way."""

    line: int
    way: str
    document: AssignedDocument
    paper: Original

    @property
    def amount(self) -> str:
        """What it is worth, as it is typed."""
        return f"{self.document.amount:.2f}"


@dataclass(slots=True)
class Recovery:
    """The recovery of a replay: `day` brings a day's money to the queue of PCI-F09, `after_posting`
    does what had to wait for the books."""

    players: Players
    shares: Shares
    seed: int
    zone: str = ZONE
    ways: Counter[str] = field(default_factory=Counter)

    def open_factor(self) -> None:
        """The other company with which documents are lent and borrowed (INT-23)."""
        typed = {
            "code": FACTOR,
            "name": "Crédito Centroamericano, S.A. de C.V.",
            "contact": "Rosa Cañas",
            "telephone": "2440-7000",
        }
        self.players.play_through(self.players.open("INT-23", "J_COB", typed))

    def day(self, on: date, receipts: Sequence[Receipt], numbers: Mapping[int, int]) -> None:
        """Everything that comes today, each by its way, as far as the bank's value date."""
        self.bring(on, self._due(receipts, numbers))

    def bring(self, on: date, due: Sequence[Due]) -> None:
        """Documents come home, each by its way, as far as the bank's value date."""
        for one in due:
            self.ways[one.way] += 1
        self._collected_by_others([one for one in due if one.way in ("delegated", "lent")])
        self.collect([one for one in due if one.way not in ("delegated", "lent")])
        self._explain_differences()
        self._refund_notes()
        self._route_foreign()
        self._to_the_bank(on)
        self._bounce([one for one in due if one.way in BOUNCING], on)
        self._to_the_bank(on)
        self._play_open("PCI-F03.2", {})
        self._play_open("INT-25", {1: {"received_by": _RECEIVED_BY}})
        self._store()

    def after_posting(self) -> None:
        """What is of others is given to them, once it is in the books (PCI-F07, PCI-F03.1)."""
        for case_id in self._open("PCI-F03.1"):
            play_for_outside(self.players, case_id, borrow_answers(f"E-{case_id}"), 99)
        self._play_open("PCI-F07", {17: {"decision": "release"}}, upto=19)
        self._play_open("INT-26", {})
        self._play_open("PCI-F07", {})

    def _store(self) -> None:
        """Custody takes in what it was offered (INT-17)."""
        self._play_open("INT-17", {2: {"place": FIRST_PLACE}})

    def _due(self, receipts: Sequence[Receipt], numbers: Mapping[int, int]) -> list[Due]:
        wanted = {
            (numbers[id(receipt.assigned)], receipt.invoice.number): receipt.invoice.line
            for receipt in receipts
        }
        found = Original.objects.filter(
            kind=Original.Kind.QUEDAN,
            document__number__in=[number for _, number in wanted],
            document__assignment__number__in={number for number, _ in wanted},
        )
        papers = {
            (paper.document.assignment.number, paper.document.number): paper
            for paper in found.select_related("document__assignment__client", "document__debtor")
            if paper.document
        }
        return [
            Due(line, way_of(line, self.shares, self.seed), paper.document, paper)
            for key, line in wanted.items()
            if (paper := papers[key]).document
        ]

    # --- what somebody else collects ------------------------------------------------------------

    def _collected_by_others(self, due: Sequence[Due]) -> None:
        for one in due:
            operation = one.document.operation_number or 0
            if one.way == "delegated":
                delegate(self.players, one.document.assignment.client.code, [operation], one.amount)
            else:
                self._lend(operation, one)

    def _lend(self, operation: int, one: Due) -> None:
        case_id = lend(self.players, FACTOR, operation, upto=11)
        answers = loan_answers() | {12: {"cheque": [a_cheque(f"Y-{one.line}", one.amount)]},
                                    14: {"letter": True}}  # fmt: skip
        play_for_outside(self.players, case_id, answers, 15)

    # --- the street -----------------------------------------------------------------------------

    def send_out(self, papers: Sequence[Original]) -> int:
        """A route with just these papers, in its collector's hands; its case."""
        labels = [paper.label for paper in papers]
        typed = {"collector": COLLECTOR, "zone": self.zone, "also": labels}
        case_id = self.players.open("PCI-F02", "J_COB", typed)
        self.players.play(case_id, {"counted": len(labels)})
        self.players.play(case_id)
        self.players.play(case_id, {"finish": False})
        return case_id

    def collect(self, due: Sequence[Due]) -> None:
        """One route with all of them, and a visit to each debtor."""
        if not due:
            return
        case_id = self.send_out([one.paper for one in due])
        for one in due:
            if one.way == "borrowed":
                # The other company's document, worth less than ours, joins the route.
                operation = one.document.operation_number or 0
                borrow(self.players, operation, f"Z-{one.line}", f"{_tenth(one):.2f}", 5)
        by_debtor: dict[str, list[Due]] = defaultdict(list)
        for one in due:
            by_debtor[one.document.debtor.code].append(one)
        for code, found in by_debtor.items():
            visit(self.players, case_id, debtor=code, **self._brought(found))
        bring_home(self.players, case_id)

    def _brought(self, found: Sequence[Due]) -> dict[str, Any]:
        """A visit: plain cheques by client together, every other way by one of its own."""
        outcomes: list[dict[str, Any]] = []
        cheques: list[dict[str, Any]] = []
        others: list[dict[str, Any]] = []
        together: dict[int, list[Due]] = defaultdict(list)
        for one in found:
            if one.way == "endorsed":
                together[one.document.assignment.client_id].append(one)
            else:
                _one_way(one, outcomes, cheques, others)
        for plain in together.values():
            number = f"E-{plain[0].line}"
            amount = sum((one.document.amount for one in plain), ZERO)
            cheques.append(_paper(number, f"{amount:.2f}"))
            outcomes += [_paid(one.paper.label, number, one.amount) for one in plain]
        return {"outcomes": outcomes, "cheques": cheques, "others": others}

    # --- what is not plain ----------------------------------------------------------------------

    def _explain_differences(self) -> None:
        """PCI-F08: what was short comes with another cheque, what is over is the client's."""
        waiting = Difference.objects.filter(case__state="open").select_related("cheque")
        for found in list(waiting.order_by("id")):
            part = f"{found.amount:.2f}"
            told: dict[str, Any] = {"explanation": "según detalle del deudor"}
            if found.kind == Difference.Kind.SHORT:
                more = _paper(f"S-{found.pk}", part)
                told |= {"resolution": "completed", "cheques": [more]}
            else:
                own = {"document": "a su favor", "amount": part, "of": "client"}
                told |= {"resolution": "explained", "excess": [own]}
            answers = {3: {"attempt": "lo aclara"}, 4: told}
            self.players.play_through(found.case_id, answers)
            for route in Route.objects.filter(case__parent_id=found.case_id, case__state="open"):
                bring_home(self.players, route.case_id)

    def _refund_notes(self) -> None:
        """PCI-F04: the client gives back by his cheque what the debtor paid him."""
        for case_id in self._open("PCI-F04"):
            paid = {"bank": BANK, "number": f"R-{case_id}", "drawn_on": f"{now():%Y-%m-%d}"}
            refund = {"way": "cheque", "cheque": [paid], "finish": True}
            self.players.play_through(
                case_id, {2: {"funds": "reserved"}, 6: {"informed": _RECEIVED_BY}, 7: refund}
            )

    def _route_foreign(self) -> None:
        """PCI-F07 to its step 11: entered, reported, its cheque sent on its way."""
        for found in Case.objects.filter(procedure="PCI-F07", state="open").order_by("id"):
            document = found.foreign_document
            answers = value_answers(document.number, f"{document.amount:.2f}")
            self.players.play_through(found.pk, answers, upto=11)

    def _to_the_bank(self, on: date) -> None:
        """Every batch that waits: exchanged where it must be, deposited, settled, passed on."""
        for batch in ChequeBatch.objects.filter(case__procedure="PCI-F05", case__state="open"):
            self._exchange(batch, on)
        for case_id in self._open("PCI-F06"):
            deposit(self.players, case_id, on)

    def _exchange(self, batch: ChequeBatch, on: date) -> None:
        held = Cheque.objects.filter(batched__batch=batch, state__in=("received", "notified"))
        came = [
            a_cheque(f"C-{cheque.pk}", f"{cheque.amount:.2f}", cheque=cheque.number,
                     drawer=cheque.client.name)
            for cheque in held.select_related("client")
        ]  # fmt: skip
        answers: dict[int, dict[str, Any]] = {
            14: {"told_by": "por teléfono"},
            15: {"confirmed_by": _RECEIVED_BY, "confirmed_at": now().isoformat()},
            16: {"exchanges": came, "received_by": _RECEIVED_BY},
        }
        self.players.play_through(batch.case_id, answers, upto=16)
        deposit(self.players, batch.case_id, on)

    def _bounce(self, due: Sequence[Due], on: date) -> None:
        """INT-06 and INT-22: the bank returns it once; it goes there again, or another comes."""
        for one in due:
            payment = Payment.objects.filter(document=one.document, state="queued").latest("id")
            let_bounce(self.players, payment.pk, on, "sin fondos")
            case_id = Cheque.objects.get(pk=payment.cheque_id or 0).rejections.latest("id").case_id
            new = a_cheque(f"X-{one.line}", one.amount, drawer=one.document.debtor.name)
            decision = "redeposit" if one.way == "redeposited" else "replaced"
            answers: dict[int, dict[str, Any]] = {1: {"decision": decision}}
            if decision == "replaced":
                answers[4] = {"received_by": _RECEIVED_BY, "came": [new]}
            self.players.play_through(case_id, answers)

    # --- cases ----------------------------------------------------------------------------------

    def _open(self, procedure: str) -> list[int]:
        found = Case.objects.filter(procedure=procedure, state="open").order_by("id")
        return list(found.values_list("pk", flat=True))

    def _play_open(
        self, procedure: str, answers: Mapping[int, Mapping[str, Any]], upto: int | None = None
    ) -> None:
        for case_id in self._open(procedure):
            self.players.play_through(case_id, answers, upto=upto)


def _one_way(
    one: Due,
    outcomes: list[dict[str, Any]],
    cheques: list[dict[str, Any]],
    others: list[dict[str, Any]],
) -> None:
    """What a visit brings for one document that does not come by a plain cheque."""
    number, label, worth = f"W-{one.line}", one.paper.label, one.document.amount
    tenth = _tenth(one)
    if one.way == "noted":
        note = {"document": label, "outcome": "note", "number": f"N-{one.line}"}
        outcomes.append(note | {"guarantee": f"G-{one.line}"})
        cheques.append(_paper(f"G-{one.line}", one.amount, purpose="guarantee"))
        return
    paid = worth - tenth if one.way == "short" else worth
    beyond = tenth if one.way in ("over", "foreign", "borrowed") else ZERO
    outcomes.append(_paid(label, number, f"{paid:.2f}"))
    cheques.append(_paper(number, f"{paid + beyond:.2f}", is_negotiable=one.way != "exchanged"))
    if one.way == "foreign":
        others.append({"cheque": number, "document": f"F-{one.line}", "amount": f"{tenth:.2f}"})
    if one.way == "borrowed":
        outcomes.append(_paid(f"Z-{one.line}", number, f"{tenth:.2f}"))


def _tenth(one: Due) -> Decimal:
    """A tenth of a document's worth, in cents: what differs, or what is another's."""
    return max((one.document.amount / TENTH).quantize(Decimal("0.01")), Decimal("0.01"))


def _paid(document: str, cheque: str, amount: str) -> dict[str, Any]:
    return {"document": document, "outcome": "cheque", "number": cheque, "amount": amount}


def _paper(number: str, amount: str, **more: Any) -> dict[str, Any]:
    read = {"bank": BANK, "number": number, "amount": amount, "is_negotiable": True}
    return read | more
