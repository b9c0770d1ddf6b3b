"""Money that leaves the house is asked for twice: the amount is typed again before it goes."""

from decimal import Decimal

from django.db import transaction

from cartera.control.audit.acts import Record, append
from cartera.control.workflow.definitions import Step
from cartera.desk.refusals import AmountNotTypedAgain, AmountTypedAgainDiffers
from cartera.desk.work.at import At
from cartera.kernel.money import parse_amount
from cartera.kernel.refusals import Refusal

FIELD = "_amount"


def amount_leaving(at: At) -> Decimal | None:
    """What leaves the house by this step; None where nothing does."""
    return amount_of(at.step, at.subject) if not at.signs and at.subject is not None else None


def amount_of(step: Step, subject: object) -> Decimal | None:
    """The money that `step` sends away; None for a step that sends none, or none this time."""
    return (step.dear(subject) or None) if step.dear else None


def check_typed_again(at: At) -> None:
    """Refuse a dear step whose amount was not typed again, or not the same; it is recorded."""
    leaving = amount_leaving(at)
    if leaving is None:
        return
    try:
        _compare(at.request.POST.get(FIELD, ""), leaving, at.visitor.house.locale)
    except Refusal as refusal:
        _record(at, refusal)
        raise


def _compare(typed: str, leaving: Decimal, locale: str) -> None:
    if not typed.strip():
        raise AmountNotTypedAgain(field=FIELD)
    if parse_amount(typed.strip(), locale, field=FIELD) != leaving:
        raise AmountTypedAgainDiffers(typed=typed.strip()[:40], field=FIELD)


def _record(at: At, refusal: Refusal) -> None:
    """A refused act is evidence, this one too."""
    standing = at.visitor.standing
    with transaction.atomic():
        append(
            Record(
                recorded_at=standing.at,
                effective_on=standing.on,
                kind="refused",
                actor_id=at.visitor.user.pk,
                role=at.task.role,
                procedure=at.task.procedure,
                step=at.task.step,
                case_id=at.task.case_id,
                result=refusal.code[:80],
                reason=str(refusal)[:1000],
            )
        )
