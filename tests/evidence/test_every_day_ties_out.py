"""R10: every day of a year ties out, each total by its own SQL; R11: none raises a false alarm."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from cartera.accounting.ledger.acts import open_periods
from cartera.control.workflow.engine import reject
from cartera.control.workflow.models import Case, Task
from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.payments.models import Payment
from cartera.credit.settlements.models import Settlement
from cartera.kernel.clock import FixedClock
from cartera.procedures.closing import close_day
from cartera.procedures.players import Players
from cartera.procedures.playing_cheques import deposit
from cartera.procedures.playing_routes import bring_home, visit
from cartera.procedures.verification import verify
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.routes.models import Route, RouteItem
from cartera.recovery.routes.selectors import collectable, items_of
from tests.cast import CLIENT, DEBTOR, a_company, move_to

FIRST = date(2026, 1, 6)
TERMS = {"vat_on": ["commission", "interest", "default_interest"]}
NEW_EVERY = 9
BOUNCE_EVERY = 7
STREET_EVERY = 10

_RECEIPTS = """SELECT coalesce(sum(CASE r.kind WHEN 'NC' THEN -r.total ELSE r.total END), 0)
    FROM tax_taxreceipt r JOIN payments_paymentday d ON d.case_id = r.case_id WHERE d."on" = %s"""
_OF_ENTRY = """SELECT coalesce(sum(l.debit - l.credit), 0) * {sign} FROM ledger_line l
    JOIN ledger_entry e ON e.id = l.entry_id AND e.event = 'payments' AND e.effective_on = %s
    JOIN ledger_account a ON a.id = l.account_id WHERE a.code {which}"""

# Money: as received, deposited, applied and entered. Earned: as applied, receipted and entered.
MONEY = {
    "received": """SELECT coalesce(sum(p.amount), 0) FROM payments_payment p
        JOIN payments_paymentday d ON d.id = p.day_id WHERE d."on" = %s""",
    "deposited": """SELECT coalesce(sum(i.amount), 0) FROM banking_deposititem i
        JOIN banking_depositslip s ON s.id = i.slip_id WHERE s.effective_on = %s""",
    "applied": """SELECT coalesce(sum(amount), 0) FROM payments_application
        WHERE applied_on = %s AND day_id IS NOT NULL""",
    "entered": _OF_ENTRY.format(sign=1, which="= '102'"),
}
EARNED = {
    "applied": """SELECT coalesce(sum(charges + default_interest + interest + vat), 0)
        FROM payments_application WHERE applied_on = %s AND day_id IS NOT NULL""",
    "receipted": _RECEIPTS,
    "entered": _OF_ENTRY.format(sign=-1, which="IN ('50201', '50602', '2206', '11501')"),
}


def _figures(queries: dict[str, str], on: date) -> dict[str, Decimal]:
    with connection.cursor() as cursor:
        found = {}
        for name, sql in queries.items():
            cursor.execute(sql, [on])
            found[name] = cursor.fetchone()[0]
    return found


@dataclass
class Year:
    """One company's days: assignments are made, collected in parts, late or not, and settled."""

    players: Players
    clock: FixedClock
    chance: random.Random = field(default_factory=lambda: random.Random(2026))  # noqa: S311 (a story)
    moved: Decimal = Decimal(0)

    def live(self, days: int) -> Iterator[date]:
        """Each day in turn, once it is closed."""
        for n in range(days):
            on = FIRST + timedelta(days=n)
            move_to(self.clock, on)
            if n % NEW_EVERY == 0:
                self._assign(on, n)
            self._collect(on)
            if n % STREET_EVERY == STREET_EVERY - 1:
                self._collect_in_the_street(on, n)
            if n % BOUNCE_EVERY == BOUNCE_EVERY - 1:
                self._bounce(on)
            self._settle()
            close_day(self.players.users["contab"], self.players.users["aud_int"])
            yield on

    def _assign(self, on: date, n: int) -> None:
        term = self.chance.choice([15, 30, 45])
        due_on = (on + timedelta(days=term)).isoformat()
        documents = [
            {
                "debtor": DEBTOR,
                "number": f"Q-{n}-{k}",
                "amount": f"{self.chance.randrange(50_000, 400_000) / Decimal(100):.2f}",
                "due_on": due_on,
            }
            for k in range(self.chance.randrange(1, 4))
        ]
        case_id = self.players.request(CLIENT, documents, "1000.00", term)
        self.players.disburse(case_id, [document["number"] for document in documents])

    def _collect(self, on: date) -> None:
        live = AssignedDocument.objects.filter(state="live").select_related("assignment")
        documents = list(live.order_by("id"))
        chosen = self.chance.sample(documents, min(len(documents), self.chance.randrange(1, 3)))
        parts = [self._part_of(document) for document in chosen]
        typed = [
            {
                "assignment": document.assignment.number,
                "document": document.number,
                "bank": "Banco Agrícola",
                "reference": f"CH-{document.pk}-{on:%Y%m%d}",
                "amount": f"{part:.2f}",
                "value_on": self._value_day(document.assignment, on).isoformat(),
            }
            for document, part in zip(chosen, parts, strict=True)
        ]
        if typed:
            self.players.receive_and_apply(typed)
            self.moved += sum(parts)

    def _collect_in_the_street(self, on: date, n: int) -> None:
        """A document goes out on a route with what is due, and comes back as a cheque, which is
        endorsed, taken to the bank and applied on its day; the rest is looked for again."""
        taken = collectable(on).first()
        if taken is None:
            return
        asked = {"collector": "g_cob", "zone": "", "also": [taken.label]}
        case_id = self.players.open("PCI-F02", "J_COB", asked)
        items = list(items_of(Route.objects.get(case_id=case_id).pk))
        self.players.play(case_id, {"counted": len(items)})
        self.players.play(case_id)
        visit(self.players, case_id, **self._told_of(items, taken.pk, f"R-{n}", on))
        bring_home(self.players, case_id)
        batch = Case.objects.get(procedure="PCI-F06", parent_id=case_id)
        deposit(self.players, batch.pk, on)
        self.players.receive_and_apply([])

    def _told_of(
        self, items: Sequence[RouteItem], paid: int, number: str, on: date
    ) -> dict[str, Any]:
        """One document was paid with a cheque; nobody was there for the others."""
        later = (on + timedelta(days=5)).isoformat()
        outcomes = [
            {"document": item.original.label, "outcome": "cheque", "number": number}
            if item.original_id == paid
            else {
                "document": item.original.label,
                "outcome": "uncollected",
                "reason": "cerrado",
                "new_on": later,
            }
            for item in items
        ]
        (owed,) = (item.expected for item in items if item.original_id == paid)
        self.moved += owed
        cheque = {"number": number, "bank": "Banco Agrícola", "amount": f"{owed:.2f}",
                  "is_negotiable": True}  # fmt: skip
        return {"debtor": DEBTOR, "outcomes": outcomes, "cheques": [cheque]}

    def _part_of(self, document: AssignedDocument) -> Decimal:
        left = document.amount - document.amount_collected
        part = self.chance.choice([left, left, (left / 2).quantize(Decimal("0.01"))])
        return max(part, Decimal("0.01"))

    def _value_day(self, assignment: Assignment, on: date) -> date:
        back = self.chance.choice([0, 0, 0, 2])
        assert assignment.disbursed_on
        return max(on - timedelta(days=back), assignment.disbursed_on)

    def _bounce(self, on: date) -> None:
        applied = list(Payment.objects.filter(state="applied", kind="cheque").order_by("-id")[:4])
        if not applied:
            return
        payment = self.chance.choice(applied)
        typed = {
            "payment": payment.pk,
            "bounced_on": on.isoformat(),
            "reason": "Sin fondos",
            "charge": "15.00",
        }
        self.players.play_through(self.players.open("INT-06", "AP_AB", typed))

    def _settle(self) -> None:
        """What is paid off is settled; what a bounce opened again meanwhile is not."""
        for settlement in Settlement.objects.filter(state="started").select_related("assignment"):
            if settlement.assignment.state == "paid_off":
                self.players.settle(settlement.case_id)
            else:
                task = Task.objects.get(case_id=settlement.case_id, state="open")
                reject(task.pk, self.players.who(task), "Se rechazó un cheque")


