"""PCI-F08, settlement of differences in collection routes: one cheque that differs."""

from cartera.control.workflow.definitions import Act, Procedure, Step
from cartera.control.workflow.moves import start_at
from cartera.control.workflow.registry import register
from cartera.kernel.text import gettext_noop as _
from cartera.procedures.third_party_papers import send_on
from cartera.recovery.differences import closing, presenting, resolving
from cartera.recovery.differences.models import Difference
from cartera.recovery.differences.selectors import with_difference
from cartera.recovery.routes.differing import Differing, differing
from cartera.recovery.routes.models import Route
from cartera.recovery.routes.selectors import cheques_of


def _send_on(difference: Difference, act: Act) -> None:
    """The explained cheque goes to be endorsed or exchanged, and so to be applied (step 7)."""
    send_on([difference.cheque], act)


def _collector(difference: Difference) -> int:
    return difference.collector_id


PCI_F08 = register(
    Procedure(
        code="PCI-F08",
        title=_("Liquidación de diferencias en rutas de cobro"),
        areas=(_("recuperación"),),
        controls=(
            _("Resolución con el deudor"),
            _("Investigación con el cliente"),
            _("Liquidación del cheque"),
            _("Aplicación a la cesión"),
        ),
        subject=Difference,
        subject_with=("cheque__client", "cheque__debtor", "cheque__original", "collector"),
        describe=closing.describe,
        on_reject=presenting.void_difference,
        steps=(
            Step(
                1,
                "G_COB",
                _("Presenta a custodia el cheque con diferencia sin justificar"),
                act=presenting.present_difference,
            ),
            Step(
                2,
                "R_CUST",
                _("Recibe el cheque en calidad de pendiente"),
                act=presenting.receive_pending,
                not_by=(1,),
                can_reject=True,
            ),
            Step(
                3,
                "G_COB",
                _("Intenta resolver la diferencia con el deudor"),
                act=resolving.try_with_debtor,
                inferred=True,
                waits_for=_collector,
            ),
            Step(
                4,
                "G_COB",
                _("Resuelta, la liquida en ruta; si no, pasa el caso al jefe de cobros"),
                act=resolving.settle_with_debtor,
                calls=("PCI-F02",),
                inferred=True,
                goes_to={"resolved": 7},
                waits_for=_collector,
            ),
            Step(
                5,
                "J_COB",
                _("Investiga con el cliente"),
                act=resolving.ask_client,
            ),
            Step(
                6,
                "J_COB",
                _("Entrega al jefe de operaciones la resolución"),
                act=resolving.resolve_with_client,
            ),
            Step(
                7,
                "J_OP",
                _("Recibe la justificación y pasa el cheque a aplicación de abonos"),
                act=closing.take_justification,
                not_by=(4, 6),
                sends_back_to=(6, 5),
                then=_send_on,
            ),
            Step(
                8,
                "AP_AB",
                _("Lo aplica a la cesión"),
                act=closing.note_justification,
                calls=("PCI-F09",),
                not_by=(7,),
            ),
        ),
    )
)


def begin_differences(route: Route, act: Act) -> list[Difference]:
    """Each cheque of a route that differs without a reason stays with custody (PCI-F02 step 6).

    One that its collector has presented himself is under way already.
    """
    brought = list(cheques_of(route.pk))
    known = with_difference(row.cheque for row in brought)
    fresh = [found for found in differing(brought) if found.brought.cheque_id not in known]
    return [_begin(route, found, act) for found in fresh]


def _begin(route: Route, found: Differing, act: Act) -> Difference:
    cheque = found.brought.cheque
    kind = Difference.Kind(found.kind).label
    title = f"{cheque} · {kind} {found.amount}"
    case = start_at(PCI_F08, 3, act, title, cheque.client.code, waits_for=route.collector_id)
    difference = presenting.begin_difference(case.pk, found, act, state="pending")
    presenting.keep_pending([cheque.original], act, case_id=case.pk)
    return difference
