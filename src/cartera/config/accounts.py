"""How allauth's sign-in behaves here."""

import time
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from cartera.config import home
from cartera.control.people.models import User
from cartera.entrance.second_factor import FACTORS, must_have_one
from cartera.entrance.visitor import Visitor


class OneHashATry(AuthenticationBackend):  # type: ignore[misc] # allauth has no types
    """A try costs one hash, whoever it names: how long it takes tells nobody who is there.

    The library tries an e-mail twice, by itself and as a username; usernames here hold no @.
    """

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        if credentials.get("email") and credentials.get("username") == credentials["email"]:
            del credentials["username"]
        found: User | None = super().authenticate(request, **credentials)
        return found


class StaffAccounts(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Nobody makes an account by himself: the company gives them."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("El correo o la clave no son correctos."),
        "username_password_mismatch": gettext_lazy("El usuario o la clave no son correctos."),
        "enter_current_password": gettext_lazy("Escriba su clave actual."),
        "incorrect_password": gettext_lazy("La clave no es correcta."),
        "invalid_password_reset": gettext_lazy("El enlace para elegir otra clave ya no sirve."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Tries are counted by account: its username and its e-mail are one."""
        typed = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
        named = Q(username__iexact=typed) | Q(email__iexact=typed)
        account = User.objects.filter(named).values_list("pk", flat=True).first()
        return f"account-{account}" if account else f"nobody-{typed}"

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Who has just come in is not asked again before he adds his second factor.

        Sessions live in the machine's time.
        """
        records = get_authentication_records(self.request, self.request.user)
        latest = max((record["at"] for record in records), default=0)
        lately = time.time() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not lately and super().is_reauthentication_required(app=app)


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    """The secrets of second factors are kept sealed, with a key that is not in the database."""

    def encrypt(self, text: str) -> str:
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _seal().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Who must have a second factor keeps one: a new one first, then the old one goes."""
        visitor = Visitor(User.objects.get(pk=authenticator.user_id))
        if not must_have_one(visitor):
            return True
        others = Authenticator.objects.filter(user=visitor.user, type__in=FACTORS)
        return bool(others.exclude(pk=authenticator.pk).exists())


def _seal() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(home.key("second-factor").encode()).digest()))
