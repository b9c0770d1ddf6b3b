"""Opening balances taken back as a whole, while nothing has been built on them."""

from collections.abc import Iterator, Sequence

from django.db import connection
from django.db.models import Model

from cartera.control.workflow.definitions import Act
from cartera.control.workflow.models import Case, Task
from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.claims.models import Claim
from cartera.credit.lines.models import Line
from cartera.credit.parties.models import Client, CreditAccount, Debtor
from cartera.credit.settlements.models import Settlement
from cartera.kernel.text import gettext_noop as _
from cartera.procedures.opening.bringing import ids_of
from cartera.procedures.opening.models import OpeningBatch
from cartera.procedures.opening.originals import void_originals

_WHY = _("anulación de los saldos iniciales")

_HELD: tuple[tuple[str, type[Model]], ...] = (
    ("client", Client),
    ("debtor", Debtor),
    ("line", Line),
    ("assignment", Assignment),
    ("claim", Claim),
)

# What was built on what came in: a name, and a statement that finds any. %(batch)s is the batch.
_CAME = "(SELECT row_id FROM opening_brought WHERE batch_id = %(batch)s AND kind = '{kind}')"
_ASSIGNMENTS, _CLIENTS, _DEBTORS, _LINES, _CLAIMS = (
    _CAME.format(kind=kind) for kind in ("assignment", "client", "debtor", "line", "claim")
)
_BUILT = (
    (
        _("abonos a sus cesiones"),
        f"""SELECT FROM payments_payment WHERE state <> 'withdrawn'
            AND assignment_id IN {_ASSIGNMENTS}""",
    ),
    (
        _("liquidaciones empezadas"),
        f"""SELECT FROM settlements_settlement s WHERE s.assignment_id IN {_ASSIGNMENTS}
            AND (s.state NOT IN ('started', 'void')
                 OR EXISTS (SELECT FROM workflow_performer p WHERE p.case_id = s.case_id))""",
    ),
    (
        _("originales que salieron de la bóveda"),
        f"""SELECT FROM custody_original WHERE moves > 1
            AND assignment_id IN {_ASSIGNMENTS}""",
    ),
    (
        _("devoluciones de documentos"),
        f"""SELECT FROM settlements_documentreturn WHERE state <> 'void'
            AND assignment_id IN {_ASSIGNMENTS}""",
    ),
    (
        _("descuentos por sus cargos o hacia sus cesiones"),
        f"""SELECT FROM claims_deduction WHERE state <> 'void'
            AND (claim_id IN {_CLAIMS} OR to_assignment_id IN {_ASSIGNMENTS})""",
    ),
    (
        _("operaciones nuevas de sus clientes o con sus deudores"),
        f"""SELECT FROM assignments_assignment a WHERE a.state <> 'rejected'
            AND a.id NOT IN {_ASSIGNMENTS} AND (a.client_id IN {_CLIENTS}
                OR a.line_id IN {_LINES} OR EXISTS (
                    SELECT FROM assignments_assigneddocument d WHERE d.assignment_id = a.id
                    AND d.state <> 'withdrawn' AND d.debtor_id IN {_DEBTORS}))""",
    ),
    (
        _("líneas nuevas de sus clientes"),
        f"""SELECT FROM lines_line WHERE client_id IN {_CLIENTS} AND state <> 'rejected'
            AND id NOT IN {_LINES}""",
    ),
    (
        _("cargos nuevos de sus clientes"),
        f"""SELECT FROM claims_claim WHERE client_id IN {_CLIENTS} AND state <> 'void'
            AND id NOT IN {_CLAIMS}""",
    ),
)


def built_upon(batch: OpeningBatch) -> Iterator[str]:
    """What has been done on top of what came in, each by its name; nothing where it can go."""
    with connection.cursor() as cursor:
        for name, found in _BUILT:
            cursor.execute(f"SELECT EXISTS ({found})", {"batch": batch.pk})
            if cursor.fetchone()[0]:
                yield name


def hold(batch: OpeningBatch) -> None:
    """Lock all that came in, so that nothing is built on it while it leaves: who was building waits
    and finds it gone, or is waited for and found by `built_upon`."""
    for kind, model in _HELD:
        rows = model._default_manager.filter(pk__in=ids_of(batch, kind))  # noqa: SLF001 - Django's documented manager
        list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))


def withdraw(batch: OpeningBatch, act: Act) -> None:
    """Everything that came in leaves: its rows stay, in a state that takes part in nothing.

    Numbers of assignments are free again; parties come back as themselves with the next workbook.
    """
    came = ids_of(batch, "assignment")
    _void_settlements(came, act)
    void_originals(batch, act)
    documents = AssignedDocument.objects.filter(assignment__in=came)
    documents.update(state="withdrawn", withdrawal_reason=_WHY)
    Assignment.objects.filter(pk__in=came).update(state="withdrawn")
    Assignment.objects.filter(pk__in=came).update(number=None)
    Claim.objects.filter(pk__in=ids_of(batch, "claim")).update(state="void")
    Line.objects.filter(pk__in=ids_of(batch, "line"), state="active").update(state="closed")
    CreditAccount.objects.filter(pk__in=ids_of(batch, "account")).update(state="withdrawn")
    Client.objects.filter(pk__in=ids_of(batch, "client")).update(state="withdrawn")
    Debtor.objects.filter(pk__in=ids_of(batch, "debtor")).update(state="withdrawn")


def _void_settlements(assignments: Sequence[int], act: Act) -> None:
    """Settlements that waited for their first step end with what they were to settle."""
    waiting = Settlement.objects.filter(assignment__in=assignments, state="started")
    cases = list(waiting.values_list("case_id", flat=True))
    waiting.update(state="void", remarks=_WHY)
    Task.objects.filter(case__in=cases, state="open").update(state="cancelled", note=_WHY)
    Case.objects.filter(pk__in=cases).update(state="rejected", closed_at=act.at)
