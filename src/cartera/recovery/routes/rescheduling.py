"""A document is looked for again on another day, outside a visit. (PCI-F07 steps 4 and 10.)"""

from collections.abc import Sequence
from datetime import date

from cartera.control.workflow.definitions import Act
from cartera.recovery.custody.models import Original
from cartera.recovery.routes.models import Rescheduling


def reschedule(originals: Sequence[Original], new_on: date, act: Act) -> None:
    """Documents are due on a day, whatever was said before; the next visit may say another. One
    statement."""
    Rescheduling.objects.bulk_create(
        Rescheduling(
            original=original, new_on=new_on, case_id=act.case_id, at=act.at, by_id=act.actor_id
        )
        for original in originals
    )
