"""Journal entries on paper: FORM-08 and FORM-20."""

from collections.abc import Iterator
from typing import TypeVar

from cartera.accounting.ledger.acts import INCOME
from cartera.accounting.ledger.selectors import entries_of_case, entry_lines
from cartera.credit.payments.models import PaymentDay
from cartera.kernel.text import gettext_noop as _
from cartera.papers.collect.accounts import Books
from cartera.papers.collect.sources import Drawn, Sources, cents, total
from cartera.papers.forms import form_08, form_20
from cartera.papers.forms.blocks import EntryLine
from cartera.papers.forms.entry import EntryPaper

P = TypeVar("P", bound=EntryPaper)


def posted_entry(sources: Sources) -> Iterator[Drawn]:
    """FORM-08: the entry that this step posted (PCI-F01 step 16). Two queries."""
    yield from _last_posted(sources, form_08.Payload)


def payment_entry(sources: Sources) -> Iterator[Drawn]:
    """FORM-20: the day's entry before it is posted (PCI-F09 step 8), or a settlement's after."""
    if not isinstance(sources.subject, PaymentDay):
        yield from _last_posted(sources, form_20.Payload)
        return
    day = sources.subject
    lines = Books.of(sources).entry_lines()
    if lines:
        yield Drawn(
            f"{day.on:%d/%m/%Y}",
            form_20.Payload(
                series=INCOME,
                number="",
                posted_on=sources.act.on,
                lines=lines,
                total_debit=total(line.debit for line in lines),
                total_credit=total(line.credit for line in lines),
                concept=_("Aplicación de abonos del {on}").format(on=f"{day.on:%d/%m/%Y}"),
            ),
        )


def _last_posted(sources: Sources, paper: type[P]) -> Iterator[Drawn]:
    """The last entry of the case; a step that had nothing to post makes no paper."""
    entries = [
        entry
        for entry in entries_of_case(sources.act.case_id)
        if entry.recorded_at >= sources.act.at
    ]
    for entry in entries[-1:]:
        lines = _lines(entry.pk)
        yield Drawn(
            "",
            paper(
                series=entry.series.code,
                number=str(entry.number),
                posted_on=entry.effective_on,
                lines=lines,
                total_debit=total(line.debit for line in lines),
                total_credit=total(line.credit for line in lines),
                concept=entry.description,
            ),
        )


def _lines(entry_id: int) -> tuple[EntryLine, ...]:
    return tuple(
        EntryLine(
            line.account_code,
            line.account_name,
            line.reference,
            cents(line.debit),
            cents(line.credit),
        )
        for line in entry_lines(entry_id)
    )
