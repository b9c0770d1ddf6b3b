"""How people play PCI-F11 and loans of documents when all is in order: what each step is
answered."""

from collections.abc import Mapping, Sequence
from typing import Any

from cartera.control.workflow.engine import perform
from cartera.control.workflow.models import Case, Task
from cartera.kernel.clock import now
from cartera.procedures.players import Players

_CARRIER = "Encargada de pagos"


def request_of(client: str, operations: Sequence[int]) -> dict[str, Any]:
    """What the letter of a client asks for (PCI-F11 step 1)."""
    return {"client": client, "documents": [{"operation": each} for each in operations]}


def a_cheque(number: str, amount: str, **more: Any) -> dict[str, Any]:
    """A cheque of today as it is read from the paper."""
    read = {"bank": "Banco Cuscatlán", "number": number, "amount": amount}
    return read | {"drawn_on": f"{now():%Y-%m-%d}"} | more


def delegation_answers(amount: str, guarantee: str, cheque: str) -> dict[int, dict[str, Any]]:
    """What is answered when documents worth `amount` are lent and paid with one cheque, by step."""
    return {
        2: a_cheque(guarantee, amount, letter=True),
        7: {"received_by": _CARRIER},
        8: {"signed_by": _CARRIER},
        10: {"letter": True},
        11: {"cheques": [a_cheque(cheque, amount)]},
        13: {"total": amount},
        15: {"received_by": _CARRIER},
        16: {"signed_by": _CARRIER},
        17: {"letter": True},
    }


def delegate(
    players: Players, client: str, operations: Sequence[int], amount: str, upto: int | None = None
) -> int:
    """A client asks for documents worth `amount`, played through step `upto` or to the end; its
    case. Cheques are numbered by it."""
    case_id = players.open("PCI-F11", "CTE", request_of(client, operations))
    answers = delegation_answers(amount, f"G-{case_id}", f"P-{case_id}")
    players.play_through(case_id, answers, upto=upto)
    return case_id


def loan_answers() -> dict[int, dict[str, Any]]:
    """What is answered in PCI-F03.2 until the other company's cheque is fetched, by step."""
    return {
        2: {"letter_on": f"{now():%Y-%m-%d}", "letter_by": "Rosa Cañas"},
        6: {"letter": True},
        7: {"collector": "g_cob"},
        8: {"received_by": "Rosa Cañas"},
        9: {"letter": True},
        10: {"informed_by": "Rosa Cañas"},
        11: {"informed_by": "Rosa Cañas"},
    }


def lend(players: Players, factor: str, operation: int, upto: int) -> int:
    """A document lent to another company, whose part the head of collections records, played
    through step `upto`; its case."""
    case_id = players.open("PCI-F03.2", "J_COB", {"factor": factor, "operation": operation})
    play_for_outside(players, case_id, loan_answers(), upto)
    return case_id


def play_for_outside(
    players: Players, case_id: int, answers: Mapping[int, Mapping[str, Any]], upto: int
) -> None:
    """Play a case through step `upto`, the house recording what others do: what a client or
    another company says, the head of collections; what it hands over, who came for it."""
    while task := Task.objects.filter(case_id=case_id, state="open", step__lte=upto).first():
        is_outside = task.role in ("CTE", "EMP_FACT") and task.claimed_by_id is None
        who = players.users["j_cob"] if is_outside else players.who(task)
        perform(task.pk, who, answers.get(task.step, {}) if task.kind == "step" else {})


def search_answers(amount: str) -> dict[int, dict[str, Any]]:
    """What is answered in PCI-F03 where company F01 has a document worth `amount`, by step."""
    return {
        2: {"factor": "F01", "told_by": "Encargada de pagos"},
        3: {"informed_by": "Rosa Cañas", "amount": amount},
    }


def borrow_answers(cheque: str) -> dict[int, dict[str, Any]]:
    """What is answered in PCI-F03.1 when the document is lent, collected and paid with our cheque
    of that number, by step."""
    return {
        2: {"collector": "g_cob"},
        3: {"received_by": "Rosa Cañas"},
        4: {"lent_by": "Rosa Cañas"},
        6: {"letter": True},
        8: {"number": cheque},
        11: {"received_by": "Rosa Cañas"},
    }


def borrow(players: Players, operation: int, number: str, amount: str, upto: int) -> int:
    """Company F01 has the document `number`, worth `amount` and less than ours: it lends it.

    From the search on, played through step `upto` of PCI-F03.1; its case.
    """
    search = players.open("PCI-F03", "J_COB", {"operation": operation, "number": number})
    play_for_outside(players, search, search_answers(amount), 4)
    case_id = Case.objects.get(parent_id=search, procedure="PCI-F03.1").pk
    play_for_outside(players, case_id, borrow_answers(f"E-{case_id}"), upto)
    return case_id
