"""The rooms of the house that keep tables, templates or words, in the order of its layers."""

from importlib.util import find_spec

_ROOMS = (
    "cartera.control.people",
    "cartera.control.audit",
    "cartera.control.workflow",
    "cartera.company",
    "cartera.accounting.ledger",
    "cartera.accounting.banking",
    "cartera.accounting.tax",
    "cartera.credit.parties",
    "cartera.credit.lines",
    "cartera.credit.assignments",
    "cartera.credit.claims",
    "cartera.credit.payments",
    "cartera.credit.disbursements",
    "cartera.credit.settlements",
    "cartera.papers",
    "cartera.procedures",
    "cartera.desk",
)


def _is_there(room: str) -> bool:
    try:
        return find_spec(f"{room}.apps") is not None
    except ModuleNotFoundError:
        return False


ROOMS = tuple(room for room in _ROOMS if _is_there(room))
