"""The addresses of sign-in: the library's own, whose rows are written down here and tested."""

from cartera.entrance.routes import BOTH, POST, READ, Route, Who
from cartera.kernel.text import gettext_noop as _

SIGN_IN_ROUTES: tuple[Route, ...] = (
    Route("set_language", POST, Who.ANYONE, _("Elegir el idioma")),
    Route("account_login", BOTH, Who.ANYONE, _("Entrar")),
    Route("account_logout", BOTH, Who.ANYONE, _("Salir")),
    Route("account_inactive", READ, Who.ANYONE, _("Aviso de cuenta inactiva")),
    Route("account_signup", BOTH, Who.ANYONE, _("Cerrado: la empresa da las cuentas")),
    Route("account_reauthenticate", BOTH, Who.SIGNED_IN, _("Confirmar la clave")),
    Route("account_email", BOTH, Who.SIGNED_IN, _("Correo propio")),
    Route("account_email_verification_sent", READ, Who.ANYONE, _("Aviso de correo enviado")),
    Route("account_confirm_email", BOTH, Who.ANYONE, _("Confirmar el correo con su enlace")),
    Route("account_change_password", BOTH, Who.SIGNED_IN, _("Cambiar la clave")),
    Route("account_set_password", BOTH, Who.SIGNED_IN, _("Poner la clave")),
    Route("account_reset_password", BOTH, Who.ANYONE, _("Pedir clave nueva")),
    Route("account_reset_password_done", READ, Who.ANYONE, _("Aviso de clave pedida")),
    Route("account_reset_password_from_key", BOTH, Who.ANYONE, _("Clave nueva con su enlace")),
    Route("account_reset_password_from_key_done", READ, Who.ANYONE, _("Aviso de clave nueva")),
    Route("account_confirm_login_code", BOTH, Who.ANYONE, _("Código para entrar")),
    Route("mfa_index", READ, Who.SIGNED_IN, _("Segundo factor")),
    Route("mfa_authenticate", BOTH, Who.ANYONE, _("Segundo factor al entrar")),
    Route("mfa_reauthenticate", BOTH, Who.SIGNED_IN, _("Confirmar el segundo factor")),
    Route("mfa_activate_totp", BOTH, Who.SIGNED_IN, _("Activar el código del teléfono")),
    Route("mfa_deactivate_totp", BOTH, Who.SIGNED_IN, _("Quitar el código del teléfono")),
    Route("mfa_view_recovery_codes", READ, Who.SIGNED_IN, _("Códigos de recuperación")),
    Route("mfa_generate_recovery_codes", BOTH, Who.SIGNED_IN, _("Códigos de recuperación nuevos")),
    Route("mfa_download_recovery_codes", READ, Who.SIGNED_IN, _("Descargar los códigos")),
    Route("mfa_list_webauthn", READ, Who.SIGNED_IN, _("Llaves de acceso")),
    Route("mfa_add_webauthn", BOTH, Who.SIGNED_IN, _("Agregar una llave")),
    Route("mfa_edit_webauthn", BOTH, Who.SIGNED_IN, _("Cambiar el nombre de una llave")),
    Route("mfa_remove_webauthn", BOTH, Who.SIGNED_IN, _("Quitar una llave")),
    Route("usersessions_list", BOTH, Who.SIGNED_IN, _("Mis sesiones")),
    Route("mfa_reauthenticate_webauthn", BOTH, Who.SIGNED_IN, _("Confirmar con una llave")),
)
