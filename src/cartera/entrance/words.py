"""The words of choices, states and facts as users read them: marked here, translated at render."""

from collections.abc import Mapping

from django.utils.translation import gettext

from cartera.control.people.roles import name_of
from cartera.kernel.refusals import Refusal, Refusals
from cartera.kernel.text import gettext_noop as _

CHOICES: Mapping[str, str] = {
    "quedan": _("quedan"),
    "factura": _("factura"),
    "contrato": _("contrato"),
    "cheque": _("cheque"),
    "transfer": _("transferencia"),
    "cash": _("efectivo"),
    "exchange": _("canje de cheque no negociable"),
    "endorsement": _("endoso"),
    "office": _("recuperación de oficina"),
    "direct": _("abono directo reintegrado"),
    "delegated": _("cobranza delegada"),
    "direct_payment": _("abono directo al cliente"),
    "difference": _("diferencia de cobro"),
    "other": _("otro"),
    "payment": _("pago de documentos"),
    "guarantee": _("garantía"),
    "note": _("nota de abono"),
    "uncollected": _("no cobrado"),
    "reserved": _("reservados"),
    "none": _("sin fondos"),
    "liquidation": _("liquidación por pagar"),
    "disbursement": _("desembolso en proceso"),
    "redeposit": _("se deposita otra vez"),
    "replaced": _("lo sustituye otro"),
    "returned": _("se devuelve"),
    "client": _("al cliente"),
    "third_party": _("es de un tercero"),
    "document": _("entrega el documento"),
    "another_factor": _("lo tiene otra factoraje"),
    "endorse": _("ruta de endosos"),
    "credit": _("lo acredita su dueño"),
    "release": _("se libera"),
    "retain": _("se retiene"),
    "justified": _("se justifica"),
    "completed": _("se completó"),
    "explained": _("se explica con otro documento"),
    "accepted": _("se acepta"),
    "claimed": _("se cobra al cliente"),
    "closing_day": _("día de cierre de la empresa"),
    "legal_ceiling": _("tasa máxima legal"),
    "vat": _("IVA de un concepto"),
    "bounce_charge": _("cargo por cheque rechazado"),
    "bank_account": _("cuenta bancaria propia"),
    "posting_rule": _("regla de contabilización"),
    "company": _("dato de la empresa"),
    "logo": _("logotipo"),
    "periods": _("abrir meses contables hasta un día"),
    "role": _("dar un rol"),
    "stand_in": _("dar una suplencia"),
    "end_role": _("terminar un rol"),
    "invited": _("invitación"),
    "leaves": _("dar de baja: no podrá entrar"),
    "returns": _("permitir que entre de nuevo"),
    "advanced": _("sobre lo financiado"),
    "face": _("sobre lo nominal"),
    "monthly": _("mensual"),
    "annual": _("anual"),
    "days/30": _("días reales sobre mes de 30"),
    "actual/360": _("días reales sobre 360"),
    "actual/365": _("días reales sobre 365"),
    "actual/actual": _("días reales sobre los del año"),
    "simple": _("simple"),
    "daily": _("compuesto cada día"),
    "arrears": _("vencido"),
    "upfront": _("anticipado"),
    "added": _("se suma al ordinario"),
    "replacing": _("sustituye al ordinario"),
    "commission": _("comisión"),
    "interest": _("interés ordinario"),
    "default_interest": _("interés moratorio"),
}

TERMS: Mapping[str, str] = {
    "advance_pct": _("Anticipo, %"),
    "commission_pct": _("Comisión, %"),
    "commission_base": _("Comisión calculada"),
    "rate_pct": _("Tasa, %"),
    "rate_basis": _("Tasa por período"),
    "day_count": _("Cuenta de días"),
    "compounding": _("Interés"),
    "interest_charged": _("Interés cobrado"),
    "default_rate_pct": _("Tasa moratoria, %"),
    "default_basis": _("Tasa moratoria por período"),
    "default_day_count": _("Cuenta de días en mora"),
    "default_compounding": _("Interés moratorio"),
    "default_mode": _("El interés moratorio"),
    "vat_pct": _("IVA, %"),
    "vat_on": _("Llevan IVA"),
}

KINDS: Mapping[str, str] = {
    "opened": _("inició el caso con el paso"),
    "performed": _("hizo el paso"),
    "authorised": _("firmó la autorización del paso"),
    "sent_back": _("devolvió la operación desde el paso"),
    "rejected": _("rechazó la operación en el paso"),
    "refused": _("quiso hacer, y no se le permitió, el paso"),
    "undone": _("deshizo lo que acababa de hacer en el paso"),
    "commented": _("escribió un comentario"),
    "attached": _("adjuntó"),
    "withdrawn": _("retiró del expediente"),
    "system": _("registro del sistema"),
}

EXCEPTIONS: Mapping[str, str] = {
    "line": _("excede la disponibilidad de la línea"),
    "expired": _("la línea no está vigente"),
    "term": _("excede el plazo de la línea"),
    "terms": _("cambia las condiciones de la línea"),
    "debtor": _("excede el límite de un deudor"),
    "ceiling": _("la tasa efectiva pasa la máxima legal"),
}


def word(text: str) -> str:
    """A choice, an exception or a marked sentence as the reader's language says it."""
    known = CHOICES.get(text) or EXCEPTIONS.get(text) or text
    return gettext(known) if known else ""


def role_name(code: str) -> str:
    """The role's name; a code that nobody knows is shown as it is."""
    return gettext(name_of(code))


def said(refusal: Refusal) -> str:
    """A refusal's sentence in the reader's language."""
    template = gettext(refusal.template)
    if template == refusal.template:
        return str(refusal)
    try:
        return template.format(**_details(refusal))
    except (KeyError, IndexError):
        return str(refusal)


def _details(refusal: Refusal) -> Mapping[str, str]:
    """What the sentence tells; a role or a list of papers is marked, as the sentence is."""
    if isinstance(refusal, Refusals) and len(refusal):
        return {**refusal.shown, "first": said(refusal.all[0])}
    return {
        name: ", ".join(gettext(part) if part else "" for part in text.split(", "))
        for name, text in refusal.shown.items()
    }
