"""Why the desk says no before any act is asked."""

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _
from cartera.kernel.workbook import (
    FileDamaged,
    FileNotSheet,
    FileSuspicious,
    FileTookTooLong,
    FileTooManyRows,
)

__all__ = [
    "AnswerUnreadable",
    "ColumnUnknown",
    "FileDamaged",
    "FileEmpty",
    "FileNotSheet",
    "FileNotText",
    "FileSuspicious",
    "FileTooLarge",
    "FileTooManyRows",
    "FileTookTooLong",
    "InstantUnreadable",
    "TooManyColumns",
    "WholeNumberUnreadable",
]


class WholeNumberUnreadable(Refusal):
    sentence = _("«{text}» no es un número entero; escriba solo cifras, como 45.")


class InstantUnreadable(Refusal):
    sentence = _("«{text}» no es fecha y hora; escríbalas como 19/02/2026 14:30.")


class AnswerUnreadable(Refusal):
    sentence = _("«{text}» no es sí ni no.")


class ColumnUnknown(Refusal):
    sentence = _("La columna «{column}» no se conoce; las columnas son: {columns}.")


class TooManyColumns(Refusal):
    sentence = _("La fila {row} tiene {count} columnas y se esperan a lo más {most}.")


class FileTooLarge(Refusal):
    sentence = _("El archivo es demasiado grande: se aceptan hasta {most} MB.")


class FileEmpty(Refusal):
    sentence = _("El archivo está vacío o no tiene filas.")


class FileNotText(Refusal):
    sentence = _("El archivo de texto no está en UTF-8 o tiene caracteres que no son texto.")


class AmountNotTypedAgain(Refusal):
    sentence = _("Escriba otra vez el monto que sale, para confirmar que es el que usted leyó.")


class AmountTypedAgainDiffers(Refusal):
    sentence = _("«{typed}» no es el monto que sale: léalo de nuevo antes de confirmar.")


class DueBeforeStart(Refusal):
    sentence = _("Vence el {due_on}, y el desembolso sería el {starts_on}: debe vencer después.")


class LineNotYours(Refusal):
    sentence = _("El cliente {client} no tiene una línea vigente que usted pueda ver.")


class TermUnknown(Refusal):
    sentence = _("Escriba el plazo, o la fecha de cobro de algún documento.")


class DayToCome(Refusal):
    sentence = _("El {day} todavía no llega: se muestra hoy.")
