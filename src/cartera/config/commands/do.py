"""``cartera do``: one step of a procedure from the command line, through the same door as a page.

A case is named by its number within its procedure, as people see it. Whoever may run this command
holds the installation's keys; the step still asks for the role and for four eyes of ``--as``.
"""

import argparse
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cartera.config.failures import CommandFailure, sentence_of
from cartera.kernel.numbers import named_number
from cartera.kernel.refusals import Refusal

if TYPE_CHECKING:
    from cartera.control.people.models import User
    from cartera.control.workflow.definitions import Procedure, Step
    from cartera.control.workflow.engine import Done
    from cartera.control.workflow.models import Case

SUMMARY = "Hace un paso de un procedimiento: cartera do PCI-F01.4 --case 12 --as USUARIO."
NEEDS_DJANGO = True
REFUSED_STATUS = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which step of which case, by whom, with what."""
    parser.add_argument("step", metavar="PASO", help="procedimiento y paso, como PCI-F01.4")
    parser.add_argument(
        "--case",
        type=int,
        metavar="NÚMERO",
        help="número del caso dentro de su procedimiento; sin él, el primer paso abre uno",
    )
    parser.add_argument("--as", dest="actor", metavar="USUARIO", help="quién lo hace")
    parser.add_argument("--input", metavar="ARCHIVO", help="datos en JSON; - lee la entrada")
    parser.add_argument("--key", metavar="CLAVE", help="la misma clave no hace el paso dos veces")
    parser.add_argument(
        "--schema", action="store_true", help="solo mostrar el esquema JSON de los datos del paso"
    )


def run(args: argparse.Namespace) -> int:
    """Do the step; a refusal is one sentence and exit status 2."""
    try:
        return _run(args)
    except Refusal as refusal:
        failure = sentence_of(refusal) or CommandFailure(str(refusal))
        failure.status = REFUSED_STATUS
        raise failure from refusal


def _run(args: argparse.Namespace) -> int:
    from cartera.control.workflow.inputs import json_schema

    procedure, step = _step(args.step)
    if args.schema:
        print(json.dumps(json_schema(step.act), ensure_ascii=False, indent=2))
        return 0
    actor, inputs = _actor(args.actor), _inputs(args.input)
    done = _do(procedure, step, args, actor, inputs)
    print(_answer(done, as_json=args.json))
    return 0


def _do(
    procedure: "Procedure",
    step: "Step",
    args: argparse.Namespace,
    actor: "User",
    inputs: Mapping[str, Any],
) -> "Done":
    from cartera.control.workflow.engine import open_case, perform

    if args.case is not None:
        task_id = _task(_case(procedure, args.case), step, actor)
        return perform(task_id, actor, inputs, key=args.key)
    if step is procedure.first:
        return open_case(procedure.code, actor, inputs, key=args.key)
    raise CommandFailure(
        f"falta --case: solo el paso {procedure.first.number} abre un caso", status=REFUSED_STATUS
    )


def _step(named: str) -> tuple["Procedure", "Step"]:
    from cartera.control.workflow.registry import step_of

    code, _, figures = named.rpartition(".")
    number = named_number(figures)
    if not code or number is None:
        raise CommandFailure(
            f"«{named}» no nombra un paso; escriba como PCI-F01.4", status=REFUSED_STATUS
        )
    return step_of(code.upper(), number)


def _actor(username: str | None) -> "User":
    from cartera.control.people.models import User

    if not username:
        raise CommandFailure("falta --as: quién hace el paso", status=REFUSED_STATUS)
    actor = User.objects.filter(username=username, is_active=True).first()
    if actor is None:
        raise CommandFailure(f"no hay un usuario activo «{username}»", status=REFUSED_STATUS)
    return actor


def _inputs(name: str | None) -> Mapping[str, Any]:
    from cartera.config.json_input import read_json

    typed = {} if name is None else read_json(name)
    if not isinstance(typed, dict):
        raise CommandFailure(
            f"{name}: se espera un objeto JSON con los datos del paso", status=REFUSED_STATUS
        )
    return typed


def _case(procedure: "Procedure", number: int) -> "Case":
    from cartera.control.workflow.models import Case

    case = Case.objects.filter(procedure=procedure.code, number=number).first()
    if case is None:
        raise CommandFailure(f"{procedure.code} no tiene un caso {number}", status=REFUSED_STATUS)
    return case


def _task(case: "Case", step: "Step", actor: "User") -> int:
    """The task of the step: open before done, and of the actor's roles before another's."""
    from cartera.control.people.models import RoleGrant
    from cartera.control.workflow.models import Task

    tasks = list(Task.objects.filter(case=case, step=step.number).order_by("-id"))
    if not tasks:
        raise CommandFailure(
            f"{case} no ha llegado al paso {step.number}; espera {_waits_text(case)}",
            status=REFUSED_STATUS,
        )
    own = set(RoleGrant.objects.filter(user=actor).values_list("role", flat=True))
    return min(tasks, key=lambda task: (task.state != "open", task.role not in own)).pk


def _answer(done: "Done", *, as_json: bool) -> str:
    from cartera.control.workflow.models import Case

    case = Case.objects.get(pk=done.case_id)
    if as_json:
        answer = {
            "procedure": case.procedure,
            "case": case.number,
            "title": case.title,
            "state": case.state,
            "outcome": done.outcome,
            "note": done.note,
            "result": dict(done.result),
            "repeated": done.repeated,
            "waits": _waits(case),
        }
        return json.dumps(answer, ensure_ascii=False, indent=2, default=str)
    said = "ya estaba hecho" if done.repeated else "hecho"
    note = f" ({done.note})" if done.note else ""
    return f"{case}: {said}{note}; espera {_waits_text(case)}"


def _waits(case: "Case") -> list[dict[str, Any]]:
    from cartera.control.workflow.models import Task

    waiting = Task.objects.filter(case=case, state="open").order_by("id")
    return [{"step": task.step, "role": task.role, "kind": task.kind} for task in waiting]


def _waits_text(case: "Case") -> str:
    from cartera.control.people.roles import ROLES

    waits = [f"paso {wait['step']} ({ROLES[wait['role']].name})" for wait in _waits(case)]
    return ", ".join(waits) or f"nada: está {case.get_state_display()}"
