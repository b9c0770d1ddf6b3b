"""Who comes to work here and who leaves: invitations (INT-15), leavers and returners (INT-16)."""

from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext

from cartera.company.selectors import company
from cartera.control.workflow import coming_in
from cartera.control.workflow.access import AUTHORISER, OF_MANAGEMENT
from cartera.control.workflow.definitions import END, Act, Procedure, Step, checker
from cartera.control.workflow.models import Departure, Invitation
from cartera.control.workflow.registry import register
from cartera.kernel.text import gettext_noop as _


def send_invitation(invitation: Invitation, act: Act) -> None:
    """Mail the link once the approval stands. A letter that does not leave undoes nothing."""
    invitation.refresh_from_db()
    secret = coming_in.renew_link(invitation, actor_id=act.actor_id, on=act.on)
    transaction.on_commit(partial(mail_link, invitation, secret), robust=True)


def mail_link(invitation: Invitation, secret: str) -> None:
    """The letter with the link."""
    house = company().name
    said = gettext(
        "%(name)s:\n\n%(house)s le abrió una cuenta en Cartera, con el usuario %(user)s.\n"
        "Para elegir su clave, abra este enlace antes de 72 horas; sirve una sola vez:\n\n"
        "%(link)s\n\nSi no esperaba esta carta, avise a la empresa y no lo abra.\n"
    )
    named = {
        "name": invitation.full_name,
        "house": house,
        "user": invitation.username,
        "link": link_of(secret),
    }
    title = gettext("Su cuenta en %(house)s") % {"house": house}
    send_mail(title, said % named, None, [invitation.email])


def link_of(secret: str) -> str:
    """The whole address of the page where the password is chosen."""
    return settings.SITE_ADDRESS + reverse("desk:welcome", kwargs={"secret": secret})


INT_15 = register(
    Procedure(
        code="INT-15",
        title=_("Invitación de una persona"),
        subject=Invitation,
        describe=lambda invitation: (str(invitation), ""),
        on_reject=coming_in.reject_invitation,
        house=True,
        steps=(
            Step(1, "ADM_ACC", _("Pide invitar a la persona"), act=coming_in.request_invitation),
            checker(
                2,
                AUTHORISER,
                _("Autoriza la invitación: sale por correo"),
                coming_in.approve_invitation,
                approves=coming_in.content_of_invitation,
                then=send_invitation,
            ),
        ),
    )
)

INT_16 = register(
    Procedure(
        code="INT-16",
        title=_("Baja y reingreso de una persona"),
        subject=Departure,
        describe=lambda departure: (str(departure.user), ""),
        on_reject=coming_in.reject_departure,
        house=True,
        steps=(
            Step(
                1,
                "ADM_ACC",
                _("Pide la baja o el reingreso"),
                act=coming_in.request_departure,
                goes_to={OF_MANAGEMENT: 3},
            ),
            checker(
                2,
                AUTHORISER,
                _("Decide la baja o el reingreso"),
                coming_in.decide_departure,
                approves=coming_in.content_of_departure,
                goes_to={"": END},
            ),
            checker(
                3,
                "G_OP",
                _("Decide la de quien tiene o suple la gerencia general"),
                coming_in.decide_departure,
                approves=coming_in.content_of_departure,
            ),
        ),
    )
)
