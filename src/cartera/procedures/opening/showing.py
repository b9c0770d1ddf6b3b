"""What a look at a workbook shows, kept as plain values: for a page now, or when work has ended."""

from collections import Counter
from collections.abc import Callable
from typing import Any, Final

from cartera.accounting.ledger.models import Account
from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _
from cartera.procedures.opening.examining import Examined

MOST_SHOWN: Final = 300
# The figures of `Examined.totals` that are shown and signed, in their order.
TOTALS: Final = {
    "capital": _("Saldo de capital"),
    "interest_due": _("Interés pendiente"),
    "default_interest_due": _("Mora pendiente"),
    "charges_due": _("Cargos de cesiones"),
    "claims": _("Cargos de clientes"),
    "face": _("Valor de los documentos"),
    "advanced": _("Financiado"),
    "entry": _("Partida de apertura"),
}


def shown_of(examined: Examined, say: Callable[[Refusal], str] = str) -> dict[str, Any]:
    """All that it brings, or what is wrong with it; amounts as texts. One query."""
    wrongs = examined.wrongs
    if wrongs:
        return {
            "wrongs": [[w.sheet, w.row, w.column, say(w.refusal)] for w in wrongs[:MOST_SHOWN]],
            "wrong_count": len(wrongs),
            "wrong_by_sheet": sorted(Counter(w.sheet for w in wrongs).items()),
        }
    names = {account.pk: str(account) for account in Account.objects.all()}
    return {
        "counts": list(examined.counts.items()),
        "totals": dict(examined.totals),
        "entry": [
            [
                names.get(line.account_id or 0) or str(line.role.label if line.role else ""),
                line.client_code,
                f"{line.debit:.2f}" if line.debit else "",
                f"{line.credit:.2f}" if line.credit else "",
            ]
            for line in examined.postings[:MOST_SHOWN]
        ],
    }
