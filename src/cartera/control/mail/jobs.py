"""One message sent, tried again for a day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection, transaction

from cartera.company.selectors import current_business_day
from cartera.control.audit.acts import Record, append
from cartera.control.jobs.queue import job
from cartera.control.mail.models import Attempt, Message, Outcome
from cartera.control.mail.posting import Answer, post
from cartera.control.mail.rules import TRYING
from cartera.kernel.clock import now

_BUSY = timedelta(minutes=1)
_LOCK = "SELECT pg_try_advisory_lock(hashtext('mail_message'), %s)"
_UNLOCK = "SELECT pg_advisory_unlock(hashtext('mail_message'), %s)"
_LARGEST_KEY = 2**31


@job("mail.send")
def send(message_id: int) -> None:
    """Send a message that waits; one that has ended is left alone, and one that another worker is
    sending is looked at again later, in case he dies."""
    with _alone_with(message_id) as alone:
        if alone:
            _send(message_id)
        else:
            send.later(after=_BUSY, message_id=message_id)


def _send(message_id: int) -> None:
    message = Message.objects.filter(pk=message_id, state=Message.State.WAITING).first()
    if message is None:
        return
    attempt = _begin(message)
    if attempt is None:
        return
    given_up = attempt.number > TRYING.tries  # each broke off: it may be what kills the workers
    answer = Answer(Outcome.Result.BROKEN_OFF) if given_up else post(message)
    with transaction.atomic():
        _end(message, attempt, answer)


@transaction.atomic
def _begin(message: Message) -> Attempt | None:
    """Write down that it is about to be sent: if the worker dies, that is seen.

    Compare-and-set: None where somebody was faster.
    """
    waiting = Message.objects.filter(pk=message.pk, state="waiting", attempts=message.attempts)
    if not waiting.update(attempts=message.attempts + 1):
        return None
    message.attempts += 1
    return Attempt.objects.create(message=message, number=message.attempts, begun_at=now())


def _end(message: Message, attempt: Attempt, answer: Answer) -> None:
    """Write down what was answered, and when to try again."""
    state = answer.state
    if state == Message.State.WAITING and message.attempts >= TRYING.tries:
        state = Message.State.FAILED
    as_begun = Message.objects.filter(pk=message.pk, state="waiting", attempts=message.attempts)
    if state != Message.State.WAITING:
        as_begun.update(state=state)
    else:
        send.later(after=TRYING.wait_after(message.attempts), message_id=message.pk)
    at = now()
    Outcome.objects.create(
        attempt=attempt,
        result=answer.result,
        said=answer.said,
        ended_at=at,
        seq=None if state == Message.State.WAITING else _tell(message, state),
    )


def _tell(message: Message, state: str) -> int:
    """Where a message ended is in the chain, by its number and its hash: no address, no name."""
    return append(
        Record(
            recorded_at=now(),
            effective_on=current_business_day(),
            kind="system",
            inputs_hash=message.content_hash,
            result=f"mail_{state}",
            reason=str(message.pk),
        )
    )


@contextmanager
def _alone_with(message_id: int) -> Iterator[bool]:
    """Whether nobody else is sending it. The lock is the connection's: a dead worker has none."""
    key = message_id % _LARGEST_KEY
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [key])
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute(_UNLOCK, [key])
