"""Why the engine says no, in the order in which it asks."""

from typing import cast

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class NoSuchTask(Refusal):
    sentence = _("No existe la tarea {task}.")


class NoSuchStep(Refusal):
    sentence = _("No existe el paso {step} en el procedimiento {procedure}.")


class TaskNotOpen(Refusal):
    sentence = _("El paso {step} ya no está pendiente: alguien lo atendió antes.")


class OpenedByAnother(Refusal):
    sentence = _("{procedure} no se inicia a mano: lo abre otro procedimiento.")


class RoleMissing(Refusal):
    sentence = _("Este paso es de {role}; usted no tiene ese rol hoy.")


class BarredByFourEyes(Refusal):
    sentence = _("Quien hizo el paso {step} de este caso no puede hacer también este paso.")


class InputsInvalid(Refusal):
    """Gathers what is wrong with each field: `details["errors"]` is a list of (path, sentence)."""

    sentence = _("Revise los datos señalados: {summary}")

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Path of the field, dotted, and its sentence."""
        return cast("list[tuple[str, str]]", self.details["errors"])


class ReasonMissing(Refusal):
    sentence = _("Escriba el motivo.")


class CannotSendBack(Refusal):
    sentence = _("El paso {step} no puede devolverse a ese paso.")


class CannotReject(Refusal):
    sentence = _("En el paso {step} no puede rechazarse la operación.")


class ApprovalOutdated(Refusal):
    sentence = _(
        "Lo que se firmó en el paso {step} cambió después de la firma: la firma ya no vale "
        "y debe repetirse."
    )


class ContentChanged(Refusal):
    sentence = _("Los datos cambiaron mientras usted los revisaba: véalos de nuevo y firme.")


class KeyReused(Refusal):
    sentence = _("Esa clave de envío ya se usó con otros datos.")


class KeyTooLong(Refusal):
    sentence = _("La clave de envío tiene de 1 a {longest} letras.")


class ClaimedByAnother(Refusal):
    sentence = _("La tarea ya la tomó {who}.")


class RemarkTooLong(Refusal):
    sentence = _("La nota tiene a lo más {most} letras; ponga lo demás en un comentario del caso.")


class SnoozeNotAhead(Refusal):
    sentence = _("Elija un día y una hora que todavía no hayan pasado.")


class SnoozeTooLong(Refusal):
    sentence = _("Una tarea puede posponerse a lo más {days} días.")


class OverdueStays(Refusal):
    sentence = _("Una tarea vencida no se pospone: atiéndala o devuélvala a la bandeja común.")


class NotSnoozed(Refusal):
    sentence = _("Esa tarea ya no estaba pospuesta.")


class NothingToUndo(Refusal):
    sentence = _("No hay nada suyo que deshacer aquí.")


class TooLateToUndo(Refusal):
    sentence = _("Ya no se puede deshacer: pasaron los {seconds} segundos o ya se había deshecho.")


class TouchedSince(Refusal):
    sentence = _("No se puede deshacer: alguien siguió con el caso. Use los pasos del caso.")


class ValueTooLarge(Refusal):
    sentence = _("Uno de los datos es demasiado largo o demasiado grande.")


class Conflict(Refusal):
    """The database itself refused; the rule is named, for whoever keeps the program."""

    sentence = _("La operación choca con otra o con una regla de la base de datos ({rule}).")


class UnknownRole(Refusal):
    sentence = _("No existe el rol {role}.")


class UnknownPerson(Refusal):
    sentence = _("No hay una persona activa con el usuario {user}.")


class StandInNeedsEnd(Refusal):
    sentence = _("Una suplencia tiene a quién suple y hasta cuándo.")


class AbsentLacksRole(Refusal):
    sentence = _("{who} no tiene el rol {role} en esas fechas.")


class RolesConflict(Refusal):
    sentence = _("El rol {role} no puede estar en la misma persona que {other}.")


class AccessForOneself(Refusal):
    sentence = _("Nadie autoriza su propio acceso: lo decide otra persona.")


class UsernameUnfit(Refusal):
    sentence = _("El usuario lleva de 2 a 30 letras minúsculas sin tilde, cifras, punto o guion.")


class UsernameTaken(Refusal):
    sentence = _("Ya hay una persona con el usuario {username}.")


class EmailTaken(Refusal):
    sentence = _("Ya hay una persona con ese correo.")


class EmailUnreadable(Refusal):
    sentence = _("«{email}» no es un correo electrónico.")


class InvitationOver(Refusal):
    sentence = _("Esta invitación venció o ya se usó: pida otra a quien administra los accesos.")


class AlreadyOut(Refusal):
    sentence = _("{who} ya está de baja.")


class AlreadyIn(Refusal):
    sentence = _("{who} no está de baja.")


class StateMoved(Refusal):
    """A guard of the database refused a change of state, or of what is written once."""

    sentence = _("Esto ya cambió de estado o no puede cambiarse: vuelva a abrir el caso.")


CONSTRAINTS = {
    "state_change_is_declared": StateMoved,
    "first_state_is_declared": StateMoved,
    "column_is_written_once": StateMoved,
    "evidence_is_append_only": StateMoved,
    "rows_are_never_deleted": StateMoved,
    "a_step_waits_once": TaskNotOpen,
}
