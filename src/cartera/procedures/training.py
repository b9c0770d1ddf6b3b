"""The training company: a month of work that ended yesterday, and something to do for every role.

Everything goes through the procedures, by people with names, on a clock that walks through the
month's business days. What is left undone on the last day is what waits in each inbox today.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.db.models import Count

from cartera.company.models import Company
from cartera.control.people.roles import ROLES
from cartera.control.workflow.engine import perform, reject, send_back
from cartera.control.workflow.models import Case, Task
from cartera.credit.assignments.models import Assignment
from cartera.credit.payments.models import Payment
from cartera.kernel.calendar import BusinessCalendar
from cartera.kernel.clock import FixedClock, now, use_clock
from cartera.procedures.players import SECOND, Players, usual_answers
from cartera.procedures.setup import Person, set_up_company, set_up_people
from cartera.procedures.training_papers_out import HOW_MANY, before_the_last_day, on_the_last_day
from cartera.procedures.training_recovery import HOW_MANY as IN_RECOVERY
from cartera.procedures.training_recovery import bring_home, leave_waiting
from cartera.recovery.custody.models import Original

PASSWORD = "practica-con-cartera"  # noqa: S105 (of made-up people in a company made to practise)
DAYS = 22
PAPERS_OUT_OF = "0004"
RECOVERED_OF = "0001"
ZONE = ZoneInfo("America/El_Salvador")
CALENDAR = BusinessCalendar(country="SV", subdivision="SS")

_NAMES = {
    "CTE": "Silvia Menjívar",
    "DEU": "Óscar Alvarenga",
    "REC": "Karla Orellana",
    "AUX_C": "Mauricio Portillo",
    "EJ_NEG": "Beatriz Landaverde",
    "G_GRAL": "Ernesto Guirola",
    "AUX_D": "Patricia Henríquez",
    "G_OP": "Rolando Cañas",
    "AP_AB": "Gloria Escalante",
    "J_COB": "Héctor Mejía",
    "R_CUST": "Delmy Chacón",
    "G_COB": "Wilfredo Rauda",
    "J_OP": "Ana Lucía Barrera",
    "EMP_FACT": "Tomás Villacorta",
    "CONTAB": "Marta Iraheta",
    "COM_MORA": "Jorge Quintanilla",
    "ASIST_NEG": "Claudia Renderos",
    "COB_J_EXT": "Luis Funes",
    "AUD_INT": "Rebeca Zelaya",
    "G_NEG": "Alfredo Samayoa",
    "ASIST_CONT": "Yesenia Cornejo",
    "COORD_FIN": "Roberto Peña",
    "GER_OPER": "Carmen Duarte",
    "DIR_FIN": "Julio Argueta",
    "ADM_ACC": "Nora Magaña",
}
PEOPLE = (
    *(Person(code.lower(), name, (code,)) for code, name in _NAMES.items()),
    Person(SECOND, "Fátima Ventura", ("AP_AB",)),
)
SIGN_IN = [
    (person.username, person.full_name, tuple(ROLES[role].name for role in person.roles))
    for person in PEOPLE
]

_CLIENTS = (
    ("0001", "Distribuidora Izalco, S.A. de C.V.", "120000.00"),
    ("0002", "Textiles Cuscatlán, S.A. de C.V.", "90000.00"),
    ("0003", "Agroinsumos del Lempa, S.A. de C.V.", "75000.00"),
    ("0004", "Constructora Ilopango, S.A. de C.V.", "150000.00"),
    ("0005", "Panadería Suchitoto, S.A. de C.V.", "40000.00"),
)
_DEBTORS = (
    ("D001", "Comercial Sonsonate, S.A.", "Calle Rubén Darío 412, San Salvador", "2222-0141"),
    ("D002", "Almacenes Ahuachapán, S.A. de C.V.", "Alameda Juan Pablo II 208, San Salvador", ""),
    ("D003", "Supermercados La Unión, S.A. de C.V.", "Plaza Merliot, Santa Tecla", "2228-0163"),
    ("D004", "Hospital San Vicente, S.A.", "25 Avenida Norte 640, San Salvador", "2225-0174"),
    ("D005", "Ferretería Metapán, S.A. de C.V.", "Bulevar del Ejército km 4, Soyapango", ""),
    ("D006", "Hoteles de Oriente, S.A. de C.V.", "Paseo General Escalón 3700", "2263-0196"),
)
# The last day's requests, each left waiting: at which step, of which client, for how much.
_LEFT_AT = (
    (2, "0001", "4200.00"), (3, "0002", "3150.00"), (4, "0004", "8800.00"), (5, "0005", "1275.50"),
    (6, "0001", "2600.00"), (8, "0002", "5400.00"), (9, "0004", "7120.00"), (10, "0001", "3980.00"),
    (11, "0004", "12500.00"), (12, "0002", "6340.25"), (13, "0005", "2210.00"),
    (14, "0001", "4475.00"), (15, "0004", "9900.00"), (16, "0002", "3620.00"),
)  # fmt: skip
# Assignments paid off before the last day, and the step of PCI-F10 at which each is left.
_SETTLING_AT = (1, 2, 5, 7, 8, 10, 11, 12, 13)


def load() -> None:
    """Make the training company and live its month. Does nothing where a company exists."""
    if Company.objects.exists():
        return
    days = month_before(now().astimezone(ZONE).date())
    clock = FixedClock(_at(days[0], 7))
    with use_clock(clock):
        set_up_company(
            from_on=days[0].replace(day=1),
            to_on=days[-1] + timedelta(days=730),
            name="Factoraje de Práctica, S.A. de C.V.",
            tax_id="0614-010190-101-4",
            address="Alameda Roosevelt 2416, San Salvador",
            telephone="2260-0100",
            bounce_charge="15.00",
            is_training=True,
        )
        hashed = make_password(PASSWORD)
        users = set_up_people(PEOPLE, from_on=days[0], password_hash=hashed)
        _Month(days, clock, Players(users)).live()


def sign_in_lines() -> list[str]:
    """How to sign in as each role, a line each, for whoever starts the program."""
    width = max(len(username) for username, _, _ in SIGN_IN)
    lines = [f"  {user:<{width}}  {name} · {', '.join(roles)}" for user, name, roles in SIGN_IN]
    return [f"Empresa de práctica; la clave de todos es: {PASSWORD}", *lines]


def month_before(today: date) -> list[date]:
    """The business days of the training month, oldest first; the last one is before `today`."""
    days = [CALENDAR.previous_business_day(today)]
    while len(days) < DAYS:
        days.append(CALENDAR.previous_business_day(days[-1]))
    return days[::-1]


def _at(on: date, hour: int) -> datetime:
    return datetime.combine(on, time(hour), ZONE)


@dataclass(slots=True)
class _Month:
    """The month as it is lived: its days, its clock, its people."""

    days: Sequence[date]
    clock: FixedClock
    players: Players
    written: int = 0

    def live(self) -> None:
        """Every day in turn; all but the last are closed."""
        self._open_house()
        scenes = {
            1: self._first_assignments,
            3: self._assignments_to_settle,
            6: self._pay_first_documents,
            8: self._bounce_a_cheque,
            9: self._claim_something,
            10: self._refuse_a_request,
            11: self._pay_with_an_old_date,
            12: self._deduct_the_claim,
            13: self._lend_papers,
            14: self._settle_one,
            15: self._bring_home,
        }
        for place, on in enumerate(self.days):
            self.clock.set(max(self.clock.now(), _at(on, 9)))
            if scene := scenes.get(place):
                scene()
            if place < len(self.days) - 1:
                self._close(on)
        self._last_day()

    # --- one piece of work each ------------------------------------------------------------------

    def _open_house(self) -> None:
        first, last = self.days[0], self.days[-1]
        for code, name, _ in _CLIENTS:
            self.players.admit_client(code, name, email=f"cobros-{code}@cliente.example")
        for code, name, address, telephone in _DEBTORS:
            where = {"address": address, "telephone": telephone}
            self.players.admit_debtor(code, name, "80000.00", **where)
        for code, _, amount in _CLIENTS:
            self.players.approve_line(code, amount, first, last + timedelta(days=365))

    def _first_assignments(self) -> None:
        """Cesiones 1 to 4: paid well, paid late, bounced, in arrears."""
        self._disburse("0001", 30, ("6500.00", 25), ("4300.00", 28))
        self._disburse("0002", 45, ("3000.00", 30), ("2750.00", 40), ("5100.00", 44))
        self._disburse("0003", 40, ("7800.00", 35), ("2200.00", 39))
        self._disburse("0005", 12, ("1800.00", 10))

    def _assignments_to_settle(self) -> None:
        """One assignment for each step of PCI-F10 at which something is left waiting."""
        for place, _ in enumerate(_SETTLING_AT):
            client = ("0001", "0002", "0004")[place % 3]
            self._disburse(client, 30, (f"{1500 + 275 * place}.00", 20 + place))

    def _pay_first_documents(self) -> None:
        self._receive((1, 0), (2, 0), (3, 0))

    def _bounce_a_cheque(self) -> None:
        """The bank returns the cheque that had been applied to cesión 3."""
        cheque = Payment.objects.get(assignment__number=3, state="applied")
        typed = {
            "payment": cheque.pk,
            "bounced_on": self._today().isoformat(),
            "reason": "Fondos insuficientes",
        }
        self.players.play_through(self.players.open("INT-06", "AP_AB", typed))

    def _claim_something(self) -> None:
        typed = {
            "client": "0003",
            "kind": "direct_payment",
            "amount": "325.00",
            "reason": "El deudor pagó directo al cliente y falta reintegrarlo",
        }
        self.players.play_through(self.players.open("INT-07", "AUX_C", typed))

    def _refuse_a_request(self) -> None:
        """Collections learns that the debtor does not owe it."""
        case_id = self._request("0005", 30, ("950.00", 25))
        self._play(case_id, upto=3)
        reject(self._task(case_id), self._user("aux_c"), "El deudor no reconoce el documento")
        self.players.return_originals(case_id)

    def _pay_with_an_old_date(self) -> None:
        """Its value date is before that of a payment applied already: all is reckoned again."""
        self._receive((2, 1), value_on=self.days[5])

    def _deduct_the_claim(self) -> None:
        self._disburse("0003", 35, ("5600.00", 30))

    def _lend_papers(self) -> None:
        """A cesión whose documents are collected by the client and by another factor."""
        listed = ((f"{700 + 25 * place}.00", 28) for place in range(HOW_MANY))
        self._disburse(PAPERS_OUT_OF, 30, *listed)
        before_the_last_day(self.players, PAPERS_OUT_OF, self._papers_out())

    def _papers_out(self) -> list[tuple[int, str]]:
        """Operation and value of each document of that cesión."""
        found = Assignment.objects.filter(client__code=PAPERS_OUT_OF).annotate(
            documents_count=Count("documents")
        )
        rows = found.get(documents_count=HOW_MANY).documents.order_by("id")
        return [(row.operation_number or 0, f"{row.amount:.2f}") for row in rows]

    def _bring_home(self) -> None:
        """A cesión whose documents come home by every way there is, and money of third parties."""
        listed = ((f"{900 + 15 * place}.00", 28) for place in range(IN_RECOVERY))
        self._disburse(RECOVERED_OF, 30, *listed)
        recovery = bring_home(self.players, self._in_recovery())
        self.players.play_through(self.players.open("PCI-F09", "AP_AB", {}))
        recovery.after_posting()

    def _in_recovery(self) -> list[Original]:
        """The originals of that cesión's documents."""
        found = Original.objects.filter(
            kind=Original.Kind.QUEDAN,
            assignment__in=Assignment.objects.filter(client__code=RECOVERED_OF)
            .annotate(documents_count=Count("documents"))
            .filter(documents_count=IN_RECOVERY),
        )
        papers = found.select_related("document__assignment__client", "document__debtor", "debtor")
        return list(papers.order_by("document"))

    def _settle_one(self) -> None:
        """Cesión 1 is paid off and settled whole."""
        self._receive((1, 1))
        self.players.settle(self._settlement_of(1))

    def _last_day(self) -> None:
        """What stays in the inboxes: F10, F01 and F09 at every step that has a role of its own."""
        numbers = [5 + place for place, _ in enumerate(_SETTLING_AT)]
        self._receive(*((number, 0) for number in numbers))
        for number, left_at in zip(numbers, _SETTLING_AT, strict=True):
            self._settle(number, upto=left_at - 1)
        for left_at, client, amount in _LEFT_AT:
            self._play(self._request(client, 30, (amount, 28)), upto=left_at - 1)
        on_the_last_day(self.players, PAPERS_OUT_OF, self._papers_out())
        leave_waiting(self.players, self._in_recovery())
        self._wait_for_management()
        self._send_back_to_client()
        self._send_back_to_recording()
        self._receive((2, 2), amount="2000.00", upto=9)
        self._receive((4, 0), amount="600.00", upto=6)
        self._receive((3, 1), amount="800.00", upto=1)
        self._record_another_bounce()

    def _wait_for_management(self) -> None:
        """A lower rate than the line's waits for general management's signature."""
        case_id = self._request("0004", 30, ("15000.00", 28))
        self._play(case_id, upto=5)
        answer = {"rate_pct": "1.75", "comments": "Cliente preferente: tasa especial"}
        perform(self._task(case_id), self._user("ej_neg"), answer)

    def _send_back_to_client(self) -> None:
        case_id = self._request("0001", 30, ("1990.00", 28))
        reason = "La carta cesión no trae la firma del representante"
        send_back(self._task(case_id), self._user("rec"), reason, to=1)

    def _send_back_to_recording(self) -> None:
        case_id = self._request("0002", 30, ("4050.00", 28))
        self._play(case_id, upto=9)
        reason = "El plazo registrado no es el de la carta"
        send_back(self._task(case_id), self._user("g_op"), reason, to=7)

    def _record_another_bounce(self) -> None:
        """The head of operations still has to confirm it."""
        cheque = Payment.objects.filter(assignment__number=5, state="applied").get()
        typed = {
            "payment": cheque.pk,
            "bounced_on": self._today().isoformat(),
            "reason": "Firma no corresponde",
        }
        self.players.open("INT-06", "AP_AB", typed)

    # --- how it is done --------------------------------------------------------------------------

    def _request(self, client: str, term_days: int, *documents: tuple[str, int]) -> int:
        """A request of the client's for documents of (amount, days until due); its case."""
        rows = [self._document(amount, days) for amount, days in documents]
        total = sum(int(row["amount"].replace(".", "")) for row in rows)
        amount = f"{total // 100}.{total % 100:02d}"
        return self.players.request(client, rows, amount, term_days)

    def _document(self, amount: str, days: int) -> dict[str, str]:
        self.written += 1
        return {
            "debtor": _DEBTORS[self.written % len(_DEBTORS)][0],
            "number": f"Q-{2600 + self.written}",
            "amount": amount,
            "due_on": (self._today() + timedelta(days=days)).isoformat(),
        }

    def _disburse(self, client: str, term_days: int, *documents: tuple[str, int]) -> None:
        case_id = self._request(client, term_days, *documents)
        self._play(case_id)
        self.players.store_originals(case_id)

    def _play(self, case_id: int, upto: int | None = None) -> None:
        documents = Assignment.objects.get(case_id=case_id).documents.values_list(
            "number", flat=True
        )
        self.clock.advance(timedelta(minutes=2))
        self.players.play_through(case_id, usual_answers(list(documents)), upto=upto)

    def _receive(
        self,
        *what: tuple[int, int],
        amount: str | None = None,
        value_on: date | None = None,
        upto: int | None = None,
    ) -> None:
        """A round of cheques for (assignment, place of its document), whole or of `amount`."""
        rows = [self._cheque(number, place, amount, value_on) for number, place in what]
        self.clock.advance(timedelta(minutes=2))
        case_id = self.players.open("PCI-F09", "AP_AB", {"payments": rows})
        self.players.play_through(case_id, upto=upto)

    def _cheque(
        self, number: int, place: int, amount: str | None, value_on: date | None
    ) -> Mapping[str, Any]:
        document = Assignment.objects.get(number=number).documents.order_by("id")[place]
        return {
            "assignment": number,
            "document": document.number,
            "bank": "Banco Cuscatlán" if place % 2 else "Banco Agrícola",
            "reference": f"CH-{number}{place}{self._today():%d%m}",
            "amount": amount or f"{document.amount:.2f}",
            "value_on": (value_on or self._today()).isoformat(),
        }

    def _settlement_of(self, number: int) -> int:
        return Case.objects.get(procedure="PCI-F10", settlement__assignment__number=number).pk

    def _settle(self, number: int, upto: int) -> None:
        answers = {3: {"documents_out": True}, 4: {"promissory_note": True}}
        self.players.play_through(self._settlement_of(number), answers, upto=upto)

    def _close(self, on: date) -> None:
        self.clock.set(max(self.clock.now(), _at(on, 17)))
        self.players.play_through(self.players.open("INT-04", "CONTAB", {}))

    def _task(self, case_id: int) -> int:
        return Task.objects.get(case_id=case_id, state="open").pk

    def _user(self, username: str) -> Any:
        return self.players.users[username]

    def _today(self) -> date:
        return self.clock.now().astimezone(ZONE).date()
