"""The chain's end as it stood at a day's close, kept."""

from datetime import date, datetime

from cartera.control.audit.models import Checkpoint


def set_checkpoint(on: date, at: datetime, chain: tuple[int, str]) -> Checkpoint:
    """Keep the chain's sequence and head at the close of a day; they also leave the database."""
    seq, digest = chain
    return Checkpoint.objects.create(on=on, seq=seq, hash=digest, recorded_at=at)
