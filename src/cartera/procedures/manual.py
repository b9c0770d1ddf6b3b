"""The manual as the tables that run say it: what `cartera manual` prints."""

from collections.abc import Iterable
from typing import Any

from cartera.control.people.roles import MANUAL_ROLES, ROLES
from cartera.control.workflow.definitions import Procedure, Step
from cartera.control.workflow.registry import procedures
from cartera.kernel.calendar import Deadline
from cartera.kernel.text import gettext_noop as _

_UNITS = {
    "business_days": (_("{amount} día hábil"), _("{amount} días hábiles")),
    "hours": (_("{amount} hora"), _("{amount} horas")),
    "days": (_("{amount} día"), _("{amount} días")),
}


def procedures_shown(*, with_house: bool = False) -> list[Procedure]:
    """The procedures of the manual, and the house's own where they are asked for."""
    return [procedure for procedure in procedures() if with_house or not procedure.house]


def manual(*, with_house: bool = False) -> dict[str, Any]:
    """Roles and procedures as JSON values, taken from the tables that run."""
    roles = ROLES if with_house else MANUAL_ROLES
    return {
        "roles": {role.code: role.name for role in roles.values()},
        "procedures": [_procedure(found) for found in procedures_shown(with_house=with_house)],
    }


def manual_text(*, with_house: bool = False) -> str:
    """The same for a reader: each procedure with its controls and its numbered steps."""
    return "\n\n".join(map(_text_of, procedures_shown(with_house=with_house)))


def deadline_text(deadline: Deadline | None) -> str | None:
    """How long a step may take, in words; None where nothing is set."""
    if deadline is None:
        return None
    one, many = _UNITS[deadline.unit]
    return (one if deadline.amount == 1 else many).format(amount=deadline.amount)


def _procedure(procedure: Procedure) -> dict[str, Any]:
    return {
        "code": procedure.code,
        "title": procedure.title,
        "areas": list(procedure.areas),
        "controls": list(procedure.controls),
        "steps": [_step(step) for step in procedure.steps],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "number": step.number,
        "role": step.role,
        "text": step.text,
        "makes": list(step.makes),
        "needs": list(step.needs),
        "calls": list(step.calls),
        "due": deadline_text(step.due),
        "not_by": list(step.not_by),
        "inferred": step.inferred,
    }


def _text_of(procedure: Procedure) -> str:
    title = f"{procedure.code} · {procedure.title}"
    lines = [title, "=" * len(title)]
    if procedure.areas:
        lines.append(_("Áreas: {areas}").format(areas=", ".join(procedure.areas)))
    lines += [f"  - {control}" for control in procedure.controls]
    lines.append("")
    for step in procedure.steps:
        lines.append(f"{step.number:>3}. [{ROLES[step.role].name}] {step.text}")
        lines += [f"       {note}" for note in _notes_on(step)]
    return "\n".join(lines)


def _notes_on(step: Step) -> Iterable[str]:
    said = (
        (_("Requiere: {what}"), ", ".join(step.needs)),
        (_("Produce: {what}"), ", ".join(step.makes)),
        (_("Pasa a: {what}"), ", ".join(step.calls)),
        (_("Plazo: {what}"), deadline_text(step.due) or ""),
        (_("Por persona distinta de la del paso: {what}"), ", ".join(map(str, step.not_by))),
    )
    yield from (sentence.format(what=what) for sentence, what in said if what)
    if step.authorises:
        yield _("Autoriza: {what}").format(what=step.authorises.text)
    if step.inferred:
        yield _("El responsable de este paso se dedujo; la fuente no lo nombra.")
