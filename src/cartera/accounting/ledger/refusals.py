"""Each reason the books have to say no; what PostgreSQL refuses is found by its rule's name."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from django.db import DatabaseError

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _

Rules = Mapping[str, type[Refusal]]


class EntryUnbalanced(Refusal):
    sentence = _(
        "La partida no cuadra: los cargos suman {debits} y los abonos {credits};"
        " la diferencia es {difference}."
    )


class EntryNotWhole(Refusal):
    sentence = _("La partida no cuadra o no tiene todas sus líneas.")


class EntryHasTooFewLines(Refusal):
    sentence = _("Una partida tiene al menos dos líneas.")


class EventMissing(Refusal):
    sentence = _("La partida debe decir el hecho del que nace y su concepto.")


class LineIsNeitherDebitNorCredit(Refusal):
    sentence = _("La línea {n} debe llevar un cargo o un abono mayor que cero, nunca ambos.")


class LineAmountRefused(Refusal):
    sentence = _("Cada línea lleva un cargo o un abono mayor que cero, nunca ambos.")


class AmountNotInCents(Refusal):
    sentence = _("El monto de la línea {n} no es una cantidad en centavos que quepa aquí.")


class LineHasNoAccount(Refusal):
    sentence = _("La línea {n} debe señalar una cuenta o un concepto contable, uno solo.")


class PostedEntryTakesNoLines(Refusal):
    sentence = _("Una partida ya registrada no admite más líneas.")


class HeadingTakesNoPostings(Refusal):
    sentence = _("No se puede registrar en una cuenta de mayor; elija una que admita partidas.")


class AccountUnknown(Refusal):
    sentence = _("La cuenta {code} no está en el catálogo.")


class AccountExists(Refusal):
    sentence = _("La cuenta {code} ya está en el catálogo.")


class AccountInUse(Refusal):
    sentence = _("La cuenta ya tiene partidas: su código, naturaleza y clase no cambian.")


class AccountIsNotHeading(Refusal):
    sentence = _("La cuenta {code} admite partidas: no puede tener subcuentas.")


class ClientHasNoAccount(Refusal):
    sentence = _("El cliente {client} no tiene subcuenta en {account}.")


class RoleHasNoAccount(Refusal):
    sentence = _("El mapa contable no señala cuenta para «{role}».")


class ChartUnknown(Refusal):
    sentence = _("No hay un catálogo de cuentas llamado «{chart}».")


class ChartAlreadyLoaded(Refusal):
    sentence = _("El catálogo de cuentas ya fue cargado.")


class SeriesUnknown(Refusal):
    sentence = _("No hay una serie de partidas «{series}».")


class NumberOutOfOrder(Refusal):
    sentence = _("El número de la partida no sigue al último de su serie.")


class PeriodMissing(Refusal):
    sentence = _("El período contable de {on} no ha sido abierto.")


class PeriodClosed(Refusal):
    sentence = _("El período contable está cerrado y no admite registros.")


class DayClosed(Refusal):
    sentence = _("El día de la partida ya está cerrado: registre en un día abierto.")


class PeriodStateRefused(Refusal):
    sentence = _("El período {period} no está en el estado que este acto requiere.")


class PeriodChangeUntold(Refusal):
    sentence = _("Abrir o cerrar un período deja constancia de quién lo hizo y por qué.")


class DateOutsidePeriod(Refusal):
    sentence = _("La fecha de la partida no cae en su período contable.")


class ReasonMissing(Refusal):
    sentence = _("Escriba el motivo.")


class EntryAlreadyReversed(Refusal):
    sentence = _("La partida ya fue revertida.")


class ReversalIsNotReversed(Refusal):
    sentence = _("Una reversión no se revierte: registre la partida de nuevo.")


class CorrectedEntryIsNotReversed(Refusal):
    sentence = _("La partida tiene contrapartidas parciales vigentes: revierta primero esas.")


class ReversalDiffers(Refusal):
    sentence = _("La reversión debe deshacer línea por línea la partida que nombra.")


class ReversedTwoWays(Refusal):
    sentence = _("Una partida revierte otra entera o la corrige en parte, no ambas cosas.")


class EvidenceKept(Refusal):
    sentence = _("Lo registrado en los libros no se modifica ni se borra: se revierte.")


BY_RULE: Rules = MappingProxyType(
    {
        "an_entry_is_balanced": EntryNotWhole,
        "an_entry_has_all_its_lines": EntryNotWhole,
        "an_entry_has_two_lines_or_more": EntryHasTooFewLines,
        "an_entry_moves_an_amount": LineAmountRefused,
        "an_entry_says_what_happened": EventMissing,
        "an_entry_reverses_or_corrects_never_both": ReversedTwoWays,
        "an_entry_has_its_own_number_in_its_series": NumberOutOfOrder,
        "entry_numbers_start_at_one": NumberOutOfOrder,
        "entry_numbers_have_no_holes": NumberOutOfOrder,
        "an_entry_falls_in_an_open_period": PeriodClosed,
        "an_entrys_date_falls_in_its_period": DateOutsidePeriod,
        "an_entry_falls_on_an_open_day": DayClosed,
        "a_line_is_debit_or_credit_never_both": LineAmountRefused,
        "line_numbers_start_at_one": PostedEntryTakesNoLines,
        "a_posted_entry_takes_no_more_lines": PostedEntryTakesNoLines,
        "a_heading_takes_no_postings": HeadingTakesNoPostings,
        "a_reversal_mirrors_its_origin": ReversalDiffers,
        "ledger_entry_reverses_id_key": EntryAlreadyReversed,
        "an_account_in_use_keeps_what_it_is": AccountInUse,
        "a_periods_change_leaves_evidence": PeriodChangeUntold,
        "a_period_counts_its_changes": PeriodChangeUntold,
        "a_reopening_gives_its_reason": ReasonMissing,
        "evidence_is_append_only": EvidenceKept,
    }
)


def rule_of(error: DatabaseError) -> str:
    """The name of the constraint or guard that PostgreSQL refused by; empty if it names none."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""


def refusal_of(error: DatabaseError, rules: Rules = BY_RULE) -> Refusal | None:
    """The refusal that a database error stands for, or nothing when `rules` do not know it."""
    refusal = rules.get(rule_of(error))
    return refusal() if refusal else None


@contextmanager
def refusing_by(rules: Rules) -> Iterator[None]:
    """Turn what PostgreSQL refuses by one of these rules into the refusal with its sentence."""
    try:
        yield
    except DatabaseError as error:
        refusal = refusal_of(error, rules)
        if refusal is None:
            raise
        raise refusal from error
