"""What may be done with a cheque that also pays a foreign document: pure. (PCI-F07 step 11.)"""

from typing import Literal

Way = Literal["endorse", "exchange", "credit"]


def may_go(way: Way, *, is_negotiable: bool) -> bool:
    """A negotiable cheque is endorsed; one that is not is exchanged, or credited to its owner."""
    return (way == "endorse") is is_negotiable
