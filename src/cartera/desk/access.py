"""Who may ask for what: one row for each route, from which every request is let in or turned away.

The same table is what people read as 'quién puede qué'. A route without a row is not served, and
the test of the table enumerates the addresses of the site.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from cartera.control.audit.acts import Record, append
from cartera.control.workflow.models import Case, Task
from cartera.credit.assignments.models import Assignment
from cartera.desk.refusals import NotYourCase, StaffOnly
from cartera.desk.visitor import Visitor
from cartera.desk.words import said
from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _
from cartera.papers.models import Paper


class Who(StrEnum):
    """Whom a route lets in."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    STAFF = "staff"
    PARTY = "party"  # staff, and who speaks for the case's client


WHO_NAMES = {
    Who.ANYONE: _("cualquiera"),
    Who.SIGNED_IN: _("quien haya entrado"),
    Who.STAFF: _("personal con un rol"),
    Who.PARTY: _("personal con un rol, y el cliente en lo suyo"),
}


@dataclass(frozen=True, slots=True)
class Route:
    """One route: its methods, who is let in, and what it is for.

    `acts`: what it writes goes through the engine, which asks for the role of the step.
    `of`: the model whose row, named in the address, says whose case it is.
    """

    name: str
    methods: tuple[str, ...]
    who: Who
    text: str
    acts: bool = False
    of: str = ""


_READ = ("GET", "HEAD")
_BOTH = ("GET", "HEAD", "POST")

ROUTES: tuple[Route, ...] = (
    Route("inbox", _READ, Who.SIGNED_IN, _("Mi bandeja")),
    Route("opening", _BOTH, Who.SIGNED_IN, _("Iniciar un procedimiento"), acts=True),
    Route("task", _BOTH, Who.PARTY, _("Ver y hacer un paso"), acts=True, of="task"),
    Route("cases", _READ, Who.SIGNED_IN, _("Buscar casos")),
    Route("case", _READ, Who.PARTY, _("Ver un caso"), of="case"),
    Route("assignment", _READ, Who.PARTY, _("Estado de cuenta de una cesión"), of="assignment"),
    Route("paper", _READ, Who.PARTY, _("Ver e imprimir un formato"), of="paper"),
    Route("closing", _READ, Who.STAFF, _("Cierre del día")),
    Route("access", _READ, Who.STAFF, _("Quién puede qué")),
)
BY_NAME = {route.name: route for route in ROUTES}

# The routes of sign-in are the library's own; what they let in is written down here and tested.
ENTRANCE_ROUTES: tuple[Route, ...] = (
    Route("set_language", ("POST",), Who.ANYONE, _("Elegir el idioma")),
    Route("account_login", _BOTH, Who.ANYONE, _("Entrar")),
    Route("account_logout", _BOTH, Who.ANYONE, _("Salir")),
    Route("account_inactive", _READ, Who.ANYONE, _("Aviso de cuenta inactiva")),
    Route("account_signup", _BOTH, Who.ANYONE, _("Cerrado: la empresa da las cuentas")),
    Route("account_reauthenticate", _BOTH, Who.SIGNED_IN, _("Confirmar la clave")),
    Route("account_email", _BOTH, Who.SIGNED_IN, _("Correo propio")),
    Route("account_email_verification_sent", _READ, Who.ANYONE, _("Aviso de correo enviado")),
    Route("account_confirm_email", _BOTH, Who.ANYONE, _("Confirmar el correo con su enlace")),
    Route("account_change_password", _BOTH, Who.SIGNED_IN, _("Cambiar la clave")),
    Route("account_set_password", _BOTH, Who.SIGNED_IN, _("Poner la clave")),
    Route("account_reset_password", _BOTH, Who.ANYONE, _("Pedir clave nueva")),
    Route("account_reset_password_done", _READ, Who.ANYONE, _("Aviso de clave pedida")),
    Route("account_reset_password_from_key", _BOTH, Who.ANYONE, _("Clave nueva con su enlace")),
    Route("account_reset_password_from_key_done", _READ, Who.ANYONE, _("Aviso de clave nueva")),
    Route("account_confirm_login_code", _BOTH, Who.ANYONE, _("Código para entrar")),
    Route("mfa_index", _READ, Who.SIGNED_IN, _("Segundo factor")),
    Route("mfa_authenticate", _BOTH, Who.ANYONE, _("Segundo factor al entrar")),
    Route("mfa_reauthenticate", _BOTH, Who.SIGNED_IN, _("Confirmar el segundo factor")),
    Route("mfa_activate_totp", _BOTH, Who.SIGNED_IN, _("Activar el código del teléfono")),
    Route("mfa_deactivate_totp", _BOTH, Who.SIGNED_IN, _("Quitar el código del teléfono")),
    Route("mfa_view_recovery_codes", _READ, Who.SIGNED_IN, _("Códigos de recuperación")),
    Route("mfa_generate_recovery_codes", _BOTH, Who.SIGNED_IN, _("Códigos de recuperación nuevos")),
    Route("mfa_download_recovery_codes", _READ, Who.SIGNED_IN, _("Descargar los códigos")),
    Route("mfa_list_webauthn", _READ, Who.SIGNED_IN, _("Llaves de acceso")),
    Route("mfa_add_webauthn", _BOTH, Who.SIGNED_IN, _("Agregar una llave")),
    Route("mfa_edit_webauthn", _BOTH, Who.SIGNED_IN, _("Cambiar el nombre de una llave")),
    Route("mfa_remove_webauthn", _BOTH, Who.SIGNED_IN, _("Quitar una llave")),
    Route("mfa_reauthenticate_webauthn", _BOTH, Who.SIGNED_IN, _("Confirmar con una llave")),
)

