"""Checks of cases and tasks, and of four eyes as they were kept in history."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection

from cartera.control.workflow.definitions import Procedure, Step
from cartera.control.workflow.inputs import digest
from cartera.control.workflow.registry import procedures
from cartera.kernel.checks import Check, Finding
from cartera.kernel.text import gettext_noop as _

# An act by somebody who had done a step that bars it; a stand-in counts as both people.
_FOUR_EYES = """
SELECT c.procedure || ' ' || c.number || ', ' || later.step, u.username, earlier.step
FROM unnest(%(codes)s::text[], %(steps)s::int[], %(kinds)s::text[], %(barred)s::int[])
    AS rule (procedure, step, kind, barred)
JOIN audit_event later ON later.procedure = rule.procedure AND later.step = rule.step
    AND later.kind = ANY(string_to_array(rule.kind, ' '))
JOIN audit_event earlier ON earlier.case_id = later.case_id AND earlier.seq < later.seq
    AND earlier.step = rule.barred AND earlier.kind IN ('opened', 'performed')
    AND ARRAY[later.actor_id, later.on_behalf_of_id]
        && array_remove(ARRAY[earlier.actor_id, earlier.on_behalf_of_id], NULL)
JOIN workflow_case c ON c.id = later.case_id JOIN people_user u ON u.id = later.actor_id
ORDER BY later.seq LIMIT 50
"""

_SIGNED = """
SELECT c.id, c.procedure || ' ' || c.number, (
    SELECT a.content_hash FROM workflow_approval a
    WHERE a.case_id = c.id AND a.step = %(signed)s ORDER BY a.id DESC LIMIT 1)
FROM workflow_case c WHERE c.procedure = %(code)s AND EXISTS (
    SELECT FROM workflow_performer p
    WHERE p.case_id = c.id AND p.step = %(step)s AND p.kind = 'step')