def _live_and_tie_out(clock: FixedClock, days: int) -> Year:
    players = a_company(clock)
    open_periods(date(2026, 1, 1), date(2027, 2, 28), by_id=players.users["contab"].pk)
    players.approve_line(CLIENT, "900000.00", date(2026, 1, 1), date(2027, 12, 31), TERMS)
    year = Year(players, clock)
    for on in year.live(days):
        money, earned = _figures(MONEY, on), _figures(EARNED, on)
        assert len(set(money.values())) == 1, (on, money)
        assert len(set(earned.values())) == 1, (on, earned)
        wrong = [answer for answer in verify() if not answer.holds]
        assert wrong == [], on
    return year


def test_forty_days_tie_out_and_raise_no_false_alarm(
    committed_db: str, clock: FixedClock, settings: Settings, tmp_path: Path
) -> None:
    settings.CHECKPOINT_FOLDER = tmp_path
    year = _live_and_tie_out(clock, 40)
    assert year.moved > 20_000
    assert Assignment.objects.filter(state="settled").exists()
    assert Payment.objects.filter(state="bounced").exists()
    assert Cheque.objects.filter(state="cleared").exists()


@pytest.mark.long
def test_a_year_of_days_ties_out_and_raises_no_false_alarm(
    committed_db: str, clock: FixedClock, settings: Settings, tmp_path: Path
) -> None:
    settings.CHECKPOINT_FOLDER = tmp_path
    year = _live_and_tie_out(clock, 365)
    assert year.moved > 200_000
    assert Assignment.objects.filter(state="settled").count() > 20
