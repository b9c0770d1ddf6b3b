"""The letter by which another company is asked for its part of a loan, with a link that answers."""

from collections.abc import Callable, Mapping
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext

from cartera.company.selectors import company
from cartera.control.workflow.definitions import Act
from cartera.credit.parties.models import Factor
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.delegations.answering import ask
from cartera.recovery.delegations.models import Borrowing, DocumentLoan

ASKED: Mapping[tuple[str, int], str] = {
    ("PCI-F03.1", 4): _("¿Nos presta el documento que le pedimos por carta?"),
    ("PCI-F03.2", 2): _("¿Nos envía su carta, para prestarle el documento?"),
    ("PCI-F03.2", 11): _("¿Está listo el cheque del documento que le prestamos?"),
}


def asks(step: int) -> Callable[[Borrowing | DocumentLoan, Act], None]:
    """Who hears of a step: the other company, that its part, `step`, is waited for."""
    return lambda loan, act: ask_factor(loan, step, act)


def ask_factor(loan: Borrowing | DocumentLoan, step: int, act: Act) -> None:
    """Mail the other company a link for its step; one without address is dealt with by telephone.

    A letter that does not leave undoes nothing.
    """
    factor = loan.factor
    if not factor.email:
        return
    question = ASKED[loan.case.procedure, step]
    secret = ask(factor, step, act, case_id=loan.case_id)
    transaction.on_commit(partial(_mail, factor, question, secret), robust=True)


def link_of(secret: str) -> str:
    """The whole address of the page where it answers."""
    return settings.SITE_ADDRESS + reverse("desk:factor_answer", kwargs={"secret": secret})


def _mail(factor: Factor, question: str, secret: str) -> None:
    house = company().name
    said = gettext(
        "%(factor)s:\n\n%(question)s\n\nPuede responder en este enlace antes de 72 horas; sirve una"
        " sola vez:\n\n%(link)s\n\n%(house)s\n"
    )
    named = {
        "factor": factor.contact or factor.name,
        "question": gettext(question),
        "link": link_of(secret),
        "house": house,
    }
    title = gettext("Préstamo de documentos con %(house)s") % {"house": house}
    send_mail(title, said % named, None, [factor.email])
