"""What a replay came to: figures from the books, what each step cost, what verification says."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count

from cartera.accounting.ledger.selectors import trial_balance
from cartera.credit.assignments.models import Assignment
from cartera.credit.payments.models import PaymentDay
from cartera.credit.payments.tie_out import differences_of
from cartera.kernel.money import format_amount
from cartera.kernel.text import gettext_noop as _
from cartera.procedures.checks import CHECKS
from cartera.procedures.measuring import Cost, Meter, Step, per_second, seconds
from cartera.procedures.replay import Replay
from cartera.procedures.replay_ways import counted
from cartera.procedures.verification import ask

MOST_FINDINGS = 5

# Each figure from its own table, in the company's currency; arrears days are of documents.
_FIGURES = """
SELECT
    (SELECT coalesce(sum(i.amount), 0) FROM banking_deposititem i WHERE i.is_live) AS money_in,
    (SELECT coalesce(sum(d.amount_net), 0) FROM disbursements_disbursement d
        WHERE d.state IN ('paid', 'posted')) AS disbursed,
    (SELECT coalesce(sum(s.amount_to_return), 0) FROM settlements_settlement s
        WHERE s.state IN ('paid', 'posted')) AS returned,
    (SELECT coalesce(sum(x.interest), 0) FROM payments_application x) AS interest,
    (SELECT coalesce(sum(x.default_interest), 0) FROM payments_application x)
        AS default_interest,
    (SELECT coalesce(sum(a.commission), 0) FROM assignments_assignment a
        WHERE a.disbursed_on IS NOT NULL) AS commission,
    (SELECT coalesce(sum(a.vat), 0) FROM assignments_assignment a
        WHERE a.disbursed_on IS NOT NULL) AS vat,
    (SELECT coalesce(sum(greatest(p.value_on - d.due_on, 0)), 0) FROM payments_payment p
        JOIN assignments_assigneddocument d ON d.id = p.document_id
        WHERE p.state = 'applied') AS arrears_days,
    (SELECT count(*) FROM payments_payment WHERE state = 'applied') AS payments,
    (SELECT count(*) FROM assignments_assigneddocument WHERE state <> 'withdrawn') AS documents
"""


# What recovery leaves undone: papers that are not with their owner (a note stays in its client's
# file), cheques that are not at their end, others' money, differences, cases.
_UNFINISHED = """
SELECT 'papers', count(*) FROM custody_original o
    WHERE o.state NOT IN ('gone', 'void') AND o.kind <> 'advice'
UNION ALL SELECT 'cheques', count(*) FROM cheques_cheque
    WHERE state NOT IN ('cleared', 'returned', 'replaced', 'exchanged')
UNION ALL SELECT 'values', count(*) FROM payments_payment p
    WHERE p.paper_id IS NOT NULL AND p.state <> 'bounced'
        AND NOT EXISTS (SELECT FROM payments_payout o
        WHERE o.payment_id = p.id AND o.returned_id IS NULL)
UNION ALL SELECT 'differences', count(*) FROM differences_difference
    WHERE state NOT IN ('closed', 'void')
UNION ALL SELECT 'cases', count(*) FROM workflow_case WHERE state = 'open'
"""


def summary_of(replay: Replay) -> dict[str, Any]:
    """Everything that is told at the end, as JSON values; amounts are strings."""
    figures = _figures()
    states = dict(Assignment.objects.values_list("state").annotate(Count("pk")))
    return {
        "from": replay.plan.first_on.isoformat(),
        "until": replay.clock.now().date().isoformat(),
        "days": replay.days,
        "invoices": int(figures.pop("documents")),
        "invoices_left_out": [invoice.line for invoice in replay.plan.left_out],
        "assignments": {"total": sum(states.values()), **states},
        "payments": int(figures.pop("payments")),
        **_money(figures),
        "books_balance": _books_balance(),
        "tie_out_differences": _tie_out_differences(),
        "verify": _verify(),
        **_recovered(replay),
        "steps": replay.meter.steps,
        **costs_of(replay.meter),
    }


def costs_of(meter: Meter) -> dict[str, Any]:
    """Steps per second, where the time went, and the kinds of step that ask the most queries."""
    return {
        "seconds": str(seconds(meter.ns)),
        "steps_per_second": str(per_second(meter.steps, meter.ns)),
        "seconds_in_sql": str(seconds(meter.sql_ns)),
        "seconds_elsewhere": str(seconds(meter.ns - meter.sql_ns)),
        "most_queries": [_most(kind, cost) for kind, cost in meter.worst()],
    }


def is_clean(summary: Mapping[str, Any], *, whole: bool) -> bool:
    """Whether the replay ended as it must; `whole` wants every assignment settled too."""
    assignments = summary["assignments"]
    settled = not whole or assignments["total"] == assignments.get("settled", 0)
    return bool(
        settled
        and summary["books_balance"]
        and not summary["tie_out_differences"]
        and summary["verify"]["clean"]
        and not (whole and summary.get("recovery", {}).get("unfinished"))
    )


def _verify() -> dict[str, Any]:
    """What `cartera verify` says: how many checks, and each finding under its check's title."""
    failed = [
        f"{check.title}: {finding}" for check in CHECKS for finding in ask(check)[:MOST_FINDINGS]
    ]
    return {"clean": not failed, "checks": len(CHECKS), "failed": failed}


