"""Cheques that a visit brings: each read, its papers found, received into the collector's hands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from cartera.control.workflow.definitions import Act
from cartera.credit.assignments.models import AssignedDocument
from cartera.credit.parties.models import Client, Debtor
from cartera.kernel.search import number_key
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.acts import ChequeDraft, Covered, move_cheques, receive_cheque
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.custody.acts import Draft, Why, move, register
from cartera.recovery.custody.models import Original
from cartera.recovery.custody.rules import Holder, number_of
from cartera.recovery.routes.models import RouteCheque, Visit
from cartera.recovery.routes.refusals import (
    BorrowedAmongOthers,
    ChequeForNothing,
    ChequeTyped,
    ChequeUnknown,
    ClientsMixed,
    GuaranteeMisused,
    OursByNumber,
    UnknownClient,
)
from cartera.recovery.routes.typed import ChequeRow, OtherRow

GIVEN_UP = _("entregado al deudor contra su pago")


@dataclass(slots=True)
class Brought:
    """The cheques of a visit by the number that was typed, and what each is to pay."""

    rows: Mapping[str, ChequeRow]
    places: Mapping[str, int]
    covers: dict[str, list[Covered]] = field(default_factory=dict)
    for_client: dict[str, int] = field(default_factory=dict)

    def pay(self, number: str, original: Original, amount: Decimal, where: str) -> None:
        """A cheque pays so much of a paper. Refuses one that was not typed, or a guarantee."""
        row = self._row(number, where)
        if row.purpose == "guarantee":
            raise GuaranteeMisused(number=row.number, field=where)
        self.covers.setdefault(number_key(number), []).append(Covered(original, amount))

    def guarantee(self, number: str, client_id: int, where: str) -> None:
        """A cheque stands for a client's note. Refuses one that was not typed, or is a payment."""
        row = self._row(number, where)
        if row.purpose != "guarantee":
            raise GuaranteeMisused(number=row.number, field=where)
        self.for_client[number_key(number)] = client_id

    def _row(self, number: str, where: str) -> ChequeRow:
        row = self.rows.get(number_key(number))
        if row is None:
            raise ChequeUnknown(number=number or "?", field=where)
        return row


def brought(cheques: Sequence[ChequeRow]) -> Brought:
    """The cheques as typed. Refuses a number that is there twice."""
    rows: dict[str, ChequeRow] = {}
    places: dict[str, int] = {}
    for place, row in enumerate(cheques):
        key = number_key(row.number)
        if key in rows:
            raise ChequeTyped(number=row.number, field=f"cheques.{place}.number")
        rows[key], places[key] = row, place
    return Brought(rows, places)


def receive_all(found: Brought, visit: Visit, debtor: Debtor, act: Act) -> dict[str, Cheque]:
    """Every cheque into the collector's hands, by its number's key; guarantees are held at once.

    Refuses a cheque that pays nothing, and one for papers of several clients that names none.
    """
    received: dict[str, Cheque] = {}
    named = _clients(found)
    for key, row in found.rows.items():
        where = f"cheques.{found.places[key]}"
        covers = found.covers.get(key, [])
        if not covers and key not in found.for_client:
            raise ChequeForNothing(number=row.number, field=f"{where}.number")
        client = named.get(row.client) or _client_of(found, key, row, where)
        draft = ChequeDraft(
            purpose=row.purpose,
            client_id=client,
            drawer=row.drawer or debtor.name,
            bank=row.bank,
            number=row.number,
            amount=row.amount,
            drawn_on=row.drawn_on or act.on,
            is_negotiable=row.is_negotiable,
            debtor_id=debtor.pk,
        )
        received[key] = receive_cheque(draft, covers, act)
    held = [cheque for cheque in received.values() if cheque.purpose == "guarantee"]
    if held:
        move_cheques(held, Cheque.State.HELD, act)
    RouteCheque.objects.bulk_create(
        RouteCheque(visit=visit, cheque=cheque, justification=found.rows[key].justification)
        for key, cheque in received.items()
    )
    return received


def pay_others(
    rows: Sequence[OtherRow], found: Brought, debtor: Debtor, act: Act, client_id: int | None
) -> None:
    """Papers beyond the route: one in hand is given up, one that is not ours is noted as such."""
    numbers = [number_of(row.document) for row in rows]
    ours = Original.objects.in_bulk([number for number in numbers if number is not None])
    strange = [row for row, number in zip(rows, numbers, strict=True) if number not in ours]
    check_strange([row.document for row in strange], debtor.pk, "others")
    for place, number in enumerate(numbers):
        known = ours.get(number or 0)
        if known is not None and known.kind == Original.Kind.BORROWED:
            raise BorrowedAmongOthers(number=known.number, field=f"others.{place}.document")
    owner = Holder.back_with("debtor", debtor.name[:120])
    noted = iter(_note_others(strange, debtor, owner, act, client_id))
    given: list[Original] = []
    for place, (row, number) in enumerate(zip(rows, numbers, strict=True)):
        original = ours.get(number or 0)
        if original is not None:
            given.append(original)
        paper = original or next(noted)
        found.pay(row.cheque, paper, row.amount, f"others.{place}.cheque")
    if given:
        move(given, owner, act, Why(GIVEN_UP))


def check_strange(numbers: Sequence[str], debtor_id: int | None, table: str) -> None:
    """Papers that are told as not ours are not: refuses the number of a document that the house is
    to collect of that debtor. One query."""
    keys = {number_key(number): number for number in numbers}
    live = AssignedDocument.objects.filter(
        debtor_id=debtor_id or 0, number_key__in=keys, state="live", assignment__state="live"
    )
    for found in live.select_related("assignment").order_by("id")[:1]:
        told = keys[found.number_key]
        place = list(numbers).index(told)
        raise OursByNumber(
            number=told, assignment=found.assignment.number, field=f"{table}.{place}.document"
        )


def _note_others(
    rows: Sequence[OtherRow], debtor: Debtor, owner: Holder, act: Act, client_id: int | None
) -> list[Original]:
    drafts = [
        Draft(
            Original.Kind.UNASSIGNED,
            client_id=client_id,
            debtor_id=debtor.pk,
            number=row.document[:40],
            amount=row.amount,
        )
        for row in rows
    ]
    reason = _("lo pagó un cheque que también es por lo nuestro")
    return register(drafts, owner, act, reason) if drafts else []


def _clients(found: Brought) -> dict[str, int]:
    """The clients that cheques name, by code. Refuses one that there is not. One query."""
    codes = {row.client for row in found.rows.values()} - {""}
    if not codes:
        return {}
    known = dict(Client.objects.filter(code__in=codes, state="active").values_list("code", "pk"))
    for key, row in found.rows.items():
        if row.client and row.client not in known:
            raise UnknownClient(code=row.client, field=f"cheques.{found.places[key]}.client")
    return known


def _client_of(found: Brought, key: str, row: ChequeRow, where: str) -> int:
    """Whose cheque it is: of whom all its papers are. Refuses to guess among several."""
    of = {covered.original.client_id for covered in found.covers.get(key, ())}
    of = (of | {found.for_client.get(key)}) - {None}
    if len(of) != 1:
        raise ClientsMixed(number=row.number, field=f"{where}.client")
    return next(iter(client for client in of if client is not None))
