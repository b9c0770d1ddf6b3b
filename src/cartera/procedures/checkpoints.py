"""The chain's checkpoints outside the database: one line of JSON for each day closed, and a message
to internal audit.

A chain alone does not show that its tail was cut or written anew; a line that left the database
does. The file is only ever added to. There is one for each database, in CHECKPOINT_FOLDER.
"""

import json
import logging
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from cartera.company.selectors import company
from cartera.control.audit.models import Checkpoint
from cartera.control.mail.acts import write_mail
from cartera.control.mail.refusals import MailAddressUnreadable
from cartera.control.mail.rules import Recipient
from cartera.control.workflow.definitions import Act
from cartera.control.workflow.selectors import people_in

logger = logging.getLogger(__name__)

# Letters are in Spanish, whatever language somebody reads the pages in.
_SUBJECT = "Punto de control del {on:%d/%m/%Y}"
_BODY = """{house} cerró el día {on:%d/%m/%Y}.

Así quedó la cadena de auditoría:

  Último hecho: {seq}
  Huella: {hash}

Guarde este correo fuera de Cartera: si la cadena se cambia o se corta después, ya no dará esta
huella. En su bandeja le espera recibir este punto de control (INT-04, paso 2).
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A checkpoint as it was written down: the day, the chain's sequence and head at its close."""

    on: str
    seq: int
    hash: str
    recorded_at: str


class LineUnreadable(Exception):
    """The file of checkpoints holds something else than a checkpoint; the text says where."""


def path() -> Path:
    """The file of the database that is connected."""
    folder = Path(settings.CHECKPOINT_FOLDER)
    return folder / f"{connection.settings_dict['NAME']}.jsonl"


def written() -> list[Line]:
    """What was written down, in order. Raises LineUnreadable where a line is not a checkpoint."""
    return list(_read(path()))


def write_missing() -> int:
    """Write down each checkpoint of the database that comes after the last written; how many.

    A disk that is full does not undo a close: it is logged, `cartera verify` names what is
    missing and the next close writes it.
    """
    try:
        last = max((line.seq for line in written()), default=0)
        lines = [_line(point) for point in Checkpoint.objects.filter(seq__gt=last)]
        _append(path(), lines)
    except (OSError, LineUnreadable):
        logger.exception("a checkpoint was not written outside the database")
        return 0
    return len(lines)


def mail_to_audit(point: Checkpoint, act: Act) -> None:
    """Write the checkpoint to each person of internal audit, as the close that made it stands.

    Nobody whose address cannot be written to stops a close: that is logged, and step 2 of INT-04
    waits for internal audit all the same.
    """
    for person in people_in("AUD_INT", act.on):
        try:
            write_mail(
                to=Recipient(person.full_name, person.email),
                subject=_SUBJECT.format(on=point.on),
                body=_BODY.format(
                    house=company().name, on=point.on, seq=point.seq, hash=point.hash
                ),
                case_id=act.case_id,
                act=act,
                key=f"checkpoint:{point.pk}:{person.pk}",
            )
        except MailAddressUnreadable:
            logger.warning("the checkpoint was not mailed to person %s", person.pk)


def _line(point: Checkpoint) -> Line:
    return Line(point.on.isoformat(), point.seq, point.hash, point.recorded_at.isoformat())


def _append(file: Path, lines: list[Line]) -> None:
    if not lines:
        return
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = "".join(json.dumps(asdict(line), sort_keys=True) + "\n" for line in lines)
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())


def _read(file: Path) -> Iterator[Line]:
    if not file.exists():
        return
    for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            yield Line(**json.loads(text))
        except (ValueError, TypeError) as error:
            raise LineUnreadable(f"{file.name}:{number}") from error
