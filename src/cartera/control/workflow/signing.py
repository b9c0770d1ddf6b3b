"""Signatures: bound to a hash of what was signed, void as soon as that changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cartera.control.workflow.definitions import Procedure, Step
from cartera.control.workflow.inputs import canonical, digest
from cartera.control.workflow.refusals import ApprovalOutdated, ContentChanged
from cartera.control.workflow.standing import Standing


@dataclass(frozen=True, slots=True)
class Signature:
    """What an actor signs: its hash, and the content as canonical JSON."""

    hash: str = ""
    content: str | None = None


UNSIGNED = Signature()


def content_of(step: Step, subject: Any) -> Mapping[str, Any]:
    """What is signed at a step: what it names, or else the subject's whole row."""
    if step.approves:
        return step.approves(subject)
    columns = subject._meta.concrete_fields  # noqa: SLF001 (Django's public API)
    return {column.attname: getattr(subject, column.attname) for column in columns}


def check_seen(step: Step, subject: Any, seen: str | None) -> None:
    """Refuse a signature under something else than what the signer was shown."""
    if seen and digest(content_of(step, subject)) != seen:
        raise ContentChanged


def check_signatures(standing: Standing, procedure: Procedure, step: Step, subject: Any) -> None:
    """Refuse a step whose required signatures no longer match what they signed."""
    for number in step.requires:
        signed_step = procedure.step(number)
        if signed_step is None or signed_step.approves is None:
            raise ValueError(f"{procedure.code}.{number} signs nothing")
        if (standing.signed or {}).get(number) != digest(signed_step.approves(subject)):
            raise ApprovalOutdated(step=number)


def signature_of(step: Step, subject: Any) -> Signature:
    """What the actor signs at a step; nothing at a step that signs nothing."""
    return signed(step.approves(subject)) if step.approves else UNSIGNED


def signed(content: Mapping[str, Any]) -> Signature:
    """The signature under `content`."""
    return Signature(digest(content), canonical(content))
