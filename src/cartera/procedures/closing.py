"""The procedures that close the books and open them again, each with maker and checker."""

from datetime import date

from cartera.control.people.models import User
from cartera.control.workflow.definitions import Authorisation, Procedure, Step, checker
from cartera.control.workflow.engine import open_case, perform
from cartera.control.workflow.models import Task
from cartera.control.workflow.registry import register
from cartera.kernel.text import gettext_noop as _
from cartera.procedures import closing_acts as closing
from cartera.procedures.models import DayClosing, PeriodClosing, Reopening

INT_04 = register(
    Procedure(
        code="INT-04",
        title=_("Cierre del día"),
        subject=DayClosing,
        describe=lambda day: (f"Cierre del {day}", ""),
        house=True,
        steps=(
            Step(
                1,
                "CONTAB",
                _("Comprueba que todo está contabilizado, prueba los saldos y cierra el día"),
                act=closing.close_day,
            ),
            Step(
                2,
                "AUD_INT",
                _("Recibe el punto de control de la auditoría y lo compara con la cadena"),
                act=closing.receive_checkpoint,
                not_by=(1,),
            ),
        ),
    )
)

INT_05 = register(
    Procedure(
        code="INT-05",
        title=_("Reapertura de un día o de un mes"),
        subject=Reopening,
        describe=lambda reopening: (str(reopening), ""),
        on_reject=closing.reject_reopening,
        house=True,
        steps=(
            Step(
                1,
                "CONTAB",
                _("Pide reabrir un día o un mes cerrado, con su motivo"),
                act=closing.request_reopening,
            ),
            checker(2, "G_GRAL", _("Autoriza la reapertura"), closing.authorise_reopening),
        ),
    )
)

INT_09 = register(
    Procedure(
        code="INT-09",
        title=_("Cierre del mes"),
        subject=PeriodClosing,
        describe=lambda month: (str(month), ""),
        on_reject=closing.reject_period_close,
        house=True,
        steps=(
            Step(
                1,
                "CONTAB",
                _("Prueba el mes y pide cerrarlo; gerencia general o auditoría lo autoriza"),
                act=closing.propose_period_close,
                authorises=Authorisation(
                    groups=(("G_GRAL", "AUD_INT"),),
                    text=_("Gerencia general o auditoría interna"),
                ),
                approves=closing.content_of_period_close,
                can_reject=True,
            ),
            Step(
                2,
                "CONTAB",
                _("Cierra el mes: no admite más partidas"),
                act=closing.close_month,
                requires=(1,),
            ),
        ),
    )
)


def close_day(maker: User, checker: User, *, on: date | None = None, remarks: str = "") -> int:
    """Live INT-04 whole: `maker` closes the day, `checker` receives its checkpoint; the case."""
    typed = {"on": on.isoformat() if on else None, "remarks": remarks}
    case_id = open_case(INT_04.code, maker, typed).case_id
    task = Task.objects.get(case_id=case_id, state="open")
    perform(task.pk, checker, {"remarks": remarks})
    return case_id
