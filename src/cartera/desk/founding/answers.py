"""What the first-run steps ask, read strictly: each answer, or a sentence at its field."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cartera.control.people.roles import ROLES
from cartera.control.workflow.inputs import validate
from cartera.control.workflow.refusals import InputsInvalid
from cartera.credit.parties.acts import record_client, record_debtor
from cartera.kernel.dates import parse_date
from cartera.kernel.money import parse_amount
from cartera.kernel.refusals import Refusal
from cartera.kernel.tax_ids import normalise_nrc, normalise_tax_id
from cartera.kernel.text import gettext_noop as _
from cartera.procedures.founding import Plan, check_roles
from cartera.procedures.profiles import PROFILES
from cartera.procedures.setup import Person

Typed = Mapping[str, Any]
"""What was typed at a step, by field: a text, or a list of texts."""

ROWS = 14
_MISSING = _("Falta este dato.")
_CURRENCY = re.compile(r"[A-Z]{3}")
_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
_USER = re.compile(r"[a-z0-9][a-z0-9._-]{1,29}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LENGTHS = {"name": 150, "tax_id": 20, "registry_id": 20, "activity": 150, "address": 250}
SUGGESTED: tuple[tuple[str, ...], ...] = (
    ("ADM_ACC", "EJ_NEG"),
    ("G_GRAL",),
    ("G_OP", "J_COB"),
    ("CONTAB",),
    ("AP_AB",),
    ("AP_AB",),
    ("R_CUST", "AUX_C"),
    ("AUX_D", "REC"),
    ("J_OP",),
    ("AUD_INT",),
)


@dataclass(slots=True)
class Read:
    """What a step's answers mean, and what is wrong with them by field."""

    values: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)

    def take(self, name: str, read: Callable[[], Any]) -> Any:
        """Keep what `read` reads under a name, or its refusal's sentence."""
        try:
            self.values[name] = read()
        except Refusal as refusal:
            self.wrong[name] = str(refusal)
        return self.values.get(name)

    def need(self, name: str, typed: Typed) -> str:
        """A text that must be there."""
        text = _text(typed, name)
        if not text:
            self.wrong[name] = _MISSING
        self.values[name] = text
        return text


def _text(typed: Typed, name: str) -> str:
    found = typed.get(name, "")
    return found.strip() if isinstance(found, str) else ""


def read_country(typed: Typed) -> Read:
    """The country, its currency and its clock."""
    read = Read()
    country = read.need("country", typed)
    if country and country not in PROFILES:
        read.wrong["country"] = _("Elija uno de los países de la lista.")
    currency = _text(typed, "currency").upper()
    if not _CURRENCY.fullmatch(currency):
        read.wrong["currency"] = _("La moneda son tres letras, como USD.")
    zone = _text(typed, "timezone")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        read.wrong["timezone"] = _("No se conoce esa zona horaria.")
    read.values |= {"currency": currency, "timezone": zone}
    return read


def read_company(typed: Typed, country: str) -> Read:
    """Who the company is. The tax ids are read by its country's rules."""
    read = Read()
    read.need("name", typed)
    read.need("address", typed)
    if read.need("tax_id", typed):
        read.take("tax_id", lambda: normalise_tax_id(country, _text(typed, "tax_id")))
    registry = _text(typed, "registry_id")
    read.values["registry_id"] = registry
    if registry and country == "SV":
        read.take("registry_id", lambda: normalise_nrc(registry))
    for name in ("activity", "telephone", "place"):
        read.values[name] = _text(typed, name)
    for name, most in _LENGTHS.items():
        if len(str(read.values.get(name, ""))) > most:
            read.wrong[name] = _("Es demasiado largo: a lo más {most} letras.").format(most=most)
    return read


def read_calendar(typed: Typed) -> Read:
    """The days of rest and the company's own closing days, one a line: 24/12/2026 motivo."""
    read = Read()
    days = typed.get("weekend") or []
    days = days if isinstance(days, list) else [days]
    if len(set(days)) > 5:
        read.wrong["weekend"] = _("Deje al menos dos días de trabajo.")
    read.values["weekend"] = ",".join(sorted(d for d in set(days) if d in set("0123456")))
    closing: list[tuple[date, str]] = []
    for n, line in enumerate(_text(typed, "closing_days").splitlines(), 1):
        if not line.strip():
            continue
        day, _blank, name = line.strip().partition(" ")
        try:
            closing.append((parse_date(day, "dmy"), name.strip()[:100] or _("día de cierre")))
        except Refusal as refusal:
            line_n = _("Línea {n}: {said}").format(n=n, said=refusal)
            read.wrong.setdefault("closing_days", line_n)
    if len({day for day, _name in closing}) < len(closing):
        read.wrong.setdefault("closing_days", _("Un día está dos veces."))
    read.values["closing_days"] = closing
    return read


def read_books(typed: Typed, locale: str) -> Read:
    """The months of the books, the company's bank accounts, the charge for a bounced cheque."""
    read = Read()
    first, last = _month(typed, "from_month", read), _month(typed, "to_month", read)
    if first and last and not 0 <= (last.year - first.year) * 12 + last.month - first.month < 60:
        read.wrong["to_month"] = _("El último mes va después del primero, a lo más cinco años.")
    read.values["banks"] = [bank for n in (1, 2, 3) if (bank := _bank(typed, n, read))]
    if not read.values["banks"]:
        read.wrong.setdefault("bank_1", _MISSING)
    charge = _text(typed, "bounce_charge") or "0"
    read.take("bounce_charge", lambda: parse_amount(charge, locale))
    return read


