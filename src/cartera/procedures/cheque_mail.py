"""What goes to the client by mail with a batch that he is to exchange (PCI-F05 step 14)."""

from collections.abc import Iterator

from cartera.company.selectors import company
from cartera.control.dossiers.models import Attachment, FileContent
from cartera.control.dossiers.sniffing import KINDS
from cartera.control.mail.acts import write_mail
from cartera.control.mail.models import Message
from cartera.control.mail.rules import NewEnclosure, Recipient
from cartera.control.workflow.definitions import Act
from cartera.kernel.text import gettext_noop as _
from cartera.papers.models import Paper
from cartera.papers.printing import print_paper
from cartera.recovery.cheques.models import ChequeBatch

_REPORT = "FORM-11"
_SUBJECT = _("Cheques por canjear")
_BODY = _(
    "Estimados señores de {client}:\n\n"
    "Recibimos a su nombre los cheques del reporte adjunto, que no podemos depositar por no ser "
    "negociables. Les pedimos otros que podamos depositar, por los mismos valores; al recibirlos "
    "les devolveremos los originales.\n\n"
    "Les rogamos confirmarnos que recibieron este correo.\n\n{house}\n"
)


def mail_report(batch: ChequeBatch, act: Act) -> None:
    """Mail the client the report and the copies in the case's dossier, and ask for the exchange.

    A client without address is told otherwise, which the step asks for. Sent back and done again,
    it is mailed again: the report may be another.
    """
    if not batch.client.email:
        return
    times = Message.objects.filter(case_id=batch.case_id).count()
    write_mail(
        to=Recipient(batch.client.name, batch.client.email),
        subject=_SUBJECT,
        body=_BODY.format(client=batch.client.name, house=company().name),
        enclosures=[*_reports(batch), *_copies(batch)],
        case_id=batch.case_id,
        act=act,
        key=f"exchange:{batch.case_id}:{times}",
    )


def _reports(batch: ChequeBatch) -> Iterator[NewEnclosure]:
    """The report that was issued last, as PDF."""
    paper = Paper.objects.filter(case_id=batch.case_id, form=_REPORT).order_by("-id").first()
    if paper:
        yield NewEnclosure(f"{_REPORT}.pdf", "application/pdf", print_paper(paper))


def _copies(batch: ChequeBatch) -> Iterator[NewEnclosure]:
    """The copies that were attached to the case. Two queries."""
    attached = list(Attachment.objects.filter(case_id=batch.case_id, state="kept").order_by("id"))
    contents = FileContent.objects.in_bulk([each.content_id for each in attached])
    for each in attached:
        content = bytes(contents[each.content_id].content)
        yield NewEnclosure(each.name, KINDS[each.kind].served_as, content)
