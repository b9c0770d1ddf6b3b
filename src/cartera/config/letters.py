"""How letters that let somebody in leave: invitations and links to a new password.

They are not kept in the database as other mail is (`control.mail`), since each holds a secret.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from cartera.company.selectors import is_training

_KINDS = "django.core.mail.backends"


class Letters(BaseEmailBackend):
    """By the company's mail server. Where none is named, and from a training company always, they
    wait in a folder that only its owner reads: the log is read by others."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        leaves = settings.EMAIL_HOST and not is_training()
        kind = "smtp" if leaves else "filebased"
        options: dict[str, Any] = {"fail_silently": self.fail_silently}
        line = get_connection(f"{_KINDS}.{kind}.EmailBackend", **options)
        return int(line.send_messages(email_messages) or 0)