def _month(typed: Typed, name: str, read: Read) -> date | None:
    found = _MONTH.fullmatch(_text(typed, name))
    if not found:
        read.wrong[name] = _("Escriba el mes como 2026-01.")
        return None
    month = date(int(found[1]), int(found[2]), 1)
    read.values[name] = month
    return month


def _bank(typed: Typed, n: int, read: Read) -> tuple[str, str] | None:
    bank, number = _text(typed, f"bank_{n}"), _text(typed, f"number_{n}")
    if bool(bank) != bool(number):
        read.wrong[f"bank_{n}"] = _("Escriba el banco y el número de la cuenta.")
    return (bank[:80], number[:34]) if bank and number else None


def read_people(typed: Typed) -> Read:
    """The people with their roles; the first one founds the company. Rows without a name count
    for nothing."""
    read = Read()
    people: list[Person] = []
    users: set[str] = set()
    mails: set[str] = set()
    for n in range(ROWS):
        name = _text(typed, f"name_{n}")
        if not name:
            if n == 0:
                read.wrong["name_0"] = _("Escriba su nombre: usted funda la empresa.")
            continue
        person = Person(name_of_user(typed, n), name[:150], _roles(typed, n), _mail(typed, n))
        for column, said in _wrong_person(person, users, mails):
            read.wrong.setdefault(f"{column}_{n}", said)
        users.add(person.username)
        mails.add(person.email)
        people.append(person)
    read.values["people"] = people
    return read


def name_of_user(typed: Typed, n: int) -> str:
    """The username of a row, in small letters."""
    return _text(typed, f"user_{n}").lower()


def _mail(typed: Typed, n: int) -> str:
    return _text(typed, f"email_{n}").lower()


def _roles(typed: Typed, n: int) -> tuple[str, ...]:
    found = typed.get(f"roles_{n}") or []
    chosen = found if isinstance(found, list) else [found]
    return tuple(role for role in ROLES if role in chosen and not ROLES[role].is_external)


def _wrong_person(person: Person, users: set[str], mails: set[str]) -> Iterator[tuple[str, str]]:
    if not _USER.fullmatch(person.username) or person.username == "cartera":
        yield "user", _("De 2 a 30 letras pequeñas, cifras, punto o guion.")
    elif person.username in users:
        yield "user", _("Ese usuario ya es de otra persona.")
    if not _EMAIL.fullmatch(person.email):
        yield "email", _("Escriba un correo electrónico.")
    elif person.email in mails:
        yield "email", _("Ese correo ya es de otra persona.")
    if not person.roles:
        yield "roles", _("Dé al menos un rol.")
    try:
        check_roles(person)
    except Refusal as refusal:
        yield "roles", str(refusal)


FIRST: Mapping[str, tuple[str, Callable[..., Any], Sequence[str]]] = {
    "client": ("INT-01", record_client, ("code", "name", "bank", "account", "tax_id")),
    "debtor": ("INT-02", record_debtor, ("code", "name", "limit_amount")),
}


def read_first(typed: Typed, locale: str) -> Read:
    """The first client and debtor, each whole or not at all."""
    read = Read()
    first: dict[str, dict[str, str]] = {}
    for kind, (code, act, names) in FIRST.items():
        answers = {name: _text(typed, f"{kind}_{name}") for name in names}
        stated = {name: text for name, text in answers.items() if text}
        if not stated:
            continue
        if "limit_amount" in stated:
            name, text = f"{kind}_limit_amount", stated["limit_amount"]
            limit = read.take(name, partial(parse_amount, text, locale))
            stated["limit_amount"] = f"{limit:.2f}" if limit is not None else "0"
        try:
            validate(act, stated)
        except InputsInvalid as refusal:
            for path, said in refusal.errors:
                read.wrong.setdefault(f"{kind}_{path}", said)
        first[code] = stated
    read.values["first"] = first
    return read


def plan_of(read: Mapping[str, Read], logo: bytes | None) -> Plan:
    """The plan that the steps together say, each of them read without a mistake."""
    country, company, books = read["pais"].values, read["empresa"].values, read["libros"].values
    calendar = read["calendario"].values
    people = read["personas"].values["people"]
    profile = PROFILES[country["country"]]
    first, last = books["from_month"], books["to_month"]
    settings = company | {
        "country": profile.country,
        "subdivision": profile.subdivision,
        "currency": country["currency"],
        "locale": profile.locale,
        "timezone": country["timezone"],
        "chart": profile.chart,
        "weekend": calendar["weekend"],
        "bounce_charge": books["bounce_charge"],
        "place": company["place"] or profile.place,
        "logo": logo,
    }
    return Plan(
        settings=settings,
        from_on=first,
        to_on=last,
        banks=books["banks"],
        people=people,
        closing_days=calendar["closing_days"],
        first=read["primero"].values["first"] if "EJ_NEG" in people[0].roles else {},
    )
