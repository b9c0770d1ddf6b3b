"""Why a portfolio is not brought in, and why it is not taken back."""

from collections.abc import Mapping
from types import MappingProxyType

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _

# --- the file -------------------------------------------------------------------------------------


class FileUnknown(Refusal):
    sentence = _("Suba primero el libro de saldos iniciales.")


class FileTooLarge(Refusal):
    sentence = _("El libro pesa más de {most} MB.")


class BookForItsPage(Refusal):
    sentence = _(
        "El libro es grande: propóngalo en la página Saldos iniciales, que lo revisa aparte."
    )


class NothingBrought(Refusal):
    sentence = _("El libro no trae ninguna fila.")


class SheetsUnsound(Refusal):
    """`details["errors"]` is the whole list, each by sheet, row and column."""

    sentence = _("El libro tiene {count} errores; el primero: {first}")


class SheetMissing(Refusal):
    sentence = _("Falta esta hoja; no le cambie el nombre: use la plantilla.")


class SheetTwice(Refusal):
    sentence = _("Esta hoja viene dos veces, con nombres que se leen igual: deje una sola.")


class ColumnsMissing(Refusal):
    sentence = _("Faltan columnas: {columns}.")


class ColumnUnknown(Refusal):
    sentence = _("La columna «{column}» no es de la plantilla.")


class CellBeyond(Refusal):
    sentence = _("Hay algo escrito fuera de las columnas de la plantilla.")


# --- a cell ---------------------------------------------------------------------------------------


class CellMissing(Refusal):
    sentence = _("Falta este dato.")


class TextTooLong(Refusal):
    sentence = _("«{text}» pasa de {most} letras.")


class TextUnkeepable(Refusal):
    sentence = _("Tiene un carácter que no puede guardarse.")


class CodeUnreadable(Refusal):
    sentence = _("«{text}» no sirve de código: solo letras, cifras, punto y guion.")


class WholeNumberUnreadable(Refusal):
    sentence = _("«{text}» no es un número entero entre {low} y {high}.")


class ChoiceUnknown(Refusal):
    sentence = _("«{text}» no es una opción; puede ser: {allowed}.")


class DateFromNumber(Refusal):
    sentence = _("«{text}» es un número y aquí va una fecha: dé a la celda formato de fecha.")


class EmailUnreadable(Refusal):
    sentence = _("«{text}» no es un correo electrónico.")


# --- rows against each other and against what there is --------------------------------------------


class RepeatedInSheet(Refusal):
    sentence = _("«{what}» ya está en la fila {row}.")


class AlreadyRecorded(Refusal):
    sentence = _("«{what}» ya está registrado en Cartera.")


class TaxIdRecorded(Refusal):
    sentence = _("El NIT {what} ya es de otro registro.")


class ClientUnknown(Refusal):
    sentence = _("El cliente «{code}» no está en la hoja de clientes ni en Cartera.")


class DebtorUnknown(Refusal):
    sentence = _("El deudor «{code}» no está en la hoja de deudores ni en Cartera.")


class AssignmentUnknown(Refusal):
    sentence = _("La cesión {number} no está en la hoja de cesiones.")


class AssignmentNotOfClient(Refusal):
    sentence = _("La cesión {number} no es del cliente {code}.")


class ClientWithoutLine(Refusal):
    sentence = _("El cliente «{code}» no tiene línea: agréguela en la hoja de líneas.")


class ClientHasLine(Refusal):
    sentence = _("El cliente «{code}» ya tiene una línea vigente.")


class ClientWithoutAccount(Refusal):
    sentence = _("El cliente «{code}» no tiene cuenta de abono: agréguela en la hoja de cuentas.")


class AccountNotOfClient(Refusal):
    sentence = _("La cuenta «{number}» no es del cliente «{code}».")


class LineExceeded(Refusal):
    sentence = _(
        "Las cesiones vigentes del cliente «{code}» suman {used} y su línea aprueba {approved}."
    )


class LineEndsBeforeItBegins(Refusal):
    sentence = _("La línea vence antes de empezar.")


class NumberAlreadyGiven(Refusal):
    sentence = _(
        "Cartera ya numera cesiones desde la {first}: las que se traen llevan un número menor."
    )


class AssignmentWithoutDocuments(Refusal):
    sentence = _("La cesión {number} no tiene documentos en su hoja.")


class NothingToCollect(Refusal):
    sentence = _("La cesión {number} debe {owed} y no tiene documentos por cobrar.")


class AdvancedBeyondFace(Refusal):
    sentence = _("Lo financiado ({advanced}) pasa del valor del documento ({face}).")


class CollectedBeyondFace(Refusal):
    sentence = _("Lo cobrado ({collected}) pasa del valor del documento ({face}).")


class CapitalBeyondAdvanced(Refusal):
    sentence = _("El saldo de capital ({capital}) pasa de lo financiado ({advanced}).")


class OwedByClientAndToHim(Refusal):
    sentence = _("Con saldo a favor del cliente no puede haber intereses ni cargos pendientes.")


class SettledAlready(Refusal):
    sentence = _("La cesión no debe nada, ni se le debe al cliente: no hace falta traerla.")


class MaturesBeforeItBegins(Refusal):
    sentence = _("La cesión vence antes de empezar.")


class BeginsAfterCut(Refusal):
    sentence = _("La fecha {day} es posterior al corte ({cut_on}).")


class InterestBeforeStart(Refusal):
    sentence = _("El interés no pudo cobrarse hasta un día anterior al inicio ({began_on}).")


class DocumentTaken(Refusal):
    sentence = _("El documento «{number}» de ese deudor ya está en la cesión {assignment}.")


class AmountOnBothSides(Refusal):
    sentence = _("Una fila lleva deudor o acreedor, uno solo y mayor que cero.")


class AccountUnknown(Refusal):
    sentence = _("La cuenta «{code}» no está en el catálogo.")


class AccountTakesNoPostings(Refusal):
    sentence = _("La cuenta «{code}» es de mayor: use una que admita partidas.")


class AccountByClient(Refusal):
    sentence = _("En la cuenta «{code}» diga de qué cliente es el saldo.")


class SubAccountByCode(Refusal):
    sentence = _("No ponga la subcuenta de un cliente: ponga «{code}» y el código del cliente.")


class InterestKeptAsCash(Refusal):
    sentence = _(
        "Cartera contabiliza el interés cuando se cobra: la cuenta «{code}» debe entrar en cero."
    )


class BalancesUneven(Refusal):
    sentence = _("Los saldos del mayor no cuadran: deudores {debits}, acreedores {credits}.")


class ControlDiffers(Refusal):
    sentence = _(
        "La cuenta «{code}»{client} trae {booked} y el detalle suma {kept}: "
        "la diferencia es {difference}."
    )


# --- the day, and the whole -----------------------------------------------------------------------


class CutInFuture(Refusal):
    sentence = _("La fecha de corte no puede ser posterior a hoy ({today}).")


class OpeningStands(Refusal):
    sentence = _("Ya hay saldos iniciales registrados, al {cut_on}: anúlelos antes de traer otros.")


class OpeningWaits(Refusal):
    sentence = _("Ya hay saldos iniciales por autorizar: autorícelos o rechácelos antes.")


class NoOpeningStands(Refusal):
    sentence = _("No hay saldos iniciales registrados que anular.")


class BuiltUpon(Refusal):
    sentence = _("No se pueden anular los saldos iniciales: ya se trabajó sobre ellos ({what}).")


CONSTRAINTS: Mapping[str, type[Refusal]] = MappingProxyType(
    {"opening_balances_stand_once": OpeningStands}
)
