"""The day of payments on one page: what came in, where it was deposited, how it was applied, and
whether the three totals are the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from cartera.accounting.banking.models import DepositSlip
from cartera.credit.payments.acts import sentence_of
from cartera.credit.payments.models import Application, Payment
from cartera.credit.payments.tie_out import Totals, differences_of, totals_of
from cartera.desk.work.at import At
from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _

SLIPS_AT_MOST = 100
FROM_STEP = 4
"""Until then nothing is applied: there is nothing to hold against what came in."""


@dataclass(frozen=True, slots=True)
class Received:
    """What came in by one source and kind."""

    source: str
    kind: str
    count: int
    amount: Decimal
    is_queued: bool


@dataclass(frozen=True, slots=True)
class Carried:
    """A deposit slip and what it carries of the day; a cheque's slip may carry other days' too."""

    slip: DepositSlip
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Part:
    """One part of how the day was applied, in the order of application."""

    name: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Tie:
    """Two totals that must be the same."""

    name: str
    here_name: str
    here: Decimal
    there_name: str
    there: Decimal

    @property
    def difference(self) -> Decimal:
        """By how much they are not."""
        return self.here - self.there

    @property
    def ties(self) -> bool:
        """Whether they are the same."""
        return not self.difference


@dataclass(frozen=True, slots=True)
class Day:
    """All that the page of a day shows."""

    received: Sequence[Received]
    slips: Sequence[Carried]
    parts: Sequence[Part]
    ties: Sequence[Tie]
    stops: Sequence[str]

    @property
    def received_total(self) -> Decimal:
        """All that came in."""
        return sum((one.amount for one in self.received), ZERO)

    @property
    def slips_total(self) -> Decimal:
        """All that was carried to banks."""
        return sum((one.amount for one in self.slips), ZERO)

    @property
    def parts_total(self) -> Decimal:
        """All that was applied."""
        return sum((part.amount for part in self.parts), ZERO)

    @property
    def ties_out(self) -> bool:
        """Whether the day ties out."""
        return bool(self.ties) and not self.stops and all(tie.ties for tie in self.ties)


def context(at: At, foreseen: Any) -> dict[str, Any]:
    """The day, as far as it has come."""
    day = at.subject
    if day is None:
        return {}
    late = at.step.number >= FROM_STEP
    ties = _ties(totals_of(day.pk, day.case_id)) if late else ()
    # Before receipts are made every payment lacks one: only where the day is to tie is it told.
    stops = [sentence_of(d) for d in differences_of(day.pk, day.case_id)] if _ties_now(at) else ()
    return {
        "day": Day(_received(day.pk), _slips(day.pk, day.case_id), _parts(day.pk), ties, stops),
        "tie_is_due": _ties_now(at),
    }


def _ties_now(at: At) -> bool:
    return bool(at.step.number >= 7)


def _received(day: int) -> list[Received]:
    rows = (
        Payment.objects.filter(day_id=day, state__in=("queued", "applied", "bounced"))
        .values("source", "kind", "state")
        .annotate(count=Count("id"), amount=Sum("amount"))
        .order_by("state", "source", "kind")
    )
    return [
        Received(
            str(Payment.Source(row["source"]).label),
            str(Payment.Kind(row["kind"]).label),
            row["count"],
            row["amount"],
            row["state"] == "queued",
        )
        for row in rows
    ]


def _slips(day: int, case: int) -> list[Carried]:
    """The slips of the round, and those on which its cheques went to the bank before it."""
    before = Payment.objects.filter(day_id=day, cheque_id__isnull=False).values("pk")
    of_day = Q(case_id=case) | Q(items__payment_id__in=before)
    found = DepositSlip.objects.filter(of_day, items__is_live=True).exclude(state="void")
    rows = found.annotate(carried=Sum("items__amount")).select_related("bank_account", "series")
    return [Carried(slip, slip.carried) for slip in rows.order_by("id")[:SLIPS_AT_MOST]]


def _parts(day: int) -> list[Part]:
    """How the day was applied, in the order of application; nothing before it is."""
    named = {
        "charges": _("Cargos por cheque rechazado"),
        "default_interest": _("Interés moratorio"),
        "interest": _("Interés ordinario"),
        "vat": _("IVA"),
        "capital": _("Capital y saldo a favor del cliente"),
        "third_party": _("Valores ajenos"),
    }
    sums = Application.objects.filter(day_id=day).aggregate(
        **{name: Sum(name, default=ZERO) for name in named}, count=Count("id")
    )
    return [Part(said, sums[name]) for name, said in named.items()] if sums["count"] else []


def _ties(totals: Totals) -> tuple[Tie, ...]:
    return (
        Tie(
            _("Bancos"),
            _("Recibido"),
            totals.received,
            _("Remesas y descuentos"),
            totals.deposited + totals.deducted,
        ),
        Tie(_("Cesiones"), _("Recibido"), totals.received, _("Aplicado"), totals.applied),
        Tie(
            _("Comprobantes"),
            _("Intereses, cargos e IVA"),
            totals.to_receipt,
            _("Comprobantes emitidos"),
            totals.receipted,
        ),
    )