ORDER BY c.id
"""

_LAST_OUTCOMES = """
SELECT DISTINCT ON (e.case_id, e.step) e.case_id, c.procedure, c.number, e.step, e.result
FROM audit_event e JOIN workflow_case c ON c.id = e.case_id AND c.state = 'closed'
WHERE e.kind IN ('opened', 'performed') ORDER BY e.case_id, e.step, e.seq DESC
"""


def barring_rules() -> Iterator[tuple[str, int, str, int]]:
    """Procedure, step, kinds of act and the step that bars it, from the tables that run."""
    for procedure in procedures():
        for step in procedure.steps:
            for barred in step.not_by:
                yield procedure.code, step.number, "opened performed authorised", barred
            if step.authorises:
                yield procedure.code, step.number, "authorised", step.number


def four_eyes() -> Iterator[Finding]:
    """Acts by people whom `not_by` barred when they acted."""
    columns = list(zip(*barring_rules(), strict=True))
    if not columns:
        return
    names = ("codes", "steps", "kinds", "barred")
    values = {name: list(column) for name, column in zip(names, columns, strict=True)}
    for where, who, barred in _rows(_FOUR_EYES, values):
        yield Finding(where, _("{who} había hecho el paso {step}").format(who=who, step=barred))


def signatures() -> Iterator[Finding]:
    """What moved on a signature is still what was signed."""
    for procedure in procedures():
        for step in procedure.steps:
            for number in step.requires:
                yield from _unlike_signed(procedure, step, number)


def steps_done() -> Iterator[Finding]:
    """Closed cases in which a step of the way was not done."""
    done: dict[tuple[int, str, int], dict[int, str]] = {}
    for case_id, code, number, step, result in _rows(_LAST_OUTCOMES, {}):
        done.setdefault((case_id, code, number), {})[step] = result
    known = {procedure.code: procedure for procedure in procedures()}
    for (_case, code, number), outcomes in done.items():
        missing = _missing_step(known[code], outcomes) if code in known else None
        if missing is not None:
            yield Finding(f"{code} {number}", _("falta el paso {step}").format(step=missing))


def _missing_step(procedure: Procedure, outcomes: Mapping[int, str]) -> int | None:
    """The first step on the way that nobody did, from the first one done to the end."""
    step: Step | None = next((s for s in procedure.steps if s.number in outcomes), None)
    for _turn in procedure.steps:
        if step is None:
            return None
        if step.number not in outcomes:
            return step.number
        step = procedure.after(step, outcomes[step.number])
    return None


def _unlike_signed(procedure: Procedure, step: Step, number: int) -> Iterator[Finding]:
    signed_step = procedure.step(number)
    if signed_step is None or signed_step.approves is None:
        return
    rows = _rows(_SIGNED, {"code": procedure.code, "step": step.number, "signed": number})
    subjects = procedure.subject.objects.filter(case_id__in=[row[0] for row in rows])
    by_case = {subject.case_id: subject for subject in subjects}
    for case_id, name, signed in rows:
        subject = by_case.get(case_id)
        now = digest(signed_step.approves(subject)) if subject else "-"
        if now != signed:
            yield Finding(f"{name}, {number}", now[:12], (signed or "-")[:12])


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


_CASE = "c.procedure || ' ' || c.number"

CHECKS = (
    Check(
        "four_eyes",
        _("Nadie hizo un paso que le estaba vedado por haber hecho otro del mismo caso"),
        find=four_eyes,
    ),
    Check(
        "signatures_hold",
        _("Lo que se hizo sobre una firma sigue siendo lo que se firmó"),
        find=signatures,
    ),
    Check(
        "steps_were_done",
        _("Ningún caso terminó sin todos los pasos de su camino"),
        find=steps_done,
    ),
    Check(
        "performers_are_audited",
        _("Quien figura en un paso de un caso está en la auditoría, y al revés"),
        f"""WITH audited AS (
            SELECT DISTINCT case_id, step, CASE kind WHEN 'authorised' THEN 'authorisation'
                WHEN 'sent_back' THEN kind WHEN 'rejected' THEN kind ELSE 'step' END AS kind,
                actor_id, on_behalf_of_id
            FROM audit_event WHERE case_id IS NOT NULL
                AND kind IN ('opened', 'performed', 'authorised', 'sent_back', 'rejected')
        ) SELECT {_CASE} || ', ' || coalesce(p.step, a.step), u.username,
            CASE WHEN a.case_id IS NULL THEN 'sin auditoría' ELSE 'sin constancia' END
        FROM workflow_performer p FULL JOIN audited a ON a.case_id = p.case_id
            AND a.step = p.step AND a.kind = p.kind AND a.actor_id = p.actor_id
            AND a.on_behalf_of_id IS NOT DISTINCT FROM p.on_behalf_of_id
        JOIN workflow_case c ON c.id = coalesce(p.case_id, a.case_id)
        JOIN people_user u ON u.id = coalesce(p.actor_id, a.actor_id)
        WHERE p.id IS NULL OR a.case_id IS NULL ORDER BY 1 LIMIT 50""",
    ),
    Check(
        "done_tasks_have_their_doer",
        _("Cada tarea hecha dice quién la hizo, y esa persona figura en el paso"),
        f"""SELECT {_CASE} || ', ' || t.step, coalesce(u.username, '-')
        FROM workflow_task t JOIN workflow_case c ON c.id = t.case_id
        LEFT JOIN people_user u ON u.id = t.done_by_id
        WHERE t.state = 'done' AND NOT EXISTS (
            SELECT FROM workflow_performer p WHERE p.case_id = t.case_id AND p.step = t.step
                AND p.kind = t.kind AND p.actor_id = t.done_by_id) ORDER BY t.id LIMIT 50""",
    ),
    Check(
        "ended_cases_wait_for_nobody",
        _("Ningún caso terminado tiene tareas pendientes"),
        f"""SELECT {_CASE} || ', ' || t.step, c.state
        FROM workflow_task t JOIN workflow_case c ON c.id = t.case_id
        WHERE t.state = 'open' AND c.state <> 'open' ORDER BY t.id LIMIT 50""",
    ),
    Check(
        "open_cases_wait_for_somebody",
        _("Ningún caso en curso quedó sin tarea pendiente"),
        f"""SELECT {_CASE} FROM workflow_case c WHERE c.state = 'open' AND NOT EXISTS (
            SELECT FROM workflow_task t WHERE t.case_id = c.id AND t.state = 'open')
        ORDER BY c.id LIMIT 50""",
    ),
    Check(
        "case_numbers_have_no_holes",
        _("Los casos de cada procedimiento van numerados sin huecos"),
        """SELECT n.procedure, count(c.id) || ' / ' || coalesce(max(c.number), 0),
            n.last_number || ' / ' || n.last_number
        FROM workflow_casecounter n LEFT JOIN workflow_case c ON c.procedure = n.procedure
        GROUP BY n.procedure
        HAVING count(c.id) <> n.last_number OR coalesce(max(c.number), 0) <> n.last_number
        ORDER BY 1""",
    ),
)
