"""What the workbook of opening balances holds: its sheets and columns, declared once.

The template that is downloaded, the reader and the export all follow from this table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal

from cartera.kernel.text import gettext_noop as _

Kind = Literal["text", "code", "amount", "signed", "pct", "day", "whole", "choice", "email"]
Example = str | int | Decimal | date

IGNORED: Final = "← ejemplo"  # a row with a cell that begins so is not read
MOST_ROWS: Final = 200_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key and title, what its cells hold, and an example for the template.

    `choices` pairs what is written with what is kept. `most` is letters, or the highest number.
    """

    key: str
    title: str
    kind: Kind = "text"
    needed: bool = False
    example: Example = ""
    note: str = ""
    most: int = 150
    choices: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A sheet: the name of its tab, what it is for, its columns in order."""

    key: str
    title: str
    about: str
    columns: tuple[Column, ...]

    def column(self, key: str) -> Column:
        """The column of that key."""
        return next(column for column in self.columns if column.key == key)


def _may(
    key: str, title: str, kind: Kind = "text", example: Example = "", *more: Any, **named: Any
) -> Column:
    """A column whose cells may be empty."""
    return _column(key, title, kind, example, *more, **named)


def _must(
    key: str, title: str, kind: Kind = "text", example: Example = "", *more: Any, **named: Any
) -> Column:
    """A column whose cells say something."""
    return replace(_column(key, title, kind, example, *more, **named), needed=True)


def _column(
    key: str,
    title: str,
    kind: Kind,
    example: Example,
    note: str = "",
    most: int = 150,
    choices: Mapping[str, str] | None = None,
) -> Column:
    return Column(key, title, kind, example=example, note=note, most=most, choices=choices)


_PERIODS: Final = {_("mensual"): "monthly", _("anual"): "annual"}
_DAYS: Final = {
    _("días reales sobre mes de 30"): "days/30",
    _("días reales sobre 360"): "actual/360",
    _("días reales sobre 365"): "actual/365",
    _("días reales sobre los del año"): "actual/actual",
}
_CHARGED: Final = {_("vencido"): "arrears", _("anticipado"): "upfront"}
_DOCUMENTS: Final = {
    _("quedan"): "quedan",
    _("factura"): "factura",
    _("contrato"): "contrato",
}
_CLAIMS: Final = {
    _("abono directo al cliente"): "direct_payment",
    _("cheque rechazado"): "bounced_cheque",
    _("diferencia de cobro"): "difference",
    _("otro"): "other",
}

_CODE_NOTE = _("Letras, cifras, punto y guion; hasta 12. Con él se nombra en las otras hojas.")

CLIENTS = Sheet(
    "clients",
    "clientes",
    _("Un cliente por fila: quien cede sus documentos."),
    (
        _must("code", _("Código"), "code", "0001", _CODE_NOTE, 12),
        _must("name", _("Razón social"), "text", "Distribuidora Izalco, S.A. de C.V."),
        _may("tax_id", _("NIT"), "text", "0614-050707-104-8", "", 20),
        _may("registry_id", _("NRC"), "text", "123456", "", 20),
        _may("activity", _("Giro"), "text", _("Venta de abarrotes")),
        _may("address", _("Dirección"), "text", "San Salvador", "", 250),
        _may("telephone", _("Teléfono"), "text", "2222-0000", "", 60),
        _may("email", _("Correo electrónico"), "email", "pagos@cliente.example"),
        _may("representative", _("Representante legal"), "text", "Silvia Menjívar"),
        _may("representative_id", _("DUI del representante"), "text", "", "", 20),
        _may("risk_category", _("Categoría de riesgo"), "text", "A1", "", 4),
    ),
)
ACCOUNTS = Sheet(
    "accounts",
    "cuentas",
    _("Las cuentas de banco a las que se abona a cada cliente; la primera es la principal."),
    (
        _must("client", _("Cliente"), "code", "0001", "", 12),
        _must("bank", _("Banco"), "text", "Banco Agrícola", "", 80),
        _must("number", _("Cuenta"), "text", "5010-001122-3", "", 34),
        _may("holder", _("Titular"), "text", "", _("Vacío: el cliente.")),
    ),
)
DEBTORS = Sheet(
    "debtors",
    "deudores",
    _("Un deudor por fila: quien paga los documentos."),
    (
        _must("code", _("Código"), "code", "D001", _CODE_NOTE, 12),
        _must("name", _("Razón social"), "text", "Comercial Sonsonate, S.A."),
        _must("limit_amount", _("Límite"), "amount", Decimal("80000.00")),
        _may("tax_id", _("NIT"), "text", "", "", 20),
        _may("address", _("Dirección de cobro"), "text", "Sonsonate", "", 250),
        _may("zone", _("Zona"), "text", _("Occidente"), "", 40),
        _may("telephone", _("Teléfono"), "text", "", "", 60),
    ),
)
LINES = Sheet(
    "lines",
    "líneas",
    _("La línea vigente de cada cliente y sus condiciones; lo vacío toma lo usual."),
    (
        _must("client", _("Cliente"), "code", "0001", "", 12),
        _must("amount_approved", _("Monto aprobado"), "amount", Decimal("100000.00")),
        _must("from_on", _("Desde"), "day", date(2026, 1, 1)),
        _must("expires_on", _("Vence"), "day", date(2026, 12, 31)),
        _may("max_term_days", _("Plazo máximo, días"), "whole", 120, "", 720),
        _may("segment", _("Segmento"), "text", "", "", 40),
        _may("advance_pct", _("Anticipo, %"), "pct", Decimal(90)),
        _may("rate_pct", _("Tasa, %"), "pct", Decimal(2)),
        _may("rate_basis", _("Tasa por período"), "choice", "mensual", choices=_PERIODS),
        _may("day_count", _("Cuenta de días"), "choice", choices=_DAYS),
        _may("interest_charged", _("Interés cobrado"), "choice", choices=_CHARGED),
        _may("commission_pct", _("Comisión, %"), "pct", Decimal(1)),
        _may("default_rate_pct", _("Tasa moratoria, % anual"), "pct", Decimal(36)),
        _may("vat_pct", _("IVA, %"), "pct", Decimal(13)),
    ),
)
ASSIGNMENTS = Sheet(
    "assignments",
    "cesiones",
    _("Las cesiones abiertas a la fecha de corte, con lo que se debe de cada una."),
    (
        _must("number", _("Cesión"), "whole", 1542, _("Su número de siempre."), 999_999_999),
        _must("client", _("Cliente"), "code", "0001", "", 12),
        _may("account", _("Cuenta de abono"), "text", "", _("Vacía: la principal."), 34),
        _must("disbursed_on", _("Inicio"), "day", date(2025, 12, 15)),
        _must("matures_on", _("Vence"), "day", date(2026, 2, 13)),
        _must(
            "capital",
            _("Saldo de capital"),
            "signed",
            Decimal("9000.00"),
            _("Negativo: pagada de más; es del cliente y espera liquidarse."),
        ),
        _must(
            "charged_to",
            _("Interés cobrado hasta"),
            "day",
            date(2025, 12, 31),
            _("Desde el día siguiente corre interés sobre el saldo."),
        ),
        _may("interest_due", _("Interés pendiente"), "amount", Decimal("0.00")),
        _may("default_interest_due", _("Mora pendiente"), "amount", Decimal("0.00")),
        _may("charges_due", _("Cargos pendientes"), "amount", Decimal("0.00")),
        _may("prepaid_interest", _("Interés anticipado por devengar"), "amount"),
        _may("prepaid_vat", _("IVA anticipado por devengar"), "amount"),
        _may("rate_pct", _("Tasa, %"), "pct", note=_("Vacía: la de la línea.")),
        _may("default_rate_pct", _("Tasa moratoria, % anual"), "pct"),
    ),
)
DOCUMENTS = Sheet(
    "documents",
    "documentos",
    _("Los documentos de cada cesión: los por cobrar, y los cobrados si quiere conservarlos."),
    (
        _must("assignment", _("Cesión"), "whole", 1542, "", 999_999_999),
        _must("debtor", _("Deudor"), "code", "D001", "", 12),
        _may("kind", _("Tipo"), "choice", "quedan", _("Vacío: quedan."), 0, _DOCUMENTS),
        _must("number", _("Número"), "text", "Q-2587", "", 40),
        _must("amount", _("Valor"), "amount", Decimal("10000.00")),
        _must("amount_advanced", _("Financiado"), "amount", Decimal("9000.00")),
        _may("collected", _("Cobrado"), "amount", Decimal("0.00")),
        _may("issued_on", _("Emitido"), "day"),
        _must("due_on", _("Fecha de cobro"), "day", date(2026, 2, 10)),
    ),
)
CLAIMS = Sheet(
    "claims",
    "cargos",
    _("Lo que los clientes deben fuera de sus cesiones y se les descontará."),
    (
        _must("client", _("Cliente"), "code", "0001", "", 12),
        _may("assignment", _("Cesión"), "whole", "", "", 999_999_999),
        _may("kind", _("Clase"), "choice", "otro", _("Vacía: otro."), 0, _CLAIMS),
        _must("amount", _("Monto"), "amount", Decimal("125.00")),
        _must("reason", _("Motivo"), "text", _("Abono directo sin reintegrar"), "", 300),
        _must("claimed_on", _("Fecha"), "day", date(2025, 12, 20)),
    ),
)
BALANCES = Sheet(
    "balances",
    "saldos del mayor",
    _("El balance al corte. Vacía: solo entra la cartera, contra su cuenta puente."),
    (
        _must("account", _("Cuenta"), "text", "102", "", 20),
        _may("client", _("Cliente"), "code", "", _("Obligado en cuentas por cobrar."), 12),
        _may("debit", _("Deudor"), "amount", Decimal("25000.00")),
        _may("credit", _("Acreedor"), "amount", ""),
    ),
)

SHEETS: Final = (CLIENTS, ACCOUNTS, DEBTORS, LINES, ASSIGNMENTS, DOCUMENTS, CLAIMS, BALANCES)
