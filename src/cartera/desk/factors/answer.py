"""The page to which another company's link leads: it answers once, without coming in."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from cartera.company.selectors import company
from cartera.desk.access import page
from cartera.entrance.routes import BOTH, Who
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import said
from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _
from cartera.procedures.factor_links import ASKED
from cartera.recovery.delegations.answering import answer, question_of
from cartera.recovery.delegations.models import Borrowing, DocumentLoan, FactorQuestion
from cartera.recovery.delegations.refusals import QuestionOver

TYPED = ("said", "said_by", "remarks")


@page(
    "respuesta/<str:secret>/",
    Who.ANYONE,
    _("Responder por un préstamo de documentos con el enlace de una carta"),
    methods=BOTH,
)
@never_cache
@sensitive_post_parameters()
def factor_answer(request: HttpRequest, visitor: Visitor | None, secret: str) -> HttpResponse:
    """What is asked of the other company, and its answer, with the link that was mailed."""
    typed = {name: request.POST.get(name, "") for name in TYPED}
    try:
        question = question_of(secret)
        if request.method == "POST":
            return _answered(request, question, secret, typed)
    except QuestionOver as refusal:
        return render(request, _TEMPLATE, {"over": said(refusal)}, status=410)
    return _page(request, question, typed)


_TEMPLATE = "desk/factors/answer.html"


def _answered(
    request: HttpRequest, question: FactorQuestion, secret: str, typed: dict[str, str]
) -> HttpResponse:
    """Thanks for the answer, or what it lacks. A link that is over is refused to the caller."""
    try:
        with transaction.atomic():
            answer(secret, **typed)
    except QuestionOver:
        raise
    except Refusal as refusal:
        return _page(request, question, typed, wrong=refusal)
    return render(request, _TEMPLATE, {"thanks": True, "house_name": company().name})


def _page(
    request: HttpRequest,
    question: FactorQuestion,
    typed: dict[str, str],
    wrong: Refusal | None = None,
) -> HttpResponse:
    """Only this loan: what is asked, of which document, for how much."""
    loan = _loan_of(question)
    ours = loan.original
    shown = {
        "asked": ASKED[question.case.procedure, question.step],
        "question": question,
        "number": loan.number if isinstance(loan, Borrowing) else ours.number,
        "amount": loan.amount,
        "debtor": ours.debtor.name if ours.debtor else "",
        "client": ours.client.name if ours.client else "",
        "house_name": company().name,
        "typed": typed,
        "wrong": said(wrong) if wrong else "",
        "field": wrong.field if wrong else "",
    }
    return render(request, _TEMPLATE, shown, status=422 if wrong else 200)


def _loan_of(question: FactorQuestion) -> Borrowing | DocumentLoan:
    kind = Borrowing if question.case.procedure == "PCI-F03.1" else DocumentLoan
    rows = kind.objects.select_related("original__debtor", "original__client")
    loan: Borrowing | DocumentLoan = rows.get(case_id=question.case_id)
    return loan
