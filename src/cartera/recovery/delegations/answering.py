"""What another company says by its link: its own statement, which does no step (PCI-F03.1 step 4,
PCI-F03.2 steps 2 and 11)."""

import hashlib
import secrets
from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet

from cartera.control.audit.acts import Record, append
from cartera.control.workflow.definitions import Act
from cartera.control.workflow.models import Task
from cartera.control.workflow.standing import standing_today
from cartera.credit.parties.models import Factor
from cartera.kernel.clock import now
from cartera.recovery.delegations.models import FactorQuestion
from cartera.recovery.delegations.refusals import (
    AnswererUnsaid,
    AnswerUnsaid,
    QuestionOver,
    WhyNotUnsaid,
)

LIVES = timedelta(hours=72)
LONGEST_NAME = 120
LONGEST_REMARKS = 300


def ask(factor: Factor, step: int, act: Act, *, case_id: int | None = None) -> str:
    """A fresh secret for the link that answers a step; one asked before serves no more.

    It lives 72 hours, serves once, and only its hash is kept.
    """
    secret = secrets.token_urlsafe(32)
    FactorQuestion.objects.create(
        case_id=case_id or act.case_id,
        factor=factor,
        step=step,
        secret_hash=_hash(secret),
        asked_at=act.at,
        expires_at=act.at + LIVES,
    )
    return secret


def question_of(secret: str) -> FactorQuestion:
    """The question that a link leads to.

    Refuses one that is over: answered, too old, asked anew, or of a step that waits no more.
    """
    found = _waiting().filter(secret_hash=_hash(secret)).select_related("factor", "case").first()
    if found is None:
        raise QuestionOver
    return found


def answer(secret: str, said: str, said_by: str, remarks: str) -> FactorQuestion:
    """The other company answers, once; the chain keeps that it did.

    Refuses no answer, no name, a no without its reason, and a link that is over. Of two who use
    one link at once, one passes.
    """
    question = question_of(secret)
    if said not in ("yes", "no"):
        raise AnswerUnsaid(field="said")
    if not said_by.strip():
        raise AnswererUnsaid(field="said_by")
    if said == "no" and not remarks.strip():
        raise WhyNotUnsaid(field="remarks")
    at = now()
    given = FactorQuestion.objects.filter(pk=question.pk, state="asked").update(
        state=said,
        said_by=said_by.strip()[:LONGEST_NAME],
        remarks=remarks.strip()[:LONGEST_REMARKS],
        said_at=at,
    )
    if not given:
        raise QuestionOver
    append(
        Record(
            recorded_at=at,
            effective_on=standing_today(0).on,
            kind="system",
            actor_id=None,
            result="factor_answered",
            reason=f"{question.case} {question.step} {question.factor.code}: {said}",
        )
    )
    return question


def answers_in(case_id: int) -> list[FactorQuestion]:
    """What another company was asked by link in a case, and what it said. One query."""
    rows = FactorQuestion.objects.filter(case_id=case_id).select_related("factor")
    return list(rows.order_by("id"))


def _waiting() -> QuerySet[FactorQuestion]:
    """Questions that can still be answered."""
    task = Task.objects.filter(
        case=OuterRef("case"), step=OuterRef("step"), state="open", kind="step"
    )
    later = FactorQuestion.objects.filter(
        case=OuterRef("case"), step=OuterRef("step"), pk__gt=OuterRef("pk")
    )
    found = FactorQuestion.objects.filter(state="asked", expires_at__gt=now())
    return found.filter(Exists(task)).exclude(Exists(later))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
