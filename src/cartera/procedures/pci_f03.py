"""PCI-F03, finding where a document is that the debtor's cheque also covers."""

from decimal import Decimal

from cartera.control.workflow.definitions import Act, Procedure, Step
from cartera.control.workflow.models import Case
from cartera.control.workflow.moves import start_at
from cartera.control.workflow.registry import register
from cartera.kernel.text import gettext_noop as _
from cartera.procedures.factor_links import ask_factor
from cartera.procedures.pci_f03_1 import PCI_F03_1
from cartera.procedures.pci_f03_2 import PCI_F03_2
from cartera.recovery.custody.models import Original
from cartera.recovery.delegations import searching
from cartera.recovery.delegations.models import FactorSearch

CALL = 3


def begin_search(ours: Original, other_number: str, other_amount: Decimal | None, act: Act) -> Case:
    """Start PCI-F03 where the client has told already that another company has it (PCI-F07 step 5).

    `ours` is our document that the same cheque pays. Refuses what is searched with it already.
    """
    title, code = _called(ours, other_number)
    case = start_at(PCI_F03, CALL, act, title, code)
    told = FactorSearch.State.TOLD
    searching.open_search(case.pk, ours, other_number, other_amount, state=told)
    return case


def _called(ours: Original, number: str) -> tuple[str, str]:
    client = ours.client
    return f"{ours.number} · {number}", client.code if client else ""


def _describe(search: FactorSearch) -> tuple[str, str]:
    return _called(search.original, search.number)


def _lend_or_borrow(search: FactorSearch, act: Act) -> None:
    """Whose document is worth more collects both: X from its letter, Y as its letter is awaited,
    which the same call asked for."""
    client = search.original.client
    code = client.code if client else ""
    factor = search.factor.name if search.factor else ""
    if search.greater == FactorSearch.Greater.OURS:
        case = start_at(PCI_F03_1, 1, act, f"{factor} · {search.number}", code)
        searching.borrowing_of(search, case.pk)
    else:
        case = start_at(PCI_F03_2, 2, act, f"{factor} · {search.original.number}", code)
        ask_factor(searching.loan_of(search, case.pk), 2, act)


PCI_F03 = register(
    Procedure(
        code="PCI-F03",
        title=_("Préstamo de documentos con otra empresa de factoraje"),
        areas=(_("recuperación"),),
        controls=(
            _("Búsqueda del documento pendiente"),
            _("Acuerdo sobre qué empresa cobra"),
        ),
        subject=FactorSearch,
        subject_with=("factor", "original__client", "original__document"),
        describe=_describe,
        on_reject=searching.void_search,
        steps=(
            Step(
                1,
                "J_COB",
                _("Pide al cliente el documento que falta"),
                act=searching.ask_client,
            ),
            Step(
                2,
                "CTE",
                _("Avisa que lo tiene otra empresa de factoraje"),
                act=searching.tell_holder,
                recorded_by=("J_COB",),
                can_reject=True,
            ),
            Step(
                CALL,
                "J_COB",
                _("Llama al jefe de cobros de la otra empresa"),
                act=searching.call_factor,
                sends_back_to=(2,),
                can_reject=True,
            ),
            Step(
                4,
                "J_COB",
                _("Acuerda quién cobra: la empresa del documento de mayor valor"),
                act=searching.decide_greater,
                calls=("PCI-F03.1", "PCI-F03.2"),
                then=_lend_or_borrow,
                sends_back_to=(CALL,),
                can_reject=True,
            ),
        ),
    )
)
