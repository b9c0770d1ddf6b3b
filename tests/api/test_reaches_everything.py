"""Whatever a person reaches by a page, a program reaches by the API: every step, list, report and
paper. Each page names the calls that give the same, or why no program needs it; a page that is
added without a word here fails.
"""

import pytest

import cartera.api.urls
import cartera.desk.urls  # noqa: F401 - both declare their addresses
from cartera.api.calls.dashboard import Dashboard
from cartera.api.openapi import description
from cartera.control.workflow.inputs import opens_by_hand
from cartera.control.workflow.registry import procedures
from cartera.desk.parties.dashboard import USUAL_ORDER
from cartera.entrance.routes import Who, routes
from cartera.papers.registry import CLIENT_FORMS, FORMS
from cartera.reports.registry import listings

PAGES = {route.name: route for route in routes() if route.surface == "page"}
CALLS = {route.name: route for route in routes() if route.surface == "api"}

# What gives by the API what a page gives. Steps and lists are held to their own tables below.
SAME: dict[str, tuple[str, ...]] = {
    "inbox": ("api_tasks",),
    "take_task": ("api_task_claim",),
    "hand_back": ("api_task_release",),
    "task": ("api_task", "api_task_rehearse", "api_task_send_back", "api_task_reject"),
    "opening": ("api_procedures", "api_procedure"),
    "simulator": ("api_quotation",),
    "case": ("api_case",),
    "paper": ("api_paper", "api_paper_pdf"),
    "message": ("api_message",),
    "resend": ("api_resend",),
    "enclosure": ("api_enclosure",),
    "client": ("api_client",),
    "debtor": ("api_debtor",),
    "factor": ("api_factor",),
    "line": ("api_line",),
    "assignment": ("api_statement",),
    "dashboard": ("api_dashboard",),
    "recovery": ("api_recovery",),
    "cheque": ("api_cheque",),
    "original": ("api_original",),
    "original_labels": ("api_original",),
    "routes_due": ("api_routes_due",),
    "my_route": ("api_my_route",),
    "my_stop": ("api_my_route",),
    "entry": ("api_entry",),
    "closing": ("api_closing",),
    "webhooks": ("api_webhooks", "api_webhook_stop", "api_webhook_resume"),
    "webhook": ("api_webhook_deliveries", "api_webhook_replay"),
    "api_guide": ("api_openapi",),
}
_LOOK = "how pages look and what they suggest while one types"
_OWN = "a person's own: no key decides who he is, what he keeps in view or how he comes in"
_SET_UP = "the company is founded, and its people are let in, by people on pages"
_FILES = "the same list or form as a file of another kind"
_TALK = "people write to each other about a case; a case's facts do not hang on it"
_PHONE = "what a collector's pages ask for by themselves: each visit goes by the step of PCI-F02"
NOT_BY_PROGRAM: dict[str, tuple[str, ...]] = {
    _LOOK: ("inbox_pulse", "inbox_clients", "suggestions", "search", "look", "appearance"),
    _OWN: (
        "snooze", "wake", "undo", "notice_read", "saved_views", "tokens", "sessions",
        "second_factor", "welcome", "access", "guide", "guide_page", "factor_answer",
    ),
    _SET_UP: (
        "founding", "company_settings", "company_logo", "company_logo_change", "people", "person",
        "invitation_link", "opening_balances", "opening_upload", "opening_template",
        "opening_export", "opening_work",
    ),
    _FILES: ("list_workbook", "list_paper"),
    _PHONE: ("my_visits", "my_worker"),
    _TALK: ("comment", "attach", "attachment", "withdraw"),
}  # fmt: skip
# Which part of the API's tablero says what a block of the page says.
BLOCKS = {
    "trabajo": "waiting",
    "cartera": "portfolio",
    "dinero": "cash",
    "cuadratura": "rounds",
    "vencimientos": "maturities",
    "antiguedad": "ageing",
    "deudores": "debtors",
    "clientes": "clients",
    "lineas": "lines",
    "tramite": "process",
    "partidas": "entries",
}


def test_every_page_has_its_call_or_a_reason_to_have_none() -> None:
    without = {name for names in NOT_BY_PROGRAM.values() for name in names}
    lists = {each.code for each in listings()}
    assert set(SAME) | without | lists == set(PAGES)
    assert not set(SAME) & without
    assert {call for calls in SAME.values() for call in calls} <= set(CALLS)


def test_every_list_is_read_by_the_same_people() -> None:
    for each in listings():
        page, call = PAGES[each.code], CALLS[f"api_list_{each.code}"]
        assert (page.who, page.roles) == (call.who, call.roles), each.code


@pytest.mark.parametrize("page", sorted(SAME))
def test_a_call_lets_in_whom_its_page_lets_in(page: str) -> None:
    """Steps ask for their role besides; what anyone may read of the description is no secret."""
    row = PAGES[page]
    for call in map(CALLS.__getitem__, SAME[page]):
        if call.who is not Who.ANYONE:
            assert (row.who, row.of, row.roles) == (call.who, call.of, call.roles), call.name


def test_every_step_has_its_call() -> None:
    for procedure in procedures():
        slug = procedure.code.replace("-", "_").lower()
        for step in procedure.steps:
            assert f"api_step_{slug}_{step.number}" in CALLS
        begun = f"api_open_{slug}" in CALLS
        assert begun == opens_by_hand(procedure.first.act), procedure.code


def test_every_block_of_the_tablero_has_its_part() -> None:
    assert set(BLOCKS) == set(USUAL_ORDER)
    assert set(BLOCKS.values()) == set(Dashboard.model_fields) - {"on", "is_now", "totals"}


def test_every_form_is_found_by_its_list_and_read_by_its_number() -> None:
    """Papers are of one kind to the API: their list, each one, each printed."""
    told = description()["paths"]
    (forms,) = [p for p in told["/api/v1/lists/papers"]["get"]["parameters"] if p["name"] == "form"]
    assert set(forms["schema"].get("enum", FORMS)) == set(FORMS)
    assert set(FORMS) >= CLIENT_FORMS
    assert {"/api/v1/papers/{paper_id}", "/api/v1/papers/{paper_id}/pdf"} <= set(told)
