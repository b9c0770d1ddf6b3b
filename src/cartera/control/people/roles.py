"""The roles of the manual, and the few that a company needs beside them.

Codes are the manual's own abbreviations (section E.6); names are what users read.
"""

from dataclasses import dataclass

from cartera.kernel.text import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Role:
    """A job in a procedure. `external` people are not on the payroll; `house` roles are not in the
    manual."""

    code: str
    name: str
    kind: str = "staff"

    @property
    def is_external(self) -> bool:
        return self.kind == "external"


_ALL = (
    Role("CTE", _("Cliente"), "external"),
    Role("DEU", _("Deudor (comprador)"), "external"),
    Role("REC", _("Recepción")),
    Role("AUX_C", _("Auxiliar de cobros")),
    Role("EJ_NEG", _("Ejecutivo de negocios")),
    Role("G_GRAL", _("Gerencia general")),
    Role("AUX_D", _("Auxiliar de desembolsos")),
    Role("G_OP", _("Gerencia de operaciones")),
    Role("AP_AB", _("Aplicación de abonos")),
    Role("J_COB", _("Jefe de cobros")),
    Role("R_CUST", _("Responsable de custodia")),
    Role("G_COB", _("Gestor de cobros")),
    Role("J_OP", _("Jefe de operaciones")),
    Role("EMP_FACT", _("Otra empresa de factoraje"), "external"),
    Role("CONTAB", _("Contabilidad")),
    Role("COM_MORA", _("Comité de mora")),
    Role("ASIST_NEG", _("Asistente de negocios")),
    Role("COB_J_EXT", _("Cobro judicial externo"), "external"),
    Role("AUD_INT", _("Auditoría interna")),
    Role("G_NEG", _("Gerencia de negocios")),
    Role("ASIST_CONT", _("Asistente contable")),
    Role("COORD_FIN", _("Coordinación financiera")),
    Role("GER_OPER", _("Gerencia de la operación")),
    Role("DIR_FIN", _("Dirección financiera")),
    Role("ADM_ACC", _("Administración de accesos"), "house"),
)

ROLES: dict[str, Role] = {role.code: role for role in _ALL}
MANUAL_ROLES: dict[str, Role] = {r.code: r for r in _ALL if r.kind != "house"}

# Who keeps the papers, who applies the money, who posts it, and who hands out the keys must be
# four people (quality.md S3). PCI-F09 lets one role apply and post: that is four eyes by step.
_INCOMPATIBLE = (
    frozenset({"R_CUST", "AP_AB"}),
    frozenset({"R_CUST", "CONTAB"}),
    frozenset({"AP_AB", "CONTAB"}),
    frozenset({"AUX_D", "CONTAB"}),
    frozenset({"ADM_ACC", "R_CUST"}),
    frozenset({"ADM_ACC", "AP_AB"}),
    frozenset({"ADM_ACC", "CONTAB"}),
    frozenset({"ADM_ACC", "G_OP"}),
    frozenset({"ADM_ACC", "AUX_D"}),
    frozenset({"AUX_D", "G_OP"}),
    frozenset({"G_OP", "G_GRAL"}),
)
_AUDIT = "AUD_INT"


def conflicting(held: frozenset[str], asked: str) -> str | None:
    """The role among `held` that may not meet `asked` in one person, or None.

    Internal audit meets no other role: who watches the work does none of it.
    """
    for role in sorted(held - {asked}):
        if frozenset({role, asked}) in _INCOMPATIBLE or _AUDIT in (role, asked):
            return role
    return None


def name_of(code: str) -> str:
    """A role's Spanish name; what is no role's code as it is."""
    return ROLES[code].name if code in ROLES else code