def _recovered(replay: Replay) -> dict[str, Any]:
    """By which ways money came home, and what of it is not at its end."""
    if replay.recovery is None:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_UNFINISHED)
        left = {what: count for what, count in cursor.fetchall() if count}
    return {"recovery": {"ways": dict(replay.recovery.ways), "unfinished": left}}


def summary_text(summary: Mapping[str, Any]) -> str:
    """The summary for a reader."""
    assignments = summary["assignments"]
    states = ", ".join(f"{count} {state}" for state, count in _states(assignments))
    verify = summary["verify"]
    rows = [
        (_("Días hábiles"), f"{summary['days']} ({summary['from']} a {summary['until']})"),
        (_("Facturas"), f"{summary['invoices']} ({_left_out(summary)})"),
        (_("Cesiones"), f"{assignments['total']} ({states})"),
        (_("Abonos aplicados"), str(summary["payments"])),
        (_("Dinero que entró"), _shown(summary["money_in"])),
        (_("Dinero que salió"), _shown(summary["money_out"])),
        (_("  desembolsado"), _shown(summary["disbursed"])),
        (_("  devuelto al liquidar"), _shown(summary["returned"])),
        (_("Interés ordinario"), _shown(summary["interest"])),
        (_("Interés moratorio"), _shown(summary["default_interest"])),
        (_("Comisión (sin IVA)"), _shown(summary["commission"])),
        (_("Días de atraso"), f"{summary['arrears_days']:,}"),
        *_recovery_rows(summary),
        (_("Libros"), _("cuadrados") if summary["books_balance"] else _("NO CUADRAN")),
        (_("Diferencias de cuadratura"), str(summary["tie_out_differences"])),
        (_("Verificación"), _verdict(verify)),
        (_("Pasos"), f"{summary['steps']:,} ({summary['steps_per_second']}/s)"),
        (_("Tiempo en pasos"), _time(summary)),
        (_("Más consultas por paso"), _queries(summary["most_queries"])),
    ]
    lines = [f"{name:<26} {said}" for name, said in rows]
    return "\n".join([*lines, *(f"  {failed}" for failed in verify["failed"])])


def _recovery_rows(summary: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = summary.get("recovery")
    if not found:
        return []
    left = counted(found["unfinished"]) or _("nada")
    return [(_("Caminos del dinero"), counted(found["ways"])), (_("Sin terminar"), left)]


def _figures() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES)
        names = [column.name for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))


def _money(figures: Mapping[str, Any]) -> dict[str, Any]:
    amounts = {name: f"{amount:.2f}" for name, amount in figures.items() if name != "arrears_days"}
    out = f"{figures['disbursed'] + figures['returned']:.2f}"
    return {**amounts, "money_out": out, "arrears_days": int(figures["arrears_days"])}


def _books_balance() -> bool:
    balances = trial_balance()
    debit = sum((found.debits for found in balances), Decimal(0))
    return debit == sum((found.credits for found in balances), Decimal(0))


def _tie_out_differences() -> int:
    days = PaymentDay.objects.values_list("pk", "case_id")
    return sum(len(differences_of(day, case)) for day, case in days)


def _most(kind: Step, cost: Cost) -> dict[str, Any]:
    procedure, step = kind
    return {"step": f"{procedure}.{step}", "queries": cost.most_queries}


def _states(assignments: Mapping[str, int]) -> list[tuple[str, int]]:
    labels = dict(Assignment.State.choices)
    return [(str(labels[state]), n) for state, n in assignments.items() if state in labels]


def _left_out(summary: Mapping[str, Any]) -> str:
    count = len(summary["invoices_left_out"])
    return _("todas participan") if not count else _("{n} no se cedieron").format(n=count)


def _verdict(verify: Mapping[str, Any]) -> str:
    if not verify["clean"]:
        return _("con fallas")
    return _("limpia, {n} comprobaciones").format(n=verify["checks"])


def _time(summary: Mapping[str, Any]) -> str:
    return _("{all} s: {sql} s en SQL, {rest} s en lo demás").format(
        all=summary["seconds"], sql=summary["seconds_in_sql"], rest=summary["seconds_elsewhere"]
    )


def _queries(most: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(f"{found['step']}: {found['queries']}" for found in most)


def _shown(amount: str) -> str:
    return f"{format_amount(Decimal(amount)):>14}"
