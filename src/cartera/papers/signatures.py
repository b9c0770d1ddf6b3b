"""Who prepared, reviewed and authorised a paper: read from the chain of what really happened."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min

from cartera.control.audit.models import Event
from cartera.control.people.roles import name_of
from cartera.kernel.text import gettext_noop as _
from cartera.papers.frames import Kind, Signature
from cartera.papers.models import Paper

_STANDING_IN = _("{who} (por {absent})")
_DONE = (Event.Kind.PERFORMED, Event.Kind.OPENED, Event.Kind.AUTHORISED)


@dataclass(frozen=True, slots=True)
class Signatories:
    """The steps whose performers sign a paper.

    A step that both prepares and authorises means the signature that the step waits for (general
    management's, at PCI-F01 step 6).
    """

    prepared: tuple[int, ...]
    reviewed: tuple[int, ...] = ()
    authorised: tuple[int, ...] = ()


_REQUEST = Signatories(prepared=(1,), reviewed=(2,))

SIGNATORIES: Mapping[tuple[str, str], Signatories] = {
    ("PCI-F01", "FORM-01"): _REQUEST,
    ("PCI-F01", "FORM-02"): _REQUEST,
    ("PCI-F01", "FORM-03"): _REQUEST,
    ("PCI-F01", "FORM-04"): _REQUEST,
    ("PCI-F01", "FORM-05"): Signatories(prepared=(4,), reviewed=(7,)),
    ("PCI-F01", "FORM-06"): Signatories(prepared=(6,), reviewed=(10,), authorised=(6, 11, 12)),
    ("PCI-F01", "FORM-07"): Signatories(prepared=(8,), reviewed=(10,), authorised=(11, 12)),
    ("PCI-F01", "CCF"): Signatories(prepared=(13,)),
    ("PCI-F01", "FORM-08"): Signatories(prepared=(16,)),
    ("PCI-F02", "FORM-09"): Signatories(prepared=(1,), reviewed=(2, 4), authorised=(3,)),
    ("PCI-F02", "FORM-10"): Signatories(prepared=(10,), reviewed=(9,)),
    ("PCI-F02", "FORM-11"): Signatories(prepared=(10,), reviewed=(9,)),
    ("PCI-F02", "FORM-12"): Signatories(prepared=(10,), reviewed=(9,)),
    ("PCI-F04", "FORM-12"): Signatories(prepared=(3,), reviewed=(5,)),
    ("PCI-F05", "FORM-11"): Signatories(prepared=(12,), reviewed=(14,)),
    ("PCI-F06", "FORM-10"): Signatories(prepared=(1,), reviewed=(3, 5)),
    ("PCI-F09", "FORM-18"): Signatories(prepared=(4,), reviewed=(7,)),
    ("PCI-F09", "CCF"): Signatories(prepared=(6,), reviewed=(7,)),
    ("PCI-F09", "FORM-19"): Signatories(prepared=(8,), reviewed=(7,)),
    ("PCI-F09", "FORM-20"): Signatories(prepared=(8,), reviewed=(7,)),
    ("PCI-F10", "FORM-21"): Signatories(prepared=(2,), reviewed=(8,), authorised=(8,)),
    ("PCI-F10", "FORM-22"): Signatories(prepared=(2,), reviewed=(8,), authorised=(8,)),
    ("PCI-F10", "FORM-23"): Signatories(prepared=(5,), reviewed=(8,), authorised=(8,)),
    ("PCI-F10", "FORM-20"): Signatories(prepared=(13,)),
    ("PCI-F03.1", "FORM-13"): Signatories(prepared=(1,)),
    ("PCI-F03.1", "FORM-14"): Signatories(prepared=(7,), reviewed=(8,)),
    ("PCI-F03.2", "FORM-13"): Signatories(prepared=(2,), authorised=(4,)),
    ("PCI-F03.2", "FORM-15"): Signatories(prepared=(15,), reviewed=(16,)),
    ("PCI-F11", "FORM-24"): Signatories(prepared=(1, 4), reviewed=(3,), authorised=(4,)),
    ("PCI-F07", "FORM-14"): Signatories(prepared=(7,), reviewed=(9,)),
    ("PCI-F07", "FORM-16"): Signatories(prepared=(14,), reviewed=(15,)),
    ("PCI-F07", "FORM-17"): Signatories(prepared=(14,), reviewed=(15,)),
    ("INT-26", "FORM-07"): Signatories(prepared=(8,), reviewed=(10,), authorised=(11, 12)),
    ("INT-26", "FORM-20"): Signatories(prepared=(16,)),
    ("INT-06", "CCF"): Signatories(prepared=(1,), authorised=(2,)),
}


def signatures_of(paper: Paper) -> tuple[Signature, ...]:
    """Who has signed the paper up to now, in the order in which they did. Two queries.

    What was done on a paper that was issued again since does not sign the new one, nor what
    is done on the new one the old. A step before the paper's own signs with its last performer.
    """
    wanted = SIGNATORIES.get((paper.case.procedure, paper.form))
    if wanted is None:
        return ()
    found: dict[tuple[Kind, int, int], tuple[int, Signature]] = {}
    for event in _events(paper):
        signer = event.actor_id or 0 if event.kind == Event.Kind.AUTHORISED else 0
        for kind in _kinds_of(event, wanted):
            found[kind, event.step or 0, signer] = (event.seq, _signature(event, kind))
    return tuple(signature for _seq, signature in sorted(found.values(), key=lambda one: one[0]))


def _events(paper: Paper) -> Iterator[Event]:
    """What was done on the paper's case while it was the one in force, oldest first."""
    until = _superseded_at(paper)
    done = Event.objects.filter(case_id=paper.case_id, kind__in=_DONE)
    for event in done.select_related("actor", "on_behalf_of").order_by("seq"):
        if _is_of(paper, event, until):
            yield event


def _superseded_at(paper: Paper) -> datetime | None:
    """When the same paper was issued anew, if it was."""
    later = Paper.objects.filter(
        case_id=paper.case_id, form=paper.form, title=paper.title, issued_at__gt=paper.issued_at
    )
    at: datetime | None = later.aggregate(at=Min("issued_at"))["at"]
    return at


def _kinds_of(event: Event, wanted: Signatories) -> tuple[Kind, ...]:
    """As what the act signs: one who verifies and authorises in one act signs as both."""
    step = event.step or 0
    authorises: tuple[Kind, ...] = ("authorised",) if step in wanted.authorised else ()
    if event.kind == Event.Kind.AUTHORISED:
        return authorises
    if step in wanted.prepared:
        return ("prepared",)
    return (*(("reviewed",) if step in wanted.reviewed else ()), *authorises)


def _is_of(paper: Paper, event: Event, until: datetime | None) -> bool:
    if (event.step or 0) < paper.step:
        return event.recorded_at <= paper.issued_at
    return paper.issued_at <= event.recorded_at and (until is None or event.recorded_at < until)


def _signature(event: Event, kind: Kind) -> Signature:
    name, absent = str(event.actor or ""), event.on_behalf_of
    if absent is not None:
        name = _STANDING_IN.format(who=name, absent=absent)
    return Signature(kind, name, name_of(event.role), event.recorded_at)
