"""Tax receipts for what payments brought in, credit notes for what a recomputation took back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import connection

from cartera.accounting.tax.acts import issue_receipts
from cartera.accounting.tax.models import Concept, TaxReceipt
from cartera.accounting.tax.rules import Charged, ReceiptDraft
from cartera.control.workflow.definitions import Act
from cartera.control.workflow.models import Case
from cartera.credit.assignments.rules import vat_on
from cartera.credit.lines.selectors import stored_terms
from cartera.credit.parties.models import Client
from cartera.credit.parties.selectors import receiver_of
from cartera.credit.payments.refusals import ReceiptStillMissing
from cartera.kernel.money import ZERO, round_cents

# What the day or the bounce gave and took, but for what it undid of its own; what it took back of
# another's is corrected on that one's receipt, and interest that comes back on the disbursement's.
_ROWS = """
SELECT x.payment_id, a.client_id, a.number, a.terms, x.charges, x.default_interest, x.interest,
    x.vat, x.reverses_id IS NOT NULL, t.case_id,
    CASE WHEN x.reverses_id IS NOT NULL OR x.interest < 0 THEN (
        SELECT max(r.id) FROM tax_taxreceipt r WHERE r.case_id = t.case_id AND r.kind = 'CCF'
        AND (x.reverses_id IS NULL OR EXISTS (SELECT 1 FROM tax_taxreceiptline l
            WHERE l.receipt_id = r.id AND l.payment_id = x.payment_id))) END AS corrects
FROM payments_application x JOIN assignments_assignment a ON a.id = x.assignment_id
LEFT JOIN payments_application o ON o.id = x.reverses_id
LEFT JOIN payments_paymentday d ON d.id = o.day_id
LEFT JOIN payments_bounce b ON b.id = o.bounce_id
CROSS JOIN LATERAL (SELECT coalesce(d.case_id, b.case_id, a.case_id) AS case_id) t
WHERE (x.day_id = %(day)s OR x.bounce_id = %(bounce)s)
    AND x.charges + x.default_interest + x.interest + x.vat <> 0
    AND t.case_id IS DISTINCT FROM %(case)s
    AND NOT EXISTS (SELECT 1 FROM payments_application u
        WHERE u.reverses_id = x.id AND (u.day_id = x.day_id OR u.bounce_id = x.bounce_id))
    AND NOT EXISTS (SELECT 1 FROM tax_taxreceiptline l
        JOIN tax_taxreceipt r ON r.id = l.receipt_id
        WHERE l.payment_id = x.payment_id AND r.case_id = %(case)s
            AND NOT EXISTS (SELECT 1 FROM tax_taxreceiptvoid v WHERE v.receipt_id = r.id))
ORDER BY a.client_id, x.id
"""

# What the receipts that charged assignments interest still hold of it, oldest first: of the
# disbursement, and of what was given back and then charged again; what a payment that stands paid
# of it is left to that payment.
_ROOM = """
SELECT a.number, r.id, sum(CASE l.concept WHEN 'interest' THEN l.taxed + l.exempt + l.vat END)
    - coalesce((SELECT sum(m.taxed + m.exempt + m.vat) FROM tax_taxreceipt n
        JOIN tax_taxreceiptline m ON m.receipt_id = n.id AND m.concept = 'interest'
        JOIN payments_payment q ON q.id = m.payment_id AND q.assignment_id = a.id
        WHERE n.corrects_id = r.id), 0)
    - coalesce((SELECT sum(x.interest + x.vat) FROM payments_application x
        LEFT JOIN payments_paymentday d ON d.id = x.day_id
        LEFT JOIN payments_bounce b ON b.id = x.bounce_id
        WHERE x.assignment_id = a.id AND x.reverses_id IS NULL AND x.interest > 0
            AND coalesce(d.case_id, b.case_id) = r.case_id
            AND NOT EXISTS (SELECT 1 FROM payments_application u WHERE u.reverses_id = x.id)), 0)
FROM assignments_assignment a
JOIN tax_taxreceiptline l ON l.payment_id IN (
        SELECT x.payment_id FROM payments_application x
        WHERE x.assignment_id = a.id AND x.reverses_id IS NOT NULL AND x.interest > 0)
    OR l.receipt_id IN (SELECT id FROM tax_taxreceipt WHERE case_id = a.case_id)
