"""Opening other factoring companies: one person records, another admits (INT-23)."""

from typing import Annotated

from cartera.control.workflow.definitions import Act
from cartera.control.workflow.inputs import Label, Note
from cartera.credit.parties.acts import Code, Name
from cartera.credit.parties.models import Factor
from cartera.credit.parties.refusals import CodeTaken, FactorNotActive, UnknownFactor
from cartera.kernel.search import search_key
from cartera.kernel.text import gettext_noop as _


def record_factor(
    factor: Factor | None,
    act: Act,
    *,
    code: Annotated[Code, Label(_("Código"))],
    name: Annotated[Name, Label(_("Razón social"))],
    contact: Annotated[str, Label(_("Jefe de cobros"), _("Con quien se habla allá"))] = "",
    telephone: Annotated[str, Label(_("Teléfono"))] = "",
    email: Annotated[str, Label(_("Correo electrónico"))] = "",
    address: Annotated[str, Label(_("Dirección"))] = "",
) -> None:
    """Record another factoring company (INT-23 step 1)."""
    factor = factor or Factor(case_id=act.case_id)
    if Factor.objects.filter(code=code).exclude(pk=factor.pk or 0).exists():
        raise CodeTaken(code=code, field="code")
    factor.code, factor.name, factor.search_name = code, name, search_key(name)
    factor.contact, factor.telephone = contact, telephone
    factor.email, factor.address = email, address
    factor.save()


def admit_factor(
    factor: Factor, act: Act, *, remarks: Annotated[Note, Label(_("Observaciones"))] = ""
) -> None:
    """Admit a recorded factoring company (INT-23 step 2)."""
    Factor.objects.filter(pk=factor.pk).update(state="active")


def reject_factor(factor: Factor, act: Act, reason: str) -> None:
    """Turn a recorded factoring company down."""
    Factor.objects.filter(pk=factor.pk).update(state="rejected")


def active_factor(code: str) -> Factor:
    """The factoring company of that code; refuses an unknown or inactive one."""
    factor = Factor.objects.filter(code=code).first()
    if factor is None:
        raise UnknownFactor(code=code, field="factor")
    if factor.state != "active":
        raise FactorNotActive(factor=factor.name, field="factor")
    return factor
