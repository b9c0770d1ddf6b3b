"""One lived company that every route of the site can be asked in.

Built once for a test module and left as it was after each question. Who adds a route adds its
example address in `addresses.py`; what the address has to name is made here.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from cartera.accounting.ledger.models import Entry
from cartera.control.dossiers.acts import attach_file
from cartera.control.mail.acts import write_mail
from cartera.control.mail.jobs import send
from cartera.control.mail.rules import NewEnclosure, Recipient
from cartera.control.people.models import RoleGrant, User
from cartera.control.people.roles import ROLES
from cartera.control.workflow.models import Task
from cartera.credit.assignments.models import Assignment
from cartera.credit.lines.models import Line
from cartera.credit.parties.models import Representative
from cartera.kernel.clock import FixedClock, now
from cartera.papers.models import Paper
from cartera.procedures.players import Players
from cartera.recovery.custody.models import Original
from tests.cast import CLIENT, OPENING, a_company, a_document, a_live_assignment, a_payment, move_to
from tests.cheque_cast import a_cheque

STRANGER = "otro"  # speaks for another client
NOBODY = "nadie"  # signs in, and holds no role
OUTSIDERS = (STRANGER, NOBODY)


@dataclass(frozen=True, slots=True)
class House:
    """A company in which every kind of thing is there once.

    `closed_case` is an operation lived through, of assignment 1; `open_case` one that waits at
    PCI-F01 step 2; `round_case` a day's payments that wait for the tie-out. `letter` is a paper
    meant for the client, `inner_paper` one that is not. All are of client 0001.
    """

    players: Players
    closed_case: int
    open_case: int
    round_case: int
    open_task: int
    done_task: int
    letter: int
    inner_paper: int
    entry: int
    line: int
    attachment: int
    message: int
    original: int
    cheque: int
    assignment: int = 1
    client: str = CLIENT
    debtor: str = "D001"
    factor: str = "F01"

    @property
    def users(self) -> Mapping[str, User]:
        """Everybody by username: the roles' codes in small letters, and the outsiders."""
        return self.players.users


def build_house(clock: FixedClock) -> House:
    """Live the company: an operation disbursed and partly paid, another one asked for."""
    players = _with_outsiders(a_company(clock))
    players.play_through(players.open("INT-23", "J_COB", {"code": "F01", "name": "La Otra"}))
    closed = a_live_assignment(players)
    opened = players.request(CLIENT, [a_document("Q-9", "500.00")], "500.00", 30)
    move_to(clock, date(2026, 1, 6))
    cheque = a_payment(1, "100.00", date(2026, 1, 6))
    paid = players.open("PCI-F09", "AP_AB", {"payments": [cheque]})
    players.play_through(paid, upto=6)
    papers = Paper.objects.filter(case_id=closed)
    return House(
        players=players,
        closed_case=closed,
        open_case=opened,
        round_case=paid,
        open_task=Task.objects.get(case_id=opened, state="open").pk,
        done_task=Task.objects.filter(case_id=closed, step=2).latest("id").pk,
        letter=papers.filter(form="FORM-01").latest("id").pk,
        inner_paper=papers.filter(form="FORM-06").latest("id").pk,
        entry=Entry.objects.latest("id").pk,
        attachment=_attached(players, opened),
        message=_mailed(opened),
        cheque=_received(players),
        original=Original.objects.filter(assignment__case=closed).latest("id").pk,
        line=Line.objects.get(pk=Assignment.objects.get(number=1).line_id).pk,
    )


def _received(players: Players) -> int:
    """A cheque that operations has, of which nobody has said yet what it pays."""
    first = Assignment.objects.get(number=1)
    return a_cheque(players, first, "CH-901", amount=Decimal("250.00")).pk


def _attached(players: Players, case_id: int) -> int:
    """A file that the client may see."""
    content = b"Se llam\xc3\xb3 al deudor.\n"
    rec = players.users["rec"]
    return attach_file(case_id, rec, "nota.txt", content, for_client=True, key="house").id


def _mailed(case_id: int) -> int:
    """A letter with a file, kept since no mail server is set."""
    note = NewEnclosure("carta.txt", "text/plain", "Va la cesión.\n".encode())
    to = Recipient("Ana Rivas", "ana@izalco.example")
    message = write_mail(
        to=to, subject="Carta", body="Va.", enclosures=[note], case_id=case_id, key="house"
    )
    send(message_id=message.pk)
    return message.pk


@contextmanager
def thrown_away() -> Iterator[None]:
    """What is done inside is undone, whatever it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def roles_of(username: str) -> frozenset[str]:
    """The roles that one of the house's people holds."""
    if username == STRANGER:
        return frozenset({"CTE"})
    code = username.upper()
    return frozenset({code}) if code in ROLES else frozenset()


def _with_outsiders(players: Players) -> Players:
    made = {
        name: User.objects.create(username=name, full_name=name.title(), email=f"{name}@x.example")
        for name in OUTSIDERS
    }
    RoleGrant.objects.create(
        user=made[STRANGER], role="CTE", from_on=OPENING.date(), recorded_at=now()
    )
    other = players.admit_client("0002", "Otra, S.A.")
    Representative.objects.create(user=made[STRANGER], client=other)
    return Players({**players.users, **made})
