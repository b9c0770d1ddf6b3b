"""Why the books do not close or reopen."""

from collections.abc import Mapping
from types import MappingProxyType

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class DayNotReady(Refusal):
    """`details["obstacles"]` is the list of what prevents it, in the order found."""

    sentence = _("El día {on} no puede cerrarse todavía: {summary}")


class DayAlreadyClosed(Refusal):
    sentence = _("El día {on} ya está cerrado; el último cerrado es {closed_on}.")


class DayClosedMeanwhile(Refusal):
    sentence = _("Otra persona cerró el día mientras usted lo hacía.")


class DayStillToCome(Refusal):
    sentence = _("El día {on} no ha llegado: hoy es {today}.")


class DayNotClosed(Refusal):
    sentence = _("El día {on} no está cerrado.")


class CheckpointDiffers(Refusal):
    sentence = _(
        "El punto de control {seq} no coincide con la cadena de auditoría: no lo reciba y "
        "verifique los libros."
    )


class DayOrMonth(Refusal):
    sentence = _("Diga qué se reabre: un día o un mes, uno solo.")


class MonthUnreadable(Refusal):
    sentence = _("«{text}» no es un mes; escríbalo como 2026-02.")


class MonthNotOver(Refusal):
    sentence = _("El mes {period} no puede cerrarse: su último día aún no está cerrado.")


class EarlierMonthOpen(Refusal):
    sentence = _("El mes {earlier} sigue abierto: ciérrelo antes que {period}.")


CONSTRAINTS: Mapping[str, type[Refusal]] = MappingProxyType(
    {"a_day_is_closed_once": DayClosedMeanwhile}
)


class SettingIncomplete(Refusal):
    sentence = _("Falta este dato para el ajuste pedido.")


class SettingValueUnknown(Refusal):
    sentence = _("Ese valor no es posible; puede ser: {allowed}.")


class CompanyThere(Refusal):
    sentence = _("La empresa ya está fundada.")


class RolesMeet(Refusal):
    sentence = _("{who} no puede tener «{role}» junto con «{other}»: dé uno a otra persona.")


class PeriodsOutOfReach(Refusal):
    sentence = _("El último mes abierto es {last}: pida un día posterior, a lo más {most} meses.")


class AccountInUse(Refusal):
    sentence = _("La cuenta {code} ya lleva «{role}»: cada saldo que se cuadra tiene la suya.")
