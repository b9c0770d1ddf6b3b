"""A difference is explained: with the debtor, or with the client (PCI-F08 steps 3 to 6)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Amount, Label, Row, Text
from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.acts import Covered, add_covers, covers_of
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.custody.acts import Draft, register
from cartera.recovery.custody.models import Original
from cartera.recovery.custody.rules import Holder, number_of
from cartera.recovery.differences.completing import complete_with
from cartera.recovery.differences.models import Difference
from cartera.recovery.differences.presenting import set_difference
from cartera.recovery.differences.refusals import (
    AttemptUnsaid,
    ChequeUncalledFor,
    CompletedWithoutCheque,
    ExcessAlreadyExplained,
    ExcessUnexplained,
    ExplanationMissing,
    FindingsUnsaid,
    NotCompleted,
    WrongResolution,
)
from cartera.recovery.differences.rules import is_complete, left_unexplained, may_resolve
from cartera.recovery.routes.collecting import check_strange
from cartera.recovery.routes.typed import ChequeRow

Words = Annotated[str, Field(max_length=300)]
Explanation = Annotated[Words, Label(_("Justificación"), widget="textarea")]


class ExcessRow(Row):
    """What part of an excess is for: one of our documents, more for the client, or another's."""

    document: Annotated[Text, Label(_("Documento"), _("Etiqueta, o número si no es nuestro"))]
    amount: Annotated[Amount, Label(_("Monto"))]
    of: Annotated[
        Literal["client", "third_party"],
        Label(
            _("De quién es"), _("Del cliente: se abona a su cesión y lo que sobre se le devuelve")
        ),
    ] = "client"


Excess = Annotated[
    list[ExcessRow], Field(max_length=100), Label(_("A qué corresponde el sobrante"))
]


def try_with_debtor(
    difference: Difference,
    act: Act,
    *,
    attempt: Annotated[Words, Label(_("Qué dijo el deudor"), widget="textarea")],
) -> None:
    """The collector asks the debtor (step 3)."""
    if not attempt:
        raise AttemptUnsaid(field="attempt")
    set_difference(difference, attempt=attempt)


def settle_with_debtor(
    difference: Difference,
    act: Act,
    *,
    resolution: Annotated[
        Literal["", "justified", "completed", "explained"],
        Label(_("Cómo se resolvió"), _("Vacío: no se resolvió y pasa al jefe de cobros")),
    ] = "",
    explanation: Explanation = "",
    excess: Excess = [],  # noqa: B006 (pydantic copies it)
    cheques: Annotated[
        list[ChequeRow], Field(max_length=1), Label(_("Otro cheque, por lo que faltaba"))
    ] = [],  # noqa: B006 (pydantic copies it)
) -> Outcome:
    """Resolved with the debtor, or handed on to the head of collections (step 4).

    What was short may be completed by another cheque, which goes its way in a route of its own
    (PCI-F02 steps 4 and 5). Refuses a resolution that does not explain the whole difference.
    """
    if not resolution:
        if excess or cheques:
            raise ExplanationMissing(field="resolution")
        set_difference(difference, state=Difference.State.INVESTIGATING)
        return Outcome("unresolved")
    _check_completion(difference, resolution, cheques)
    _resolve(difference, act, resolution, explanation, excess, "debtor")
    for row in cheques:
        complete_with(difference, row, act)
    return Outcome("resolved")


def ask_client(
    difference: Difference,
    act: Act,
    *,
    findings: Annotated[Words, Label(_("Qué dijo el cliente"), widget="textarea")],
) -> None:
    """The head of collections asks the client (step 5)."""
    if not findings:
        raise FindingsUnsaid(field="findings")
    set_difference(difference, findings=findings, state=Difference.State.INVESTIGATING)


def resolve_with_client(
    difference: Difference,
    act: Act,
    *,
    resolution: Annotated[
        Literal["justified", "accepted", "claimed", "explained"], Label(_("Cómo se resolvió"))
    ],
    explanation: Explanation,
    excess: Excess = [],  # noqa: B006 (pydantic copies it)
) -> None:
    """The head of collections tells operations how it was resolved with the client (step 6).

    Refuses a resolution that does not explain the whole difference.
    """
    _resolve(difference, act, resolution, explanation, excess, "client")


def _resolve(
    difference: Difference,
    act: Act,
    resolution: str,
    explanation: str,
    excess: Sequence[ExcessRow],
    party: str,
) -> None:
    if not may_resolve(difference.kind, resolution):
        kind = difference.get_kind_display()
        raise WrongResolution(kind=kind, field="resolution")
    if not explanation:
        raise ExplanationMissing(field="explanation")
    if difference.kind == Difference.Kind.OVER:
        _explain(difference, excess, act)
    elif excess:
        raise ExcessAlreadyExplained(field="excess")
    set_difference(
        difference,
        state=Difference.State.RESOLVED,
        resolution=resolution,
        resolved_with=party,
        explanation=explanation,
        resolved_on=act.on,
    )


def _check_completion(
    difference: Difference, resolution: str, cheques: Sequence[ChequeRow]
) -> None:
    if resolution != "completed":
        if cheques:
            raise ChequeUncalledFor(field="cheques")
        return
    if not cheques:
        raise CompletedWithoutCheque(field="cheques")
    brought = sum((row.amount for row in cheques), ZERO)
    if not is_complete(difference.amount, brought):
        raise NotCompleted(amount=difference.amount, brought=brought, field="cheques.0.amount")


def _explain(difference: Difference, rows: Sequence[ExcessRow], act: Act) -> None:
    """The cheque names what its excess is for, to the cent.

    Asked again after it came back, what it named before stands.
    """
    cheque = Cheque.objects.get(pk=difference.cheque_id)
    standing = covers_of(cheque)
    open_amount = cheque.amount - sum((each.amount for each in standing), ZERO)
    explained = sum((row.amount for row in rows), ZERO)
    if left_unexplained(open_amount, explained) != ZERO:
        raise ExcessUnexplained(amount=open_amount, explained=explained, field="excess")
    if rows:
        add_covers(cheque, _papers(cheque, rows, standing, act))


def _papers(
    cheque: Cheque, rows: Sequence[ExcessRow], standing: Sequence[Covered], act: Act
) -> list[Covered]:
    """The papers that the excess is for: ours by their labels, others noted as they are named."""
    numbers = [number_of(row.document) for row in rows]
    ours = Original.objects.in_bulk([number for number in numbers if number is not None])
    assignments = [each.original.assignment_id for each in standing if each.original.assignment_id]
    first = assignments[0] if assignments else None
    strange = [row for row, number in zip(rows, numbers, strict=True) if number not in ours]
    of_others = [row.document for row in strange if row.of == "third_party"]
    check_strange(of_others, cheque.debtor_id, "excess")
    drafts = [
        Draft(
            Original.Kind.UNASSIGNED,
            client_id=cheque.client_id,
            assignment_id=first if row.of == "client" else None,
            debtor_id=cheque.debtor_id,
            number=row.document[:40],
            amount=_cents(row.amount),
        )
        for row in strange
    ]
    owner = Holder.back_with("debtor", cheque.drawer[:120])
    reason = _("lo que un cheque pagó de más")
    noted = iter(register(drafts, owner, act, reason) if drafts else [])
    return [
        Covered(ours.get(number or 0) or next(noted), row.amount)
        for row, number in zip(rows, numbers, strict=True)
    ]


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))
