"""An example address for every call of the API, and whom its view narrows it to.

Calls are made from the procedures' and the lists' declarations, and so are their examples.
"""

from collections.abc import Callable, Mapping

from django.test import Client
from django.utils.timezone import localdate

from cartera.control.people.models import User
from cartera.control.workflow.inputs import opens_by_hand
from cartera.control.workflow.registry import procedures
from cartera.kernel.clock import now
from cartera.reports.registry import listings
from tests.api.calling import by_key
from tests.entrance.house import House

Example = Callable[[House], str]

_V1 = "/api/v1"


def by_token(user: User) -> Client:
    """A program with a key of the person."""
    return by_key(user, today=localdate(now()))


def _slug(code: str) -> str:
    return code.replace("-", "_").lower()


def _openings() -> dict[str, str]:
    found = [each for each in procedures() if opens_by_hand(each.first.act)]
    return {f"api_open_{_slug(each.code)}": f"/procedures/{each.code}/cases" for each in found}


def _steps() -> dict[str, Example]:
    def example(code: str, number: int) -> Example:
        return lambda house: f"{_V1}/procedures/{code}/steps/{number}/{house.open_task}"

    return {
        f"api_step_{_slug(each.code)}_{step.number}": example(each.code, step.number)
        for each in procedures()
        for step in each.steps
    }


def _on_tasks() -> dict[str, Example]:
    def example(does: str) -> Example:
        return lambda house: f"{_V1}/tasks/{house.open_task}/{does}"

    does = ("claim", "release", "send-back", "reject", "rehearse")
    return {f"api_task_{each.replace('-', '_')}": example(each) for each in does}


def _plain() -> dict[str, Example]:
    named = {
        "api_me": "/me",
        "api_procedures": "/procedures",
        "api_procedure": "/procedures/PCI-F01",
        "api_tasks": "/tasks",
        "api_dashboard": "/dashboard",
        "api_recovery": "/recovery",
        "api_routes_due": "/routes/due",
        "api_my_route": "/routes/mine",
        "api_closing": "/closing",
        "api_quotation": "/quotations",
        "api_openapi": "/openapi.json",
        "api_webhooks": "/webhooks",
        "api_webhook_stop": "/webhooks/1/stop",
        "api_webhook_resume": "/webhooks/1/resume",
        "api_webhook_deliveries": "/webhooks/1/deliveries",
        "api_webhook_replay": "/webhooks/1/deliveries/1/replay",
        **{f"api_list_{each.code}": f"/lists/{each.code}" for each in listings()},
        **_openings(),
    }
    return {name: _at(address) for name, address in named.items()}


def _at(address: str) -> Example:
    return lambda _house: f"{_V1}{address}"


CALLS: Mapping[str, Example] = {
    **_plain(),
    **_steps(),
    **_on_tasks(),
    "api_task": lambda house: f"{_V1}/tasks/{house.open_task}",
    "api_case": lambda house: f"{_V1}/cases/{house.open_case}",
    "api_statement": lambda house: f"{_V1}/assignments/{house.assignment}/statement",
    "api_client": lambda house: f"{_V1}/clients/{house.client}",
    "api_factor": lambda house: f"{_V1}/factors/{house.factor}",
    "api_debtor": lambda house: f"{_V1}/debtors/{house.debtor}",
    "api_cheque": lambda house: f"{_V1}/cheques/{house.cheque}",
    "api_original": lambda house: f"{_V1}/originals/{house.original}",
    "api_line": lambda house: f"{_V1}/lines/{house.line}",
    "api_entry": lambda house: f"{_V1}/entries/{house.entry}",
    "api_message": lambda house: f"{_V1}/mail/{house.message}",
    "api_resend": lambda house: f"{_V1}/mail/{house.message}/resend",
    "api_enclosure": lambda house: f"{_V1}/mail/{house.message}/enclosures/1",
    "api_paper": lambda house: f"{_V1}/papers/{house.letter}",
    "api_paper_pdf": lambda house: f"{_V1}/papers/{house.letter}/pdf",
}

# The roles of each step: whoever has none of them is turned away before anything is read.
NARROWED_CALLS: Mapping[str, frozenset[str]] = {
    **{
        f"api_step_{_slug(each.code)}_{step.number}": frozenset(step.roles)
        for each in procedures()
        for step in each.steps
    },
    **{
        f"api_open_{_slug(each.code)}": frozenset(each.first.roles)
        for each in procedures()
        if opens_by_hand(each.first.act)
    },
}
