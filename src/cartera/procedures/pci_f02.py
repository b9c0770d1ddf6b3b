"""PCI-F02, delivery and settlement of collection in custody: one day's route of one collector."""

from cartera.control.workflow.definitions import Act, Procedure, Step
from cartera.control.workflow.registry import register
from cartera.kernel.text import gettext_noop as _
from cartera.papers.acts import issue
from cartera.procedures.pci_f04 import begin_notes
from cartera.procedures.pci_f08 import begin_differences
from cartera.procedures.third_party_papers import begin_foreign_documents, send_on
from cartera.recovery.custody.models import Original
from cartera.recovery.direct_payments.acts import NoteDraft
from cartera.recovery.routes import entering, issuing, settling, visiting
from cartera.recovery.routes.models import Route, RouteItem


def _describe(route: Route) -> tuple[str, str]:
    zone = route.zone or _("sin zona")
    return f"{route.on:%d/%m/%Y} · {zone} · {route.collector}", ""


def _keep_differences(route: Route, act: Act) -> None:
    """Cheques that differ without a reason stay with custody until they are explained; a document
    that was not released for the sake of another one begins PCI-F07 (step 6)."""
    begin_differences(route, act)
    begin_foreign_documents(route, act)


def _distribute(route: Route, act: Act) -> None:
    """Cheques go to be endorsed or exchanged, notes to be refunded (step 12)."""
    cheques = entering.cheques_taken(route)
    if cheques:
        send_on(cheques, act)
    begin_notes([_note_of(item) for item in entering.notes_taken(route)], act)


def _note_of(item: RouteItem) -> tuple[NoteDraft, Original]:
    """What the route knows of a note; without its day, it was paid by that of the visit."""
    paper, document = item.advice, item.original.document
    if paper is None or document is None:
        raise ValueError(f"{item} is no note of a document of ours")
    paid_on = item.paid_on or item.route.on
    draft = NoteDraft(
        document, paper.number or paper.label, item.collected, paid_on, item.guarantee
    )
    return draft, paper


PCI_F02 = register(
    Procedure(
        code="PCI-F02",
        title=_("Entrega y liquidación de cobranza en custodia"),
        areas=(_("recuperación"),),
        controls=(
            _("Preparación de la ruta"),
            _("Visitas de cobro"),
            _("Liquidación de la ruta"),
            _("Ingreso de lo cobrado al sistema de control"),
        ),
        subject=Route,
        subject_with=("collector",),
        describe=_describe,
        on_reject=issuing.cancel_route,
        issue=issue,
        steps=(
            Step(
                1,
                "J_COB",
                _("Emite el reporte de cobros del día de un gestor y lo entrega a custodia"),
                act=issuing.issue_route,
                makes=("FORM-09",),
            ),
            Step(
                2,
                "R_CUST",
                _("Saca los documentos de la bóveda y los cuenta contra el reporte"),
                act=issuing.take_documents_out,
                template="desk/work/route.html",
                sends_back_to=(1,),
                can_reject=True,
            ),
            Step(
                3,
                "R_CUST",
                _("Entrega los documentos al gestor, que firma de recibido"),
                act=issuing.hand_documents_over,
                template="desk/work/route.html",
                sends_back_to=(2, 1),
                can_reject=True,
            ),
            Step(
                4,
                "G_COB",
                _("Firma de recibido y visita a los deudores"),
                act=visiting.record_visit,
                template="desk/work/route.html",
                repeats=True,
                sends_back_to=(3,),
                waits_for=lambda route: route.collector_id,
            ),
            Step(
                5,
                "G_COB",
                _("Liquida la ruta: entrega cheques, notas de abono y lo no cobrado"),
                act=settling.settle_route,
                template="desk/work/route.html",
                sends_back_to=(4,),
                waits_for=lambda route: route.collector_id,
            ),
            Step(
                6,
                "R_CUST",
                _("Recibe cada cosa contra el reporte; lo no cobrado vuelve a la bóveda"),
                act=settling.receive_route,
                template="desk/work/route.html",
                calls=("PCI-F08",),
                then=_keep_differences,
                not_by=(4, 5),
                sends_back_to=(5, 4),
            ),
            Step(
                7,
                "R_CUST",
                _("Entrega lo recuperado al jefe de operaciones"),
                act=entering.hand_recovered_over,
                template="desk/work/route.html",
            ),
            Step(
                8,
                "J_OP",
                _("Recibe cheques negociables, no negociables y notas de abono"),
                act=entering.take_recovered,
                template="desk/work/route.html",
                not_by=(7,),
                sends_back_to=(7,),
            ),
            Step(
                9,
                "J_OP",
                _("Los ingresa al sistema de control, como los lee en cada papel"),
                act=entering.enter_recovered,
                not_by=(4, 5),
            ),
            Step(
                10,
                "J_OP",
                _("Imprime los reportes por cliente y copia cada papel"),
                act=entering.print_reports,
                makes=("FORM-10", "FORM-11", "FORM-12"),
            ),
            Step(
                11,
                "J_OP",
                _("Adjunta originales y copias a los reportes"),
                act=entering.attach_papers,
            ),
            Step(
                12,
                "J_OP",
                _("Distribuye notas de abono y cheques a su procedimiento"),
                act=entering.distribute_recovered,
                calls=("PCI-F04", "PCI-F05", "PCI-F06"),
                then=_distribute,
            ),
        ),
    )
)
