"""The lists that there are. Higher rooms add theirs when the house opens."""

from cartera.reports.listing import Listing
from cartera.reports.lists.mail import MAIL
from cartera.reports.lists.money import ENTRIES, PAYMENTS, RECEIPTS, SLIPS
from cartera.reports.lists.parties import CLIENTS, DEBTORS, FACTORS, LINES
from cartera.reports.lists.portfolio import ASSIGNMENTS, CLAIMS, DOCUMENTS
from cartera.reports.lists.recovery import ORIGINALS
from cartera.reports.lists.recovery_cheques import CHEQUES
from cartera.reports.lists.recovery_delegations import DELEGATIONS, LOANS
from cartera.reports.lists.recovery_differences import DIFFERENCES
from cartera.reports.lists.recovery_direct import DIRECT_PAYMENTS
from cartera.reports.lists.recovery_loans import BORROWINGS, SEARCHES
from cartera.reports.lists.recovery_routes import ROUTES
from cartera.reports.lists.recovery_third_party import VALUES
from cartera.reports.lists.work import CASES
from cartera.reports.refusals import ListUnknown

_LISTINGS: dict[str, Listing] = {
    listing.code: listing
    for listing in (
        ASSIGNMENTS, DOCUMENTS, CLIENTS, DEBTORS, LINES, PAYMENTS, SLIPS, CLAIMS, RECEIPTS, ENTRIES,
        CASES, ORIGINALS, CHEQUES, MAIL, DIRECT_PAYMENTS, ROUTES, DELEGATIONS, LOANS, FACTORS,
        DIFFERENCES, SEARCHES, BORROWINGS, VALUES,
    )
}  # fmt: skip


def add_listing(listing: Listing) -> Listing:
    """Make a list known. Another of the same code is a mistake of the builder."""
    if _LISTINGS.setdefault(listing.code, listing) != listing:
        raise ValueError(f"the list {listing.code!r} is declared twice")
    return listing


def listings() -> tuple[Listing, ...]:
    """Every list, in the order in which it was declared."""
    return tuple(_LISTINGS.values())


def listing_of(code: str) -> Listing:
    """The list of that code. Refuses ListUnknown."""
    if code not in _LISTINGS:
        raise ListUnknown(code=code[:40])
    return _LISTINGS[code]
