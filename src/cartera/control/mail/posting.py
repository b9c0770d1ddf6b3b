"""One message handed to the mail server, and what the server said."""

import smtplib
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.utils import format_datetime, formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from cartera.company.selectors import is_training
from cartera.control.mail.models import Message, Outcome
from cartera.control.mail.rules import one_line
from cartera.control.mail.selectors import enclosed_in

LONGEST_SAID = 300
_SMTP = "django.core.mail.backends.smtp.EmailBackend"
_HIDDEN = "•••"
Result = Outcome.Result

# Whatever these answer may be different in an hour; a sign-in is mended in the settings.
_PASSING = (smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError, smtplib.SMTPHeloError)


@dataclass(frozen=True, slots=True)
class Answer:
    """How an attempt ended, and the server's words."""

    result: str
    said: str = ""

    @property
    def state(self) -> str:
        """Where the message is after it; waiting where it is to be tried again."""
        return _STATES.get(self.result, Message.State.WAITING)


_STATES: dict[str, str] = {
    Result.TAKEN: Message.State.SENT,
    Result.REFUSED: Message.State.FAILED,
    Result.TRAINING: Message.State.KEPT,
    Result.NO_SERVER: Message.State.KEPT,
}


def post(message: Message) -> Answer:
    """Send a message, or say why it is kept here. Whatever goes wrong is an answer.

    A training company's mail never leaves, whatever the settings say.
    """
    if is_training():
        return Answer(Result.TRAINING)
    if not settings.EMAIL_HOST:
        return Answer(Result.NO_SERVER)
    try:
        _hand_over(_made(message))
    except smtplib.SMTPException as error:
        return _refused(error)
    except OSError as error:
        return Answer(Result.UNREACHABLE, type(error).__name__)
    return Answer(Result.TAKEN)


def message_id_of(message: Message) -> str:
    """The same at each attempt: who gets it twice is shown it once."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<cartera.{message.pk}.{message.content_hash[:16]}@{domain}>"


def _hand_over(made: EmailMessage) -> None:
    """What goes wrong while the line is closed undoes nothing: the server has it by then."""
    line = get_connection(_SMTP)
    try:
        line.open()
        line.send_messages([made])
    finally:
        with suppress(OSError):
            line.close()


def _made(message: Message) -> EmailMessage:
    """The message as it goes. The envelope holds the bare address: a name cannot add another."""
    made = EmailMessage(
        message.subject,
        message.body,
        settings.DEFAULT_FROM_EMAIL,
        [message.to_address],
        headers={
            "To": formataddr((message.to_name, message.to_address)),
            "Message-ID": message_id_of(message),
            "Date": format_datetime(message.written_at),
            "Auto-Submitted": "auto-generated",
        },
    )
    for enclosure, content in enclosed_in(message):
        made.attach(enclosure.name, content, enclosure.media_type)
    return made


def _refused(error: smtplib.SMTPException) -> Answer:
    """What the server answered: 5xx is for good, anything else may pass."""
    code, words = _code_of(error)
    if not code:
        return Answer(Result.UNREACHABLE, type(error).__name__)
    said = _without_secrets(one_line(f"{code} {words}"))[:LONGEST_SAID]
    passes = code < 500 or isinstance(error, _PASSING)
    return Answer(Result.PUT_OFF if passes else Result.REFUSED, said)


def _code_of(error: smtplib.SMTPException) -> tuple[int, str]:
    """The code and the words of an answer; 0 where the line broke before there was one."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _read(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPResponseException):
        return _read(error.smtp_code, error.smtp_error)
    return 0, ""


def _read(code: int, words: bytes | str) -> tuple[int, str]:
    return max(code, 0), words.decode("utf-8", "replace") if isinstance(words, bytes) else words


def _without_secrets(said: str) -> str:
    for secret in _secrets():
        said = said.replace(secret, _HIDDEN)
    return said


def _secrets() -> Iterator[str]:
    """What signs in to the server, as it is and as it goes over the line."""
    user, password = settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD
    for secret in (password, user, f"\0{user}\0{password}"):
        if secret.strip("\0"):
            yield secret
            yield b64encode(secret.encode()).decode()
