"""The procedures that this installation runs, by code."""

from cartera.control.workflow.definitions import Procedure, Step
from cartera.control.workflow.refusals import NoSuchStep

_procedures: dict[str, Procedure] = {}


def register(procedure: Procedure) -> Procedure:
    """Make `procedure` known. Twice the same code is a mistake of the builder."""
    known = _procedures.get(procedure.code)
    if known is not None and known != procedure:
        raise ValueError(f"{procedure.code} is registered twice")
    _procedures[procedure.code] = procedure
    return procedure


def procedures() -> tuple[Procedure, ...]:
    """All procedures, in the order of their codes."""
    return tuple(_procedures[code] for code in sorted(_procedures))


def procedure_of(code: str) -> Procedure:
    """The procedure of that code; refuses an unknown one."""
    if code not in _procedures:
        raise NoSuchStep(procedure=code, step="")
    return _procedures[code]


def step_of(code: str, number: int) -> tuple[Procedure, Step]:
    """The procedure and its step; refuses an unknown one."""
    procedure = procedure_of(code)
    step = procedure.step(number)
    if step is None:
        raise NoSuchStep(procedure=code, step=number)
    return procedure, step
