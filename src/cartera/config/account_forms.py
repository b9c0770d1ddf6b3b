"""allauth's forms in the words of the desk, where the Spanish catalogue does not reach them."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, ReauthenticateForm, ResetPasswordKeyForm
from allauth.mfa.webauthn.forms import EditWebAuthnForm
from django.utils.translation import gettext

from cartera.kernel.text import gettext_noop as _

_WORDS = {
    "oldpassword": _("Clave actual"),
    "password": _("Clave"),
    "password1": _("Clave nueva"),
    "password2": _("Clave nueva, otra vez"),
    "name": _("Nombre de la llave"),
}


class _InOurWords:
    """Names the fields as the desk does."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() & _WORDS.keys():
            self.fields[name].label = gettext(_WORDS[name])
            self.fields[name].widget.attrs.pop("placeholder", None)


class ChangeForm(_InOurWords, ChangePasswordForm):  # type: ignore[misc] # allauth has no types
    """Who is in changes his own."""


class NewForm(_InOurWords, ResetPasswordKeyForm):  # type: ignore[misc] # allauth has no types
    """Who followed the link of the mail writes a new one."""


class AgainForm(_InOurWords, ReauthenticateForm):  # type: ignore[misc] # allauth has no types
    """Who is in says it again before something dear."""


class NameKeyForm(_InOurWords, EditWebAuthnForm):  # type: ignore[misc] # allauth has no types
    """Who is in calls a key of his otherwise."""