View = Callable[..., HttpResponse]


def guarded(name: str) -> Callable[[View], View]:
    """Let a view answer only what its row of the table lets in.

    The view is called with the request and a `Visitor`.
    """
    route = BY_NAME[name]

    def around(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, **named: Any) -> HttpResponse:
            if request.method not in route.methods:
                return HttpResponseNotAllowed(route.methods)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            visitor = Visitor(request.user)
            request.META["cartera.visitor"] = visitor
            refusal = _turned_away(route, visitor, named)
            if refusal is not None:
                record_denial(visitor, refusal)
                return denied(request, visitor, refusal)
            return view(request, visitor, **named)

        return answer

    return around


def denied(request: HttpRequest, visitor: Visitor, refusal: Refusal) -> HttpResponse:
    """The page that says why not."""
    shown = {"visitor": visitor, "why": said(refusal)}
    return render(request, "403.html", shown, status=403)


def record_denial(visitor: Visitor, refusal: Refusal) -> None:
    """A page that was denied is evidence, as a refused act is."""
    standing = visitor.standing
    with transaction.atomic():
        append(
            Record(
                recorded_at=standing.at,
                effective_on=standing.on,
                kind="refused",
                actor_id=visitor.user.pk,
                result=refusal.code[:80],
                reason=str(refusal)[:1000],
            )
        )


def _turned_away(route: Route, visitor: Visitor, named: dict[str, Any]) -> Refusal | None:
    if route.who is Who.STAFF and not visitor.is_staff:
        return StaffOnly()
    if route.who is Who.PARTY and not visitor.is_staff:
        return None if visitor.may_see(_client_of(route.of, named)) else NotYourCase()
    return None


# Where each kind of address keeps whose it is: the model, what names the row, the client's code.
_OWNERS: dict[str, tuple[Any, str, str]] = {
    "task": (Task, "pk", "case__client_code"),
    "case": (Case, "pk", "client_code"),
    "assignment": (Assignment, "number", "client__code"),
    "paper": (Paper, "pk", "case__client_code"),
}
_NAMED = {"task": "task_id", "case": "case_id", "assignment": "number", "paper": "paper_id"}


def _client_of(of: str, named: dict[str, Any]) -> str:
    """The code of the client that the address is about, or no code where it is nobody's."""
    model, key, column = _OWNERS[of]
    row = model.objects.filter(**{key: named[_NAMED[of]]}).values_list(column).first()
    if row is None:
        raise Http404
    return str(row[0])
