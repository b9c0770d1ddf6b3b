"""Finding who holds a document that a debtor's cheque also covers (PCI-F03)."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Amount, Label, Text
from cartera.credit.parties.factors import active_factor
from cartera.kernel.money import ZERO
from cartera.kernel.search import number_key
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.custody.models import Original
from cartera.recovery.delegations.acts import Remarks
from cartera.recovery.delegations.loans import FactorCode
from cartera.recovery.delegations.models import Borrowing, DocumentLoan, FactorSearch
from cartera.recovery.delegations.refusals import (
    BorrowedAlready,
    FactorUnsaid,
    NotInVault,
    NotToSearch,
    SearchedAlready,
)
from cartera.recovery.delegations.rules import ours_is_greater
from cartera.recovery.delegations.selectors import (
    check_free,
    open_borrowings,
    to_collect,
    to_delegate,
)

Number = Annotated[str, Field(min_length=1, max_length=40)]


def ask_client(
    search: FactorSearch | None,
    act: Act,
    *,
    operation: Annotated[
        int,
        Label(_("Documento nuestro"), _("El que paga el mismo cheque"), options="own_documents"),
    ],
    number: Annotated[Number, Label(_("Documento que falta"))],
) -> None:
    """The client is asked for the document that the debtor's cheque also covers (step 1).

    Refuses a document of ours that is not to be collected, and one searched with it already.
    """
    ours = to_collect().filter(document__operation_number=operation).first()
    if ours is None:
        raise NotToSearch(operation=operation, field="operation")
    open_search(act.case_id, ours, number, None)


def open_search(
    case_id: int, ours: Original, number: str, amount: Decimal | None, *, state: str = "asked"
) -> FactorSearch:
    """What is searched in a case. Refuses what is searched with the same document already."""
    searched = FactorSearch.objects.filter(original=ours, state__in=("asked", "told", "called"))
    keys = {number_key(text) for text in searched.values_list("number", flat=True)}
    if number_key(number) in keys:
        raise SearchedAlready(field="number")
    return FactorSearch.objects.create(
        case_id=case_id, original=ours, number=number, amount=amount, state=state
    )


def tell_holder(
    search: FactorSearch,
    act: Act,
    *,
    factor: FactorCode,
    told_by: Annotated[
        str, Field(max_length=120), Label(_("Quién avisó"), _("Vacío: quien lo registra"))
    ] = "",
) -> None:
    """The client says that another factoring company has it (step 2)."""
    _change(search, factor=active_factor(factor), told_by=told_by, state=FactorSearch.State.TOLD)


def call_factor(
    search: FactorSearch,
    act: Act,
    *,
    informed_by: Annotated[Text, Label(_("Quién informó"), _("El jefe de cobros de la otra"))],
    amount: Annotated[Amount, Label(_("Valor del documento que tiene"))],
    factor: Annotated[
        str, Label(_("Otra empresa de factoraje"), _("Vacía: la del cliente"), options="factors")
    ] = "",
) -> None:
    """The other company's head of collections is called: it has it, and what it is worth (3).

    Refuses where neither the client nor who calls says which company.
    """
    who = active_factor(factor) if factor else search.factor
    if who is None:
        raise FactorUnsaid(field="factor")
    _change(
        search,
        factor=who,
        informed_by=informed_by[:120],
        amount=amount,
        state=FactorSearch.State.CALLED,
    )


def decide_greater(search: FactorSearch, act: Act, *, remarks: Remarks = "") -> Outcome:
    """Whose document is worth more: that company collects both (step 4).

    Refuses where ours is being lent or delegated, or theirs was borrowed already; and, where theirs
    is the greater, while ours is not in the vault.
    """
    ours, amount = search.original, search.amount or ZERO
    is_ours = ours_is_greater(ours.amount or ZERO, amount)
    check_free([ours])
    if is_ours:
        _check_unborrowed(search)
    elif not to_delegate().filter(pk=ours.pk).exists():
        operation = ours.document.operation_number if ours.document else ""
        raise NotInVault(operation=operation)
    greater = FactorSearch.Greater.OURS if is_ours else FactorSearch.Greater.THEIRS
    _change(search, greater=greater, closed_on=act.on, state=FactorSearch.State.DECIDED)
    return Outcome(str(greater), result={"greater": str(greater)})


def void_search(search: FactorSearch, act: Act, reason: str) -> None:
    """Nobody else has it, or it came to light: nothing is lent."""
    _change(search, state=FactorSearch.State.VOID)


def borrowing_of(search: FactorSearch, case_id: int) -> Borrowing:
    """The loan that a search leads to where ours is the greater (X)."""
    return Borrowing.objects.create(
        case_id=case_id,
        factor_id=search.factor_id or 0,
        original=search.original,
        number=search.number,
        amount=search.amount or ZERO,
    )


def loan_of(search: FactorSearch, case_id: int) -> DocumentLoan:
    """The loan that a search leads to where theirs is the greater (Y)."""
    return DocumentLoan.objects.create(
        case_id=case_id,
        factor_id=search.factor_id or 0,
        original=search.original,
        amount=search.original.amount or ZERO,
    )


def _check_unborrowed(search: FactorSearch) -> None:
    taken = open_borrowings().filter(factor=search.factor, number=search.number)
    if taken.exists():
        raise BorrowedAlready(number=search.number, factor=str(search.factor))


def _change(search: FactorSearch, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(search, name, value)
    search.save(update_fields=list(columns))
