"""What may be mailed, the hash of what is mailed, and how long it is tried."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from cartera.control.dossiers.rules import clean_name
from cartera.control.jobs.queue import Backoff
from cartera.control.mail.refusals import (
    EnclosureHasNothing,
    EnclosuresTooHeavy,
    MailAddressUnreadable,
    MailBodyMissing,
    MailBodyTooLong,
    SubjectMissing,
    SubjectTooLong,
    TooManyEnclosures,
)

LONGEST_NAME = 150
LONGEST_ADDRESS = 254
LONGEST_SUBJECT = 200
LONGEST_BODY = 20_000
MOST_ENCLOSURES = 20
MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 15

# Thirteen rests of a minute, two minutes ... four hours: a day in all.
TRYING = Backoff(tries=14, first=timedelta(minutes=1))

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?=.{{1,64}}@){_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+[A-Za-z][A-Za-z0-9-]+")
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]{0,80}")


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom a message goes."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class NewEnclosure:
    """A file to send along. `media_type` is what whoever made it says that it is."""

    name: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""
        return sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Draft:
    """A message ready to be written: harmless in its headers, within its bounds."""

    to: Recipient
    subject: str
    body: str
    enclosures: tuple[NewEnclosure, ...] = ()

    @property
    def content_hash(self) -> str:
        """The hash of everything that the recipient reads."""
        lines = [(each.sha256, each.media_type, each.name) for each in self.enclosures]
        return fingerprint(self.to, self.subject, self.body, lines)


def drafted(
    to: Recipient, subject: str, body: str, enclosures: Iterable[NewEnclosure] = ()
) -> Draft:
    """The draft of a message. What would break a line of its headers is taken out of names and
    subject; a bad address, too much or nothing to say is refused."""
    title, text = one_line(subject), _text(body)
    if not title:
        raise SubjectMissing(field="subject")
    if len(title) > LONGEST_SUBJECT:
        raise SubjectTooLong(most=LONGEST_SUBJECT, field="subject")
    if not text:
        raise MailBodyMissing(field="body")
    if len(text) > LONGEST_BODY:
        raise MailBodyTooLong(most=LONGEST_BODY, field="body")
    check_address(to.address)
    name = one_line(to.name)[:LONGEST_NAME].rstrip()
    return Draft(Recipient(name, to.address), title, text, _enclosed(enclosures))


def check_address(address: str) -> None:
    """Refuse what no mail server would take: an address is plain letters, with an @ and a dot."""
    if len(address) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        raise MailAddressUnreadable(address=one_line(address)[:80], field="address")


def one_line(text: str) -> str:
    """The text on one line, without marks that are not seen or that turn what is read around."""
    seen = "".join(" " if letter.isspace() else letter for letter in text)
    shown = "".join(letter for letter in seen if unicodedata.category(letter)[0] != "C")
    return " ".join(shown.split())


def fingerprint(
    to: Recipient, subject: str, body: str, enclosures: Iterable[tuple[str, str, str]]
) -> str:
    """The hash of a message: each of `enclosures` by its hash, media type and name, in order.

    Only the body has more than one line, and it comes last, so that no two messages read alike;
    `checks.py` computes the same in the database.
    """
    files = [" ".join(each) for each in enclosures]
    told = "\n".join([to.name, to.address, subject, *files, "", body])
    return sha256(told.encode()).hexdigest()


def _text(body: str) -> str:
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = ("".join(letter for letter in line if _is_printed(letter)) for line in lines)
    return "\n".join(line.rstrip() for line in kept).strip()


def _is_printed(letter: str) -> bool:
    return letter == "\t" or unicodedata.category(letter)[0] != "C"


def _enclosed(enclosures: Iterable[NewEnclosure]) -> tuple[NewEnclosure, ...]:
    found = tuple(enclosures)
    if len(found) > MOST_ENCLOSURES:
        raise TooManyEnclosures(most=MOST_ENCLOSURES, field="enclosures")
    if sum(len(each.content) for each in found) > MOST_MEGABYTES * MEGABYTE:
        raise EnclosuresTooHeavy(most=MOST_MEGABYTES, field="enclosures")
    return tuple(_checked(each) for each in found)


def _checked(each: NewEnclosure) -> NewEnclosure:
    name = clean_name(each.name)
    if not each.content:
        raise EnclosureHasNothing(name=name, field="enclosures")
    if not _MEDIA_TYPE.fullmatch(each.media_type):
        raise ValueError(f"not a media type: {each.media_type!r}")
    return NewEnclosure(name, each.media_type, each.content)
