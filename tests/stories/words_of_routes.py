"""Words of the stories of a collector's day."""

from typing import Any

from cartera.control.workflow.models import Case, Task
from cartera.papers.models import Paper
from cartera.procedures.playing_routes import as_read, bring_home, send_route_out
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.custody.models import Original
from cartera.recovery.custody.selectors import holder_words
from cartera.recovery.routes.models import Route, Visit
from cartera.recovery.routes.selectors import box_of_route, due_by, items_of


class RouteWords:
    """What is told of routes. The rest of the words are `Story`'s."""

    players: Any

    def route_out(self, zone: str = "") -> int:
        """A route with all that is due, in its collector's hands; its case."""
        return send_route_out(self.players, zone=zone)

    def due(self) -> list[str]:
        """What is due today, with its zone."""
        found = due_by(self.today())  # type: ignore[attr-defined]
        return [f"{o.number} {o.debtor.zone if o.debtor else ''}".strip() for o in found]

    def box(self, case: int) -> str:
        """The closed box of a route."""
        box = box_of_route(items_of(Route.objects.get(case_id=case).pk))
        said = (
            f"{box.out.count} salieron = {box.cheques.count} con cheque + {box.notes.count}"
            f" con nota + {box.back.count} vuelven"
        )
        return said + (f"; faltan {len(box.missing)}" if box.missing else "")

    def collects(self, number: str, document: str, amount: str, **more: Any) -> dict[str, Any]:
        """A visit to the usual debtor that brings one cheque for one document."""
        cheque = {"number": number, "bank": "Banco Agrícola", "amount": amount,
                  "is_negotiable": True} | more  # fmt: skip
        outcome = {"document": document, "outcome": "cheque", "number": number, "amount": amount}
        return {"debtor": "D001", "outcomes": [outcome], "cheques": [cheque], "finish": False}

    def in_vain(self, document: str, reason: str, new_on: str) -> dict[str, Any]:
        """A visit to the usual debtor that brings nothing."""
        outcome = {"document": document, "outcome": "uncollected", "reason": reason,
                   "new_on": new_on}  # fmt: skip
        return {"debtor": "D001", "outcomes": [outcome], "finish": False}

    def reads(self, case: int) -> dict[str, Any]:
        """What is read on the papers of the step that waits."""
        step = Task.objects.get(case_id=case, state="open").step
        return as_read(case, step)

    def brings_home(self, case: int) -> str:
        """The usual people do the rest of the route."""
        bring_home(self.players, case)
        return str(self.waits(case))  # type: ignore[attr-defined]

    def label(self, number: str) -> str:
        """The label of the paper of that number."""
        return Original.objects.filter(number=number).latest("id").label

    def who_has(self, number: str) -> str:
        """Who has the paper of that number."""
        paper = Original.objects.filter(number=number).latest("id")
        return f"{paper.get_state_display()}: {holder_words(paper)}"

    def cheque_is(self, number: str) -> str:
        """Where a cheque stands."""
        return Cheque.objects.filter(number=number).latest("id").get_state_display()

    def printed(self, case: int) -> list[str]:
        """The papers of a case."""
        return list(Paper.objects.filter(case=case).order_by("id").values_list("form", flat=True))

    def begun_by(self, case: int) -> list[str]:
        """What a case began, and where each waits."""
        begun = Case.objects.filter(parent=case).order_by("id")
        return [f"{one.procedure} {self.waits(one.pk)}" for one in begun]  # type: ignore[attr-defined]

    def last_visit(self) -> int:
        """The number of the last visit."""
        return Visit.objects.latest("id").pk