JOIN tax_taxreceipt r ON r.id = l.receipt_id AND r.kind = 'CCF'
WHERE a.number = ANY(%(assignments)s) GROUP BY a.id, r.id ORDER BY a.id, r.id
"""

Rooms = dict[int, list[tuple[int, Decimal]]]


@dataclass(frozen=True, slots=True)
class Earned:
    """What one application row earned; below zero where it takes an earlier one back.

    `told_in` is the case, and `corrects` the receipt in it, that told of what is taken back.
    """

    payment: int
    client: int
    assignment: int
    terms: str
    charges: Decimal
    default_interest: Decimal
    interest: Decimal
    vat: Decimal
    takes_back: bool
    told_in: int
    corrects: int | None


def issue_for(
    act: Act, *, day_id: int | None = None, bounce_id: int | None = None
) -> list[TaxReceipt]:
    """One receipt for each client, one credit note for each receipt corrected (PCI-F09 step 6).

    What has its receipt in this case already gets no second one. Refuses to take back what has no
    receipt yet: the case that gave it issues its own first.
    """
    earned = _earned({"day": day_id, "bounce": bounce_id, "case": act.case_id})
    clients = Client.objects.in_bulk({row.client for row in earned})
    charged = [row for row in earned if row.corrects is None]
    issued = _issue("CCF", _drafts(charged, clients, act, "client"), act)
    taken = _placed([row for row in earned if row.corrects])
    return issued + _issue("NC", _drafts(taken, clients, act, "corrects"), act)


def _issue(series: str, drafts: Sequence[ReceiptDraft], act: Act) -> list[TaxReceipt]:
    if not drafts:
        return []
    return issue_receipts(drafts, series=series, issued_on=act.on, prepared_by_id=act.actor_id)


def _earned(values: dict[str, int | None]) -> list[Earned]:
    return [half for row in _rows(_ROWS, values) for half in _by_sign(Earned(*row))]


def _placed(halves: Sequence[Earned]) -> list[Earned]:
    """What is given back, by the receipts that hold it; those of this very act are issued by now.

    What undoes an earlier row stays with that row's receipt, and is kept free there.
    """
    given = {half.assignment for half in halves if not half.takes_back}
    undone: dict[tuple[int, int | None], Decimal] = defaultdict(Decimal)
    for half in halves:
        if half.takes_back:
            undone[half.assignment, half.corrects] -= half.interest + half.vat
    rooms: Rooms = defaultdict(list)
    for assignment, receipt, room in _rows(_ROOM, {"assignments": sorted(given)}) if given else ():
        rooms[assignment].append((receipt, (room or ZERO) - undone[assignment, receipt]))
    return [part for half in halves for part in _spread(half, rooms)]


def _rows(sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _spread(half: Earned, rooms: Rooms) -> Iterator[Earned]:
    """One half on each receipt as far as that one still holds of it, oldest first."""
    left = [] if half.takes_back else rooms[half.assignment]
    while left and -half.interest - half.vat > left[0][1]:
        receipt, room = left.pop(0)
        if room > 0:
            interest = round_cents(half.interest * room / -(half.interest + half.vat))
            part = replace(half, interest=interest, vat=-room - interest, corrects=receipt)
            half = replace(half, interest=half.interest - interest, vat=half.vat - part.vat)
            yield part
    if left:
        receipt, room = left[0]
        left[0] = (receipt, room + half.interest + half.vat)
        half = replace(half, corrects=receipt)
    yield half


def _by_sign(row: Earned) -> Iterator[Earned]:
    """What the row earned, and what it gave back, which corrects an earlier receipt.

    Interest charged at disbursement for days that did not run comes back with a payment.
    """
    default_vat = _default_vat(row)
    parts = (
        ("charges", row.charges, ZERO),
        ("default_interest", row.default_interest, default_vat),
        ("interest", row.interest, row.vat - default_vat),
    )
    nothing = replace(row, charges=ZERO, default_interest=ZERO, interest=ZERO)
    for sign, corrects in ((1, None), (-1, row.corrects)):
        mine = [part for part in parts if part[1] * sign > 0]
        if mine and sign < 0 and corrects is None:
            raise ReceiptStillMissing(case=Case.objects.get(pk=row.told_in))
        if mine:
            amounts: dict[str, Any] = {name: amount for name, amount, _vat in mine}
            vat = sum((vat for _name, _amount, vat in mine), ZERO)
            yield replace(nothing, **amounts, vat=vat, corrects=corrects)


def _default_vat(row: Earned) -> Decimal:
    """The part of the row's IVA that default interest carries."""
    carried = vat_on(stored_terms(row.terms), "default_interest", abs(row.default_interest))
    vat = min(carried, abs(row.vat))
    return -vat if row.default_interest < 0 else vat


def _drafts(
    earned: Iterable[Earned], clients: dict[int, Client], act: Act, by: str
) -> list[ReceiptDraft]:
    groups: dict[int, list[Earned]] = defaultdict(list)
    for row in earned:
        groups[getattr(row, by)].append(row)
    return [_draft(group, clients[group[0].client], act) for group in groups.values()]


def _draft(group: Sequence[Earned], client: Client, act: Act) -> ReceiptDraft:
    lines = [line for row in group for line in _lines(row)]
    return ReceiptDraft(
        receiver=receiver_of(client),
        lines=lines,
        total=sum((line.taxed + line.exempt + line.vat for line in lines), ZERO),
        case_id=act.case_id,
        corrects_id=group[0].corrects,
    )


def _lines(row: Earned) -> list[Charged]:
    """The row's parts as receipt lines, without sign; IVA goes with the part that it taxes."""
    default_vat = abs(_default_vat(row))
    parts = (
        (Concept.CHARGE, abs(row.charges), ZERO),
        (Concept.DEFAULT_INTEREST, abs(row.default_interest), default_vat),
        (Concept.INTEREST, abs(row.interest), abs(row.vat) - default_vat),
    )
    return [
        Charged(
            concept,
            taxed=amount if tax else ZERO,
            exempt=ZERO if tax else amount,
            vat=tax,
            reference=f"cs {row.assignment}",
            payment_id=row.payment,
        )
        for concept, amount, tax in parts
        if amount
    ]
