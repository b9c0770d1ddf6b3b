"""Where a request to a step's page stands."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from cartera.control.workflow.definitions import Procedure, Step
from cartera.control.workflow.models import Task
from cartera.entrance.visitor import Visitor


@dataclass(frozen=True, slots=True)
class At:
    """The task, its step, what its case is about, who looks."""

    request: HttpRequest
    visitor: Visitor
    task: Task
    procedure: Procedure
    step: Step
    subject: Any

    @property
    def signs(self) -> bool:
        """Whether the task is a signature that a step waits for."""
        return self.task.kind == Task.Kind.AUTHORISATION
