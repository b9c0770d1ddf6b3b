"""The tone of a state: good, warn, bad, accent, or none. Never colour alone: a chip says it."""

_TONES = {
    "good": (
        *("active", "settled", "posted", "collected", "closed", "applied", "tied_out", "paid"),
        *("issued", "deposited", "sent", "cleared"),
    ),
    "accent": ("live", "open", "started", "squared", "authorised", "prepared", "recorded"),
    "warn": (
        "paid_off",
        "suspended",
        "proposed",
        "queued",
        "waiting",
        "kept",
        "awaiting",
        "received",
        "retained",
    ),
    "bad": ("rejected", "bounced", "void", "failed"),
}
_TONE_OF = {state: tone for tone, states in _TONES.items() for state in states}


def tone_of(state: str) -> str:
    """The tone of a state of anything: the same in a list and on a page."""
    return _TONE_OF.get(state, "")
